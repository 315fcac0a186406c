"""Putting the people of an event in order."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from partnerships.enums import Arrangement
from partnerships.errors import PartnershipRefusedError
from partnerships.models import Attendee, Event
from partnerships.precedence import arranged, fingerprint, given_twice, rank_of
from portal.core import audit
from portal.core.models import User

ARRANGED = "partnerships.event.arrange"


@transaction.atomic
def arrange_attendees(
    *, event_id: int, arrangement: str, ranks: Mapping[int, int | None], seen: str, by: User
) -> Event:
    """Give the attendees of an event their ranks in one arrangement; the others stay as they are.

    Args:
        event_id: key of the event.
        arrangement: an `Arrangement`.
        ranks: key of an attendee → rank within their side, or None; whoever is not named has none.
        seen: `precedence.fingerprint` of the order that the person saw.
        by: the person.

    Raises:
        PartnershipRefusedError: the event is gone, `by` may not change it, somebody has changed people or order
            meanwhile, or a rank is given twice on a side.
    """
    event = Event.objects.select_for_update(of=("self",), no_key=True).filter(pk=event_id).first()
    if event is None:
        raise PartnershipRefusedError("gone", _("This event has been deleted meanwhile."))
    if not policy_registry.get(event).user_has_permission_for_instance(by, "change", event):
        raise PartnershipRefusedError("forbidden", _("You may not change this event."))
    attendees = arranged(event, arrangement)
    if fingerprint(attendees, arrangement) != seen:
        raise PartnershipRefusedError("moved", _("Meanwhile somebody has changed the attendees or their order."))
    if given_twice(attendees, ranks):
        raise PartnershipRefusedError("twice", _("A rank is given twice on one side."))
    if _write(attendees, arrangement, ranks):
        audit.record(instance=event, action=ARRANGED, by=by, data={"arrangement": arrangement})
    return event


def _write(attendees: list[Attendee], arrangement: str, ranks: Mapping[int, int | None]) -> bool:
    """Write the ranks that differ; whether any did."""
    column = f"{Arrangement(arrangement)}_rank"
    changed = [one for one in attendees if rank_of(one, arrangement) != ranks.get(one.pk)]
    for attendee in changed:
        setattr(attendee, column, ranks.get(attendee.pk))
    Attendee.objects.bulk_update(changed, [column])
    return bool(changed)
