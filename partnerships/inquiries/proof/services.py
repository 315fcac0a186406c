"""What staff decide about inquiries in quarantine."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.enums import InquiryState
from partnerships.inquiries.services.held import held_inquiry
from partnerships.inquiries.services.moves import step
from partnerships.inquiries.services.receiving import demand_waiting, release_inquiry
from partnerships.models import Inquiry
from portal.core.models import User


@transaction.atomic
def set_aside(*, inquiry_id: int, by: User) -> Inquiry:
    """Mark an inquiry in quarantine as spam: it stays there, out of the list of those that wait, and can be taken back.

    Raises:
        PartnershipRefusedError: the inquiry is gone, `by` may not work on it, or it has been released, withdrawn or
            erased meanwhile.
    """
    inquiry = held_inquiry(inquiry_id, by)
    if not inquiry.is_quarantined:
        raise PartnershipRefusedError(
            "moved", _("Inquiry %(reference)s is in the inbox already.") % {"reference": inquiry.reference}
        )
    if inquiry.state != InquiryState.SPAM:
        demand_waiting(inquiry)
        step(inquiry, InquiryState.SPAM, by, _("Looked at in quarantine"))
    return inquiry


@transaction.atomic
def let_in(*, inquiry_id: int, by: User) -> Inquiry:
    """Release an inquiry, be it one that was marked as spam: from now on it is as one that has just come in.

    Raises:
        PartnershipRefusedError: the inquiry is gone, `by` may not work on it, or it has been withdrawn or erased.
    """
    inquiry = held_inquiry(inquiry_id, by)
    if inquiry.is_quarantined and inquiry.state == InquiryState.SPAM and inquiry.erased_at is None:
        step(inquiry, InquiryState.NEW, by, _("Released from quarantine"))
    return release_inquiry(inquiry_id=inquiry_id, by=by)
