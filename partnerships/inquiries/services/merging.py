"""Inquiries that are one and the same question: the one is set aside as a duplicate of the other.

Nothing of the duplicate moves: its words, messages, files and notes stay where they are and are read beside the case
that goes on. Only inquiries of one e-mail address are merged: replies go to that of the case that goes on, and nobody
else would ever get one.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.consents import may_go_to
from partnerships.inquiries.enums import INQUIRY_MOVES, OPEN, InquiryState
from partnerships.inquiries.services.held import demand_data, held_inquiry
from partnerships.inquiries.services.moves import step
from partnerships.models import Inquiry
from portal.core import audit
from portal.core.models import User

MERGED = "partnerships.inquiry.merge"
UNMERGED = "partnerships.inquiry.unmerge"


@transaction.atomic
def merge_inquiry(*, inquiry_id: int, into_id: int, by: User) -> Inquiry:
    """Set an inquiry aside as a duplicate of another one, which goes on. Its clock ends without an answer.

    There are no chains: what has been merged takes nothing in, and what has taken something in is not merged. The same
    merge asked for twice is one.

    Raises:
        PartnershipRefusedError: either is gone or `by` may not work on both (`gone`, `forbidden`); the two are one,
            one is part of another merge, erased or in quarantine, the other is not open, no step leads to a duplicate
            (`merge`), they have different e-mail addresses (`address`), or the office of the other may not read the
            investor's data (`consent`).
    """
    if inquiry_id == into_id:
        raise PartnershipRefusedError("merge", _("Choose another inquiry: this one cannot be merged into itself."))
    # In the order of their keys, so that two people merging them either way wait for each other.
    held = {pk: held_inquiry(pk, by) for pk in sorted((inquiry_id, into_id))}
    inquiry, into = held[inquiry_id], held[into_id]
    if inquiry.merged_into_id == into.pk:
        return inquiry
    if reason := why_not_set_aside(inquiry) or why_no_target(into):
        raise PartnershipRefusedError("merge", reason)
    if reason := why_not_one(inquiry, into):
        raise PartnershipRefusedError("address", reason)
    if not may_go_to(inquiry, into.unit):
        said = _("The investor has not agreed that this inquiry goes to the office that answers the other one.")
        raise PartnershipRefusedError("consent", said)
    inquiry.merged_into = into
    step(inquiry, InquiryState.DUPLICATE, by)
    facts = {"merged": inquiry.reference, "into": into.reference}
    audit.record(instance=inquiry, action=MERGED, by=by, data=facts)
    audit.record(instance=into, action=MERGED, by=by, data=facts)
    return inquiry


@transaction.atomic
def unmerge_inquiry(*, inquiry_id: int, by: User) -> Inquiry:
    """Take a merge back: the inquiry is new again, and its first answer due. Of two at once one does it.

    Raises:
        PartnershipRefusedError: the inquiry is gone or erased, or `by` may not work on it.
    """
    inquiry = held_inquiry(inquiry_id, by)
    demand_data(inquiry)
    if inquiry.state != InquiryState.DUPLICATE:
        return inquiry
    into = inquiry.merged_into
    step(inquiry, InquiryState.NEW, by)
    facts = {"merged": inquiry.reference, "into": into.reference if into else ""}
    audit.record(instance=inquiry, action=UNMERGED, by=by, data=facts)
    return inquiry


def why_not_one(inquiry: Inquiry, into: Inquiry) -> str:
    """Why the two cannot be of one investor; empty where they can."""
    if inquiry.email.casefold() == into.email.casefold():
        return ""
    facts = {"reference": inquiry.reference, "other": into.reference}
    said = _(
        "%(reference)s and %(other)s come from different e-mail addresses, and a reply goes to one of them alone. "
        "Answer each of them."
    )
    return said % facts


def why_not_set_aside(inquiry: Inquiry) -> str:
    """Why the inquiry cannot be merged into any other; empty where it can."""
    facts = {"reference": inquiry.reference, "state": inquiry.get_state_display()}
    if inquiry.is_quarantined:
        return _("%(reference)s is in quarantine. Release it first.") % facts
    if inquiry.erased_at is not None:
        return _("The data of %(reference)s have been erased.") % facts
    if inquiry.merged_into is not None:
        facts["other"] = inquiry.merged_into.reference
        return _("%(reference)s has been merged into %(other)s already.") % facts
    if inquiry.merged.exists():
        said = _("Other inquiries have been merged into %(reference)s: merge the other one into it instead.")
        return said % facts
    if InquiryState.DUPLICATE not in INQUIRY_MOVES.get(inquiry.state, frozenset()):
        return _("%(reference)s is “%(state)s”: it is not merged any more.") % facts
    return ""


def why_no_target(into: Inquiry) -> str:
    """Why no other inquiry can be merged into this one; empty where one can."""
    facts = {"reference": into.reference, "state": into.get_state_display()}
    if into.is_quarantined:
        return _("%(reference)s is in quarantine. Release it first.") % facts
    if into.erased_at is not None:
        return _("The data of %(reference)s have been erased.") % facts
    if into.state not in OPEN:
        return _("%(reference)s is “%(state)s”: merge into an inquiry that is open.") % facts
    return ""
