"""What happened to an inquiry, for its investor: what they did, what the office wrote, and where it came to stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from partnerships.inquiries.enums import ConsentKind, MessageDirection, RequestKind
from partnerships.inquiries.outside.standing import Step
from partnerships.inquiries.services.assigning import CONSENT_ENDED, PASSED
from partnerships.models import Consent, Inquiry, InquiryMessage, InquiryRequest


@dataclass(frozen=True, slots=True)
class Happening:
    at: datetime
    words: str
    #: The message that the page shows elsewhere; 0 where there is none.
    message: int = 0


def happenings(inquiry: Inquiry, steps: Iterable[Step], messages: Iterable[InquiryMessage]) -> list[Happening]:
    """All of them, the newest first."""
    found = [Happening(step.at, str(step.standing.label)) for step in steps]
    found += [_of_message(message) for message in messages]
    for asked in inquiry.requests.all():
        found += _of_request(asked)
    found += _passed(inquiry)
    for consent in inquiry.consents.exclude(kind=ConsentKind.NOTICE):
        found += _of_consent(consent, inquiry)
    return sorted(found, key=lambda one: one.at, reverse=True)


def _of_message(message: InquiryMessage) -> Happening:
    if message.direction == MessageDirection.OUT:
        return Happening(message.created_at, _("We wrote to you"), message.pk)
    return Happening(message.created_at, _("You wrote to us"), message.pk)


def _of_request(asked: InquiryRequest) -> Iterator[Happening]:
    is_erasure = asked.kind == RequestKind.ERASURE
    yield Happening(
        asked.asked_at,
        _("You asked us to erase your data") if is_erasure else _("You asked for a non-disclosure agreement"),
    )
    if asked.settled_at is not None and not is_erasure:
        yield Happening(asked.settled_at, _("Your request for a non-disclosure agreement has been dealt with"))


def _passed(inquiry: Inquiry) -> Iterator[Happening]:
    """To whom it went because a consent was taken back; what staff pass on among themselves is not told."""
    rows = ModelLogEntry.objects.for_instance(inquiry).filter(action=PASSED)
    rows = [row for row in rows if isinstance(row.data, dict) and row.data.get("because") == CONSENT_ENDED]
    if not rows:
        return
    parks = {park.unit_id: str(park) for park in inquiry.wanted_parks.all()}
    said = _("Passed on to %(office)s, because you took back your consent")
    for row in rows:
        name = parks.get(row.data["to"]) if row.data["to"] else None
        yield Happening(row.timestamp, said % {"office": name or _("the portal’s partnership officers")})


def _of_consent(consent: Consent, inquiry: Inquiry) -> Iterator[Happening]:
    """Given later than with the form, and withdrawn."""
    is_abroad = consent.kind == ConsentKind.ABROAD
    if consent.given_at > inquiry.consented_at:
        said = _("You agreed to the transfer abroad") if is_abroad else _("You agreed that we ask other parks")
        yield Happening(consent.given_at, said)
    if consent.withdrawn_at is not None:
        abroad, parks = _("You took back your consent to the transfer abroad"), _("You no longer agree to other parks")
        yield Happening(consent.withdrawn_at, abroad if is_abroad else parks)
