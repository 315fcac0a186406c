"""Steps of visits from state to state."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from partnerships.errors import PartnershipRefusedError
from partnerships.models import Visit, VisitMove
from partnerships.visits.calendars.invitations import follow_move
from partnerships.visits.enums import NEEDS_REASON, OFF, VISIT_APPROVALS, VISIT_MOVES
from partnerships.visits.readiness import obstacles
from portal.core import audit
from portal.core.models import User
from portal.core.names import name_of

MOVED = "partnerships.visit.move"
_NOTE_LENGTH: int = VisitMove._meta.get_field("note").max_length or 0


@transaction.atomic
def move_visit(*, visit_id: int, seen: str, to: str, by: User, note: str = "") -> Visit:
    """Bring a visit from the state that `by` saw to another one; the only writer of `state`.

    Args:
        visit_id: key of the visit.
        seen: the state on the screen of the person.
        to: a `VisitState`.
        note: for the history; who declines, cancels or postpones says why.

    Raises:
        PartnershipRefusedError: the visit is gone or has moved meanwhile, `by` may not make this step or nobody may,
            something is not ready (`readiness.obstacles`), or the note is missing or too long.
    """
    visit = Visit.objects.select_for_update(of=("self",), no_key=True).filter(pk=visit_id).first()
    if visit is None:
        raise PartnershipRefusedError("gone", _("This visit has been deleted meanwhile."))
    if not may_move(by, visit, to, seen=seen):
        raise PartnershipRefusedError("forbidden", _("You may not make this step: it is for the head of the unit."))
    if visit.state != seen:
        raise PartnershipRefusedError("moved", _moved_meanwhile(visit))
    note = " ".join(note.split())
    _demand_move(visit, to)
    _demand_note(to, note)
    _step(visit, to, by, note)
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
        raise PartnershipRefusedError("obstacle", " ".join(hindering))


def _demand_note(to: str, note: str) -> None:
    if to in NEEDS_REASON and not note:
        raise PartnershipRefusedError("note", _("Say why: it stands in the history of the visit."))
    if len(note) > _NOTE_LENGTH:
        raise PartnershipRefusedError(
            "note",
            _("The note has %(count)d characters; %(limit)d have room.") % {"count": len(note), "limit": _NOTE_LENGTH},
        )


def _step(visit: Visit, to: str, by: User, note: str) -> None:
    left = visit.state
    visit.state = to
    if to in OFF:  # it never takes place: there is nothing to be shown
        visit.is_public = False
    visit.save(update_fields=["state", "is_public", "updated_at"])
    VisitMove.objects.create(visit=visit, from_state=left, to_state=to, by=by, note=note)
    audit.record(instance=visit, action=MOVED, by=by, data={"from": left, "to": to})
    follow_move(visit, by)
