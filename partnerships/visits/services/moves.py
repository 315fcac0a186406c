"""Steps of visits from state to state."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from partnerships.errors import PartnershipRefusedError
from partnerships.models import Visit, VisitMove
from partnerships.services.moving import demand_room, demand_room_for_note, last_step
from partnerships.visits.calendars.invitations import follow_move
from partnerships.visits.clash_words import clash_sentences
from partnerships.visits.clashes import clash_mark, clashes_of, hold_calendar
from partnerships.visits.desk.letters import tell_heads
from partnerships.visits.enums import NEEDS_REASON, OFF, VISIT_APPROVALS, VISIT_MOVES, VisitState
from partnerships.visits.outside.services import tell_visitors
from partnerships.visits.readiness import begin_checklist, obstacles
from partnerships.visits.services.checklist import reopen_for_another_day
from partnerships.visits.services.held import held_visit
from portal.core import audit
from portal.core.models import User
from portal.core.names import name_of
from portal.core.sentences import joined

MOVED = "partnerships.visit.move"


@transaction.atomic
def move_visit(
    *,
    visit_id: int,
    seen: str,
    to: str,
    by: User,
    note: str = "",
    answer: str = "",
    seen_step: int | None = None,
    seen_at: datetime | None = None,
    accepted: str = "",
) -> Visit:
    """Bring a visit from the state that `by` saw to another one; the only writer of `state`.

    A checklist begins with the review. What was settled for a day is open again once the visit is postponed.

    Args:
        visit_id: key of the visit.
        seen: the state on the screen of the person.
        to: a `VisitState`.
        note: for the history; who declines, cancels or postpones says why.
        answer: for whoever asked for the visit on the public form; sent to them, and shown on their page.
        seen_step: key of the last step on the screen of the person, 0 if there was none; None where none was shown.
        seen_at: when the visit that was on the screen had last been saved: who approves it approves what they saw.
        accepted: `clash_mark` of the clashes with which it is confirmed all the same.

    Raises:
        PartnershipRefusedError: the visit is gone, has moved or was changed meanwhile, `by` may not make this step or
            nobody may, something is not ready (`readiness.obstacles`), it clashes with what `accepted` does not name,
            or the note is missing, or it or the answer cannot be kept.
    """
    if to == VisitState.CONFIRMED:
        hold_calendar()  # before the row: of two that are confirmed at once the second sees the first
    visit = held_visit(visit_id)
    if not may_move(by, visit, to, seen=seen):
        raise PartnershipRefusedError("forbidden", _("You may not make this step: it is for the head of the unit."))
    if visit.state != seen or (seen_step is not None and seen_step != last_step(visit)):
        raise PartnershipRefusedError("moved", _moved_meanwhile(visit))
    note = " ".join(note.split())
    _demand_move(visit, to)
    _demand_note(to, note)
    demand_room(VisitMove, "answer", answer, _("The answer has %(count)d characters; %(limit)d have room."))
    _demand_seen(visit, to, by, seen_at, accepted)
    _step(visit, to, by, note, answer.strip())
    return visit


@transaction.atomic
def withdraw_visit(*, visit_id: int, note: str) -> Visit:
    """Cancel a visit because those who asked for it no longer wish to come: nobody's leave is needed.

    Raises:
        PartnershipRefusedError: the visit is gone, has taken place or is off already.
    """
    visit = held_visit(visit_id)
    _demand_move(visit, VisitState.CANCELLED)
    _step(visit, VisitState.CANCELLED, None, note)
    return visit


def may_move(user: User, visit: Visit, to: str, *, seen: str = "") -> bool:
    """Whether `user` may bring `visit` to `to`: approvals take the right to publish, other steps that to change."""
    action = "publish" if (seen or visit.state, to) in VISIT_APPROVALS else "change"
    return policy_registry.get(visit).user_has_permission_for_instance(user, action, visit)


def _moved_meanwhile(visit: Visit) -> str:
    last = visit.moves.select_related("by").last()
    values = {"state": visit.get_state_display(), "person": name_of(last.by) if last and last.by else ""}
    if values["person"]:
        return _("Meanwhile %(person)s has moved this visit; it is now “%(state)s”. Nothing was changed.") % values
    return _("This visit has moved meanwhile; it is now “%(state)s”. Nothing was changed.") % values


def _demand_move(visit: Visit, to: str) -> None:
    if to not in VISIT_MOVES.get(visit.state, frozenset()):
        raise PartnershipRefusedError(
            "move", _("No step leads there from “%(state)s”.") % {"state": visit.get_state_display()}
        )
    if hindering := obstacles(visit, to):
        raise PartnershipRefusedError("obstacle", joined(hindering))


def _demand_note(to: str, note: str) -> None:
    if to in NEEDS_REASON and not note:
        raise PartnershipRefusedError("note", _("Say why: it stands in the history of the visit."))
    demand_room_for_note(VisitMove, note)


def _demand_seen(visit: Visit, to: str, by: User, seen_at: datetime | None, accepted: str) -> None:
    """Who confirms knows what: the visit as it is now, and everything with which it clashes."""
    if to != VisitState.CONFIRMED:
        return
    if seen_at is not None and seen_at != visit.updated_at:
        said = _("Meanwhile this visit has been changed. Look at it once more before you confirm it.")
        raise PartnershipRefusedError("changed", said)
    found = clashes_of(visit, reader=by)
    if found and clash_mark(found) != accepted:
        said = _("There are clashes; tick that you know of them to confirm the visit all the same.")
        raise PartnershipRefusedError("clash", joined([said, *clash_sentences(found)]))


def _step(visit: Visit, to: str, by: User | None, note: str, answer: str = "") -> None:
    left = visit.state
    visit.state = to
    if to in OFF:  # it never takes place: there is nothing to be shown
        visit.is_public = False
    visit.save(update_fields=["state", "is_public", "updated_at"])
    texts = {"note": note, "answer": answer}
    move = VisitMove.objects.create(visit=visit, from_state=left, to_state=to, by=by, date=visit.date, **texts)
    audit.record(instance=visit, action=MOVED, by=by, data={"from": left, "to": to})
    if to == VisitState.UNDER_REVIEW and not visit.checklist.exists():
        begin_checklist(visit)
    if to == VisitState.UNDER_REVIEW:
        tell_heads(visit, move, by)
    if to == VisitState.POSTPONED:
        reopen_for_another_day(visit=visit, by=by)
    tell_visitors(visit, by)
    follow_move(visit, by)
