"""Steps of agreements from state to state."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from partnerships.agreement_rules import too_few_parties
from partnerships.enums import AGREEMENT_MOVES, APPROVAL_MOVES, HOLDING, PREPARED, AgreementState
from partnerships.errors import PartnershipRefusedError
from partnerships.models import Agreement, AgreementMove
from partnerships.services.moving import demand_room_for_note, last_step
from portal.core import audit
from portal.core.models import User
from portal.core.names import name_of

MOVED = "partnerships.agreement.move"
#: Where an agreement stands that renews another one: it has been signed and was not broken off.
_RENEWING = HOLDING | {AgreementState.EXPIRED, AgreementState.RENEWED}


@transaction.atomic
def move_agreement(
    *, agreement_id: int, seen: str, to: str, by: User | None, note: str = "", seen_step: int | None = None
) -> Agreement:
    """Bring an agreement from the state that `by` saw to another one; the only writer of `state`.

    A renewal that is signed or comes into force makes the agreement that it renews a renewed one, if that one is the
    person's to change; the portal by itself changes none of another unit.

    Args:
        agreement_id: key of the agreement.
        seen: the state on the screen of the person.
        to: an `AgreementState`.
        by: None for the portal itself, which ends terms by the day.
        note: for the history; who terminates an agreement says why.
        seen_step: key of the last step on the screen of the person, 0 if there was none. What is in approval does not
            change, so somebody who saw the last step saw what they approve.

    Raises:
        PartnershipRefusedError: the agreement is gone or has moved meanwhile, `by` may not make this step or nobody
            may, parties are missing, there is nothing that renews it, or the note is missing or too long.
    """
    agreement = _held(agreement_id)
    if by is not None:
        _demand_right(agreement, seen, to, by)
    if agreement.state != seen or (seen_step is not None and seen_step != last_step(agreement)):
        raise PartnershipRefusedError("moved", _moved_meanwhile(agreement))
    _demand_move(agreement, to)
    note = " ".join(note.split())
    if by is not None:
        _demand_note(to, note)
    _step(agreement, to, by, note)
    return agreement


def may_move(user: User, agreement: Agreement, to: str) -> bool:
    """Whether `user` may bring `agreement` to `to`: approvals take the right to publish, other steps that to change."""
    action = "publish" if (agreement.state, to) in APPROVAL_MOVES else "change"
    return policy_registry.get(agreement).user_has_permission_for_instance(user, action, agreement)


def obstacle(agreement: Agreement, to: str) -> str:
    """Why a step to `to` that the table of moves knows would be refused to everybody now; empty if nothing hinders."""
    if to == AgreementState.SIGNED:
        return too_few_parties(agreement.parties.count())
    if to == AgreementState.RENEWED and not agreement.renewals.filter(state__in=_RENEWING).exists():
        return _("No signed agreement renews this one yet.")
    return ""


def _held(pk: int) -> Agreement:
    """The agreement, locked together with the one that it renews, which may move with it: always in one order."""
    renewed = Agreement.objects.filter(pk=pk, renews__isnull=False).values("renews")
    rows = Agreement.objects.select_for_update(of=("self",), no_key=True).filter(Q(pk=pk) | Q(pk__in=renewed))
    found = {row.pk: row for row in rows.order_by("pk")}
    if pk not in found:
        raise PartnershipRefusedError("gone", _("This agreement has been deleted meanwhile."))
    agreement: Agreement = found[pk]
    return agreement


def _demand_right(agreement: Agreement, seen: str, to: str, by: User) -> None:
    action = "publish" if (seen, to) in APPROVAL_MOVES else "change"
    if not policy_registry.get(agreement).user_has_permission_for_instance(by, action, agreement):
        raise PartnershipRefusedError("forbidden", _("You may not make this step: it is for the head of the unit."))


def _moved_meanwhile(agreement: Agreement) -> str:
    last = agreement.moves.select_related("by").last()
    values = {"state": agreement.get_state_display(), "person": name_of(last.by) if last and last.by else ""}
    if values["person"]:
        return _("Meanwhile %(person)s has moved this agreement; it is now “%(state)s”. Nothing was changed.") % values
    return _("This agreement has moved meanwhile; it is now “%(state)s”. Nothing was changed.") % values


def _demand_move(agreement: Agreement, to: str) -> None:
    if to not in AGREEMENT_MOVES.get(agreement.state, frozenset()):
        raise PartnershipRefusedError(
            "move", _("No step leads there from “%(state)s”.") % {"state": agreement.get_state_display()}
        )
    if refusal := obstacle(agreement, to):
        raise PartnershipRefusedError("parties" if to == AgreementState.SIGNED else "renewal", refusal)


def _demand_note(to: str, note: str) -> None:
    if to == AgreementState.TERMINATED and not note:
        raise PartnershipRefusedError("note", _("Say why the agreement is terminated: it stands in its history."))
    demand_room_for_note(AgreementMove, note)


def _step(agreement: Agreement, to: str, by: User | None, note: str) -> None:
    left = agreement.state
    agreement.state = to
    if left in PREPARED and to == AgreementState.TERMINATED:  # never signed: there is nothing to be shown
        agreement.is_public = False
    agreement.save(update_fields=["state", "is_public", "updated_at"])
    AgreementMove.objects.create(agreement=agreement, from_state=left, to_state=to, by=by, note=note)
    audit.record(instance=agreement, action=MOVED, by=by, data={"from": left, "to": to})
    if to in (AgreementState.SIGNED, AgreementState.IN_FORCE) and agreement.renews_id:
        _renew(agreement, by)


def _renew(renewal: Agreement, by: User | None) -> None:
    """The agreement that has been renewed, if a step leads there from where it stands and `by` may make it."""
    old = Agreement.objects.get(pk=renewal.renews_id)
    is_allowed = old.unit_id == renewal.unit_id if by is None else may_move(by, old, AgreementState.RENEWED)
    if is_allowed and AgreementState.RENEWED in AGREEMENT_MOVES[old.state]:
        _step(old, AgreementState.RENEWED, by, "")
