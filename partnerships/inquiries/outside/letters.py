"""The letters of inquiries, one function each.

Those to the investor go to an address that anybody may have typed, so they repeat no free text but the name: else the
form would send strangers' words to strangers.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import pgettext

from parks.models import Park
from partnerships.contact import answering, office_name
from partnerships.inquiries.contact import contact_of
from partnerships.inquiries.enums import RequestKind
from partnerships.inquiries.outside.standing import due_of
from partnerships.inquiries.outside.tokens import status_link
from partnerships.inquiries.telling import tell_of_inquiry
from partnerships.letters import names_in_words, park_name
from partnerships.models import Inquiry, InquiryMove, InquiryRequest
from partnerships.queries import heads_of, people_to_tell
from portal.outbox.models import Letter
from portal.outbox.services import write_letter


def write_confirmation(inquiry: Inquiry) -> Letter:
    """Tell the investor that the inquiry has arrived, its reference, where it can be followed, and by when it is
    answered."""
    return _write_to_investor("inquiry_received", inquiry)


def write_withdrawn(inquiry: Inquiry, move: InquiryMove) -> Letter | None:
    """Tell the investor that the inquiry was withdrawn, as somebody else may hold the link.

    While it is in quarantine nobody is written to.
    """
    return None if inquiry.is_quarantined else _write_to_investor("inquiry_withdrawn", inquiry, key=f":{move.pk}")


def write_erasure_asked(inquiry: Inquiry, asked: InquiryRequest) -> Letter | None:
    """Tell the investor that the request for erasure has arrived, as somebody else may hold the link.

    While it is in quarantine nobody is written to.
    """
    return None if inquiry.is_quarantined else _write_to_investor("inquiry_erasure", inquiry, key=f":{asked.pk}")


def write_erased(inquiry: Inquiry) -> Letter | None:
    """Tell the investor that the data are erased. Call it while the address is still there."""
    if inquiry.is_quarantined or not inquiry.email:
        return None
    return write_letter(
        kind="inquiry_erased",
        key=f"inquiry_erased:{inquiry.pk}",
        recipient=inquiry.email,
        locale=inquiry.locale,
        context={"reference": inquiry.reference, "erased": timezone.localtime(inquiry.erased_at)},
        about=inquiry,
        unit=inquiry.unit,
    )


def tell_staff(inquiry: Inquiry) -> None:
    """Tell staff that an inquiry waits, each as they chose, and the groups of the unit; who wrote it is seen in the
    admin only."""
    _tell("inquiry_notice", "", inquiry, _people(inquiry), {})


def tell_news(inquiry: Inquiry, *, what: str) -> None:
    """Tell staff what the investor did about an inquiry: one letter of each kind in an hour, however often.

    While it is in quarantine nobody is told.

    Args:
        what: `message`, `withdrawn`, `consent`, or a `RequestKind`.
    """
    if inquiry.is_quarantined:
        return
    people = {person.pk: person for person in _people(inquiry)}
    if what == RequestKind.ERASURE:  # they alone erase
        people |= {person.pk: person for person in heads_of(inquiry.unit)}
    _tell("inquiry_news", f":{what}:{timezone.now():%Y%m%d%H}", inquiry, people.values(), {"what": what})


def _people(inquiry: Inquiry) -> Any:
    """Who is responsible; where nobody is, the officers of the unit."""
    responsible = inquiry.responsible
    if responsible and responsible.is_active and responsible.email:
        return [responsible]
    return people_to_tell(inquiry.unit)


def _tell(kind: str, key: str, inquiry: Inquiry, people: Any, besides: dict[str, object]) -> None:
    key = f"{kind}:{inquiry.pk}{key}"
    tell_of_inquiry(inquiry, kind=kind, key=key, people=people, facts=partial(_facts, inquiry), besides=besides)


def _write_to_investor(kind: str, inquiry: Inquiry, *, key: str = "") -> Letter:
    with translation.override(inquiry.locale):
        contact = contact_of(inquiry)
    return write_letter(
        kind=kind,
        key=f"{kind}:{inquiry.pk}{key}",
        recipient=inquiry.email,
        locale=inquiry.locale,
        context={
            "person": inquiry.person,
            "status_url": status_link(inquiry, inquiry.locale),
            "due": due_words(inquiry, inquiry.locale),
            "responsible": answering(inquiry.responsible),
            "reach_phone": contact.phone,
            "reach_email": contact.email,
            **_facts(inquiry, inquiry.locale),
        },
        about=inquiry,
        unit=inquiry.unit,
    )


def due_words(inquiry: Inquiry, locale: str) -> str:
    """By when the office answers, in the language of the letter; empty where no time is promised."""
    with translation.override(locale):
        due = due_of(inquiry)
        if due is None:
            return ""
        values = {"day": date_format(due.at.date()), "time": due.at.strftime("%H:%M"), "zone": due.zone}
        return pgettext("by when", "%(day)s, %(time)s (%(zone)s)") % values


def _asked(inquiry: Inquiry) -> list[Park]:
    """The parks that the investor addressed; the one that leads is the first."""
    parks = list(inquiry.wanted_parks.all()) or ([inquiry.park] if inquiry.park else [])
    return sorted(parks, key=lambda park: park.pk != inquiry.park_id)


def _facts(inquiry: Inquiry, locale: str) -> dict[str, object]:
    """What every letter may say, in the language of the letter."""
    country: Any = inquiry.country
    with translation.override(locale):
        names = [park_name(park, locale) for park in _asked(inquiry)]
        return {
            "reference": inquiry.reference,
            "park": park_name(inquiry.park, locale),
            "parks": names_in_words(names),
            # Named where more than one could answer.
            "office": str(office_name(inquiry.park, inquiry.unit)) if len(names) > 1 else "",
            "intent": str(inquiry.get_intent_display()),
            "country": str(country.name),
            "visitor_language": inquiry.locale,
            "received": timezone.localtime(inquiry.created_at),
            "unit": inquiry.unit,
        }
