"""The letters of the desk: whoever has to work on an inquiry from now on is told."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils import timezone, translation

from partnerships.inquiries.telling import tell_of_inquiry
from partnerships.letters import park_name
from partnerships.models import Inquiry
from partnerships.queries import people_to_tell
from portal.core.models import User
from portal.core.names import name_of


def tell_responsible(inquiry: Inquiry, person: User, by: User | None) -> None:
    """Tell `person` that they are responsible from now on."""
    if person.is_active and person.email:
        _tell(inquiry, [person], by, passed=False)


def tell_unit(inquiry: Inquiry, by: User | None) -> None:
    """Tell the officers of the unit that it answers from now on."""
    _tell(inquiry, [person for person in people_to_tell(inquiry.unit) if person != by], by, passed=True)


def _tell(inquiry: Inquiry, people: Any, by: User | None, *, passed: bool) -> None:
    tell_of_inquiry(
        inquiry,
        kind="inquiry_assigned",
        key=f"inquiry_assigned:{inquiry.pk}:{inquiry.updated_at.timestamp():.6f}",
        people=people,
        facts=partial(_facts, inquiry),
        besides={"officer": name_of(by), "passed": passed},
    )


def _facts(inquiry: Inquiry, locale: str) -> dict[str, object]:
    """What the letter says in its language; nothing that the investor typed."""
    country: Any = inquiry.country
    clock = inquiry.clocks.filter(ended_at=None).first()
    with translation.override(locale):
        return {
            "park": park_name(inquiry.park, locale),
            "intent": str(inquiry.get_intent_display()),
            "country": str(country.name),
            "received": timezone.localtime(inquiry.created_at),
            "due": timezone.localtime(clock.due_at) if clock and clock.due_at else None,
        }
