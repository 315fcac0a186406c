"""Receiving inquiries."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from parks.models import Park, Sector
from partnerships.letters import tell_staff, write_confirmation
from partnerships.models import Inquiry
from partnerships.queries import people_to_tell
from partnerships.references import new_reference
from partnerships.submissions import already_received
from portal.core import audit


@transaction.atomic
def receive_inquiry(
    *,
    submission_key: str,
    intent: str,
    company: str,
    country: str,
    person: str,
    email: str,
    message: str,
    locale: str,
    park: Park | None = None,
    phone: str = "",
    sectors: Iterable[Sector] = (),
) -> Inquiry:
    """Keep an inquiry and write its letters: a confirmation to the investor, a notice to staff.

    Args:
        submission_key: what makes the submission the same when it is sent twice (`submissions`).
        intent: an `enums.Intent`.
        country: an ISO 3166-1 code of two letters.
        locale: the language the visitor read.
        park: None where the investor asks for advice.

    Returns:
        The inquiry: new, or the one that this submission has already become.

    The investor has agreed to the current privacy notice; asking is the form's part.
    """
    facts: dict[str, object] = {
        "intent": intent,
        "company": company,
        "country": country,
        "person": person,
        "email": email,
        "message": message,
        "locale": locale,
        "park": park,
        "phone": phone,
    }
    return same_inquiry(submission_key) or _receive(submission_key, facts, sectors)


def same_inquiry(key: str) -> Inquiry | None:
    """What the submission of this key has become already."""
    return already_received(Inquiry.objects.all(), key)


def _receive(submission_key: str, facts: dict[str, object], sectors: Iterable[Sector]) -> Inquiry:
    now = timezone.now()
    inquiry = Inquiry.objects.create(
        reference=new_reference(),
        submission_key=submission_key,
        privacy_version=settings.PRIVACY_NOTICE_VERSION,
        consented_at=now,
        created_at=now,
        **facts,
    )
    inquiry.sectors.set(sectors)
    write_confirmation(inquiry)
    tell_staff(inquiry, people_to_tell(inquiry.unit))
    audit.record(instance=inquiry, action="partnerships.inquiry.receive", by=None)
    return inquiry
