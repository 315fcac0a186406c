"""Putting the people of an event or a visit in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from partnerships.enums import Arrangement
from partnerships.errors import PartnershipRefusedError
from partnerships.models import Event, Visit
from partnerships.models.ranked import RankedPerson
from partnerships.precedence import arranged, fingerprint, given_twice, rank_of
from portal.core import audit
from portal.core.models import User

ARRANGED: dict[type[Event] | type[Visit], str] = {
    Event: "partnerships.event.arrange",
    Visit: "partnerships.visit.arrange",
}


@transaction.atomic
def arrange_attendees(
    *,
    arrangement: str,
    ranks: Mapping[int, int | None],
    seen: str,
    by: User,
    event_id: int | None = None,
    visit_id: int | None = None,
) -> Event | Visit:
    """Give the people of an event or of a visit their ranks in one arrangement; the others stay as they are.

    Args:
        event_id, visit_id: key of the one or the other.
        arrangement: an `Arrangement`.
        ranks: key of an attendee or member → rank within their side, or None; whoever is not named has none.
        seen: `precedence.fingerprint` of the order that the person saw.
        by: the person.

    Raises:
        PartnershipRefusedError: the event or visit is gone, `by` may not change it, somebody has changed people or
            order meanwhile, or a rank is given twice on a side.
    """
    whole = _held(event_id, visit_id)
    if not policy_registry.get(whole).user_has_permission_for_instance(by, "change", whole):
        raise PartnershipRefusedError("forbidden", _("You may not change this order."))
    people = arranged(whole, arrangement)
    if fingerprint(people, arrangement) != seen:
        raise PartnershipRefusedError("moved", _("Meanwhile somebody has changed the people or their order."))
    if given_twice(people, ranks):
        raise PartnershipRefusedError("twice", _("A rank is given twice on one side."))
    if _write(people, arrangement, ranks):
        audit.record(instance=whole, action=ARRANGED[type(whole)], by=by, data={"arrangement": arrangement})
    return whole


def _held(event_id: int | None, visit_id: int | None) -> Event | Visit:
    model, key = (Event, event_id) if visit_id is None else (Visit, visit_id)
    rows = model._default_manager.select_for_update(of=("self",), no_key=True)
    whole: Event | Visit | None = rows.filter(pk=key).first()
    if whole is None:
        raise PartnershipRefusedError("gone", _("This record has been deleted meanwhile. Nothing was saved."))
    return whole


def _write(people: Sequence[RankedPerson], arrangement: str, ranks: Mapping[int, int | None]) -> bool:
    """Write the ranks that differ; whether any did."""
    column = f"{Arrangement(arrangement)}_rank"
    changed = [one for one in people if rank_of(one, arrangement) != ranks.get(one.pk)]
    for one in changed:
        setattr(one, column, ranks.get(one.pk))
    if changed:
        type(changed[0])._default_manager.bulk_update(changed, [column])
    return bool(changed)
