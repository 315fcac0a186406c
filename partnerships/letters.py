"""The letters of inquiries, one function each.

The confirmation goes to an address that anybody may have typed, so it repeats no free text but the name: else the
form would send strangers' words to strangers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone, translation

from parks.models import Park
from partnerships.models import Inquiry
from portal.core.localized import column, reading_order
from portal.core.models import Unit, User
from portal.outbox.models import Letter
from portal.outbox.notifiers import tell
from portal.outbox.preferences import deliveries
from portal.outbox.recipients import preferred_locale
from portal.outbox.services import write_letter
from portal.outbox.webhooks import tell_groups


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


def tell_staff(inquiry: Inquiry, people: Iterable[User]) -> None:
    """Tell staff that an inquiry waits, each as they chose, and the groups of the unit; who wrote it is seen in the
    admin only."""
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


def tell_of_message(
    *,
    kind: str,
    key: str,
    people: Iterable[User],
    facts: Callable[[str], dict[str, object]],
    common: dict[str, object],
    about: Model,
    unit: Unit | None,
) -> None:
    """Tell staff of what came in from outside, each as they chose, and the groups of the unit.

    Args:
        kind, key, about, unit: as of `write_letter`.
        facts: what the letter says besides, in the language that it is given.
        common: what every letter says and groups are told.
    """
    people = list(people)
    wanted = deliveries(kind=kind, people=people)
    for person in people:
        tell(
            kind=kind,
            key=f"{key}:{person.pk}",
            person=person,
            context={**common, **facts(preferred_locale(person))},
            about=about,
            unit=unit,
            delivery=wanted[person.pk],
        )
    tell_groups(kind=kind, key=key, context=common, unit=unit)


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


def park_name(park: Park | None, locale: str) -> str:
    """The park in the language of the letter, else in the next best; empty where the visitor asks for advice."""
    if park is None:
        return ""
    names = (getattr(park, column("name", code)) for code in reading_order(locale))
    return next((name for name in names if name), "")
