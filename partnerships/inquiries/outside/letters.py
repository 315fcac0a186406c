"""The letters of inquiries, one function each.

The confirmation goes to an address that anybody may have typed, so it repeats no free text but the name: else the
form would send strangers' words to strangers.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from partnerships.letters import park_name, tell_of_message
from partnerships.models import Inquiry
from partnerships.queries import people_to_tell
from portal.outbox.models import Letter
from portal.outbox.services import write_letter


def write_confirmation(inquiry: Inquiry) -> Letter:
    """Tell the investor that the inquiry has arrived, and its reference."""
    return write_letter(
        kind="inquiry_received",
        key=f"inquiry_received:{inquiry.pk}",
        recipient=inquiry.email,
        locale=inquiry.locale,
        context={"person": inquiry.person, **_facts(inquiry, inquiry.locale)},
        about=inquiry,
        unit=inquiry.unit,
    )


def tell_staff(inquiry: Inquiry) -> None:
    """Tell staff that an inquiry waits, each as they chose, and the groups of the unit; who wrote it is seen in the
    admin only."""
    responsible = inquiry.responsible
    people: Any = people_to_tell(inquiry.unit)
    if responsible and responsible.is_active and responsible.email:
        people = [responsible]
    tell_of_message(
        kind="inquiry_notice",
        key=f"inquiry_notice:{inquiry.pk}",
        people=people,
        facts=partial(_facts, inquiry),
        common={
            "reference": inquiry.reference,
            "url": settings.PORTAL_BASE_URL + reverse("inquiries:inspect", args=[inquiry.pk]),
        },
        about=inquiry,
        unit=inquiry.unit,
    )


def _facts(inquiry: Inquiry, locale: str) -> dict[str, object]:
    """What both letters may say, in the language of the letter."""
    country: Any = inquiry.country
    with translation.override(locale):
        return {
            "reference": inquiry.reference,
            "park": park_name(inquiry.park, locale),
            "intent": str(inquiry.get_intent_display()),
            "country": str(country.name),
            "visitor_language": inquiry.locale,
            "received": timezone.localtime(inquiry.created_at),
            "unit": inquiry.unit,
        }
