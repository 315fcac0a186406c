"""Steps of inquiries from state to state."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.enums import INQUIRY_MOVES, NEEDS_REASON, InquiryState
from partnerships.inquiries.levels.clocks import follow_move
from partnerships.inquiries.services.held import demand_data, held_inquiry
from partnerships.models import Inquiry, InquiryMove
from partnerships.services.moving import demand_room_for_note, last_step
from portal.core import audit
from portal.core.models import User
from portal.core.names import name_of

MOVED = "partnerships.inquiry.move"


@transaction.atomic
def move_inquiry(
    *, inquiry_id: int, seen: str, to: str, by: User | None, note: str = "", seen_step: int | None = None
) -> Inquiry:
    """Bring an inquiry from the state that `by` saw to another one.

    Args:
        inquiry_id: key of the inquiry.
        seen: the state on the screen of the person.
        to: an `InquiryState`; into and out of `DUPLICATE` leads the merge alone.
        by: None for the investor (withdrawal, an answer).
        note: for the history; whoever closes it as not settled or as spam says why.
        seen_step: key of the last step on the screen, 0 if there was none; None where none was shown.

    Raises:
        PartnershipRefusedError: the inquiry is gone, erased, in quarantine or has moved meanwhile, `by` may not work on
            it, no step leads there, or the note is missing or cannot be kept.
    """
    inquiry = held_inquiry(inquiry_id, by)
    demand_data(inquiry)
    if inquiry.is_quarantined:
        raise PartnershipRefusedError("quarantine", _("This inquiry is in quarantine. Release it first."))
    if inquiry.state != seen or (seen_step is not None and seen_step != last_step(inquiry)):
        raise PartnershipRefusedError("moved", _moved_meanwhile(inquiry))
    note = " ".join(note.split())
    if InquiryState.DUPLICATE in (to, inquiry.state) or to not in INQUIRY_MOVES.get(inquiry.state, frozenset()):
        values = {"state": inquiry.get_state_display()}
        raise PartnershipRefusedError("move", _("No step leads there from “%(state)s”.") % values)
    if to in NEEDS_REASON and not note:
        raise PartnershipRefusedError("note", _("Say why: it stands in the history of the inquiry."))
    demand_room_for_note(InquiryMove, note)
    step(inquiry, to, by, note)
    return inquiry


def step(inquiry: Inquiry, to: str, by: User | None, note: str = "") -> InquiryMove:
    """Write a step; the one writer of `state`. For services that hold the inquiry and have asked whether it may be."""
    left, inquiry.state = inquiry.state, to
    if to != InquiryState.DUPLICATE:
        inquiry.merged_into = None
    inquiry.save(update_fields=["state", "merged_into", "updated_at"])
    move = InquiryMove.objects.create(inquiry=inquiry, from_state=left, to_state=to, by=by, note=note)
    audit.record(instance=inquiry, action=MOVED, by=by, data={"from": left, "to": to})
    follow_move(inquiry, left=left, to=to, at=timezone.now())
    return move


def _moved_meanwhile(inquiry: Inquiry) -> str:
    last = inquiry.moves.select_related("by").last()
    values = {"state": inquiry.get_state_display(), "person": name_of(last.by) if last and last.by else ""}
    if values["person"]:
        return _("Meanwhile %(person)s has moved this inquiry; it is now “%(state)s”. Nothing was changed.") % values
    return _("This inquiry has moved meanwhile; it is now “%(state)s”. Nothing was changed.") % values
