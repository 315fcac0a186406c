"""What becomes of a follow-up: in hand, done, dropped, or open again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.errors import PartnershipRefusedError
from partnerships.models import FollowUp
from partnerships.visits.access import may_work
from partnerships.visits.enums import SETTLED, FollowUpState, VisitState
from portal.core import audit
from portal.core.days import today
from portal.core.models import User

SETTLED_ACTION = "partnerships.follow_up.settle"


@transaction.atomic
def settle_follow_up(*, follow_up_id: int, seen: str, to: str, by: User) -> FollowUp:
    """Bring a follow-up from the state that `by` saw to another one; every state leads to every other.

    Args:
        follow_up_id: key of the follow-up.
        seen: the state on the screen of the person.
        to: a `FollowUpState`.

    Raises:
        PartnershipRefusedError: it is gone or was settled by somebody else meanwhile, `by` does not work on the visit,
            there is no such state, or the visit is closed and would have something open.
    """
    follow_up = held_follow_up(follow_up_id, by)
    if to not in FollowUpState.values:
        raise PartnershipRefusedError("move", _("There is no such state."))
    if follow_up.state != seen:
        raise PartnershipRefusedError(
            "moved",
            _("Meanwhile somebody has set this follow-up to “%(state)s”. Nothing was changed.")
            % {"state": follow_up.get_state_display()},
        )
    if follow_up.visit.state == VisitState.CLOSED and to not in SETTLED:
        raise PartnershipRefusedError(
            "closed", _("The visit is closed. Take it back to “Reported” before something of it is open again.")
        )
    if to != seen:
        _settle(follow_up, to, by)
    return follow_up


def held_follow_up(pk: int, by: User) -> FollowUp:
    """The follow-up, locked after its visit, for somebody who works on the visit. Raises PartnershipRefusedError."""
    rows = FollowUp.objects.select_related("visit__unit").select_for_update(of=("visit", "self"), no_key=True)
    follow_up = rows.filter(pk=pk).first()
    if follow_up is None:
        raise PartnershipRefusedError("gone", _("This follow-up has been deleted meanwhile."))
    if not may_work(by, follow_up.visit):
        raise PartnershipRefusedError("forbidden", _("You may not change this visit."))
    return follow_up


def _settle(follow_up: FollowUp, to: str, by: User) -> None:
    left = follow_up.state
    follow_up.state = to
    follow_up.settled_on = today() if to in SETTLED else None
    follow_up.save(update_fields=["state", "settled_on"])
    data = {"follow_up": follow_up.pk, "from": left, "to": to}
    audit.record(instance=follow_up.visit, action=SETTLED_ACTION, by=by, data=data)
