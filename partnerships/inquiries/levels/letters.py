"""The letters of clocks: an answer is nearly due, and an answer is overdue. They name no investor."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.utils import timezone, translation

from partnerships.inquiries.levels.words import moment_words
from partnerships.inquiries.telling import tell_of_inquiry
from partnerships.letters import park_name
from partnerships.models import ServiceClock
from portal.core.models import User
from portal.core.names import name_of


def warn_of_due(clock: ServiceClock, people: Iterable[User]) -> None:
    """Tell who answers that the answer is nearly due, or was due already where nobody could be told before."""
    _tell("inquiry_due", clock, people)


def tell_of_overdue(clock: ServiceClock, people: Iterable[User]) -> None:
    """Tell the heads of the unit that the answer is overdue."""
    _tell("inquiry_overdue", clock, people)


def _tell(kind: str, clock: ServiceClock, people: Iterable[User]) -> None:
    inquiry = clock.inquiry
    # Another unit is told anew: it has others to tell.
    key = f"{kind}:{clock.pk}:{inquiry.unit_id or 0}"
    tell_of_inquiry(inquiry, kind=kind, key=key, people=people, facts=partial(_facts, clock))


def _facts(clock: ServiceClock, locale: str) -> dict[str, object]:
    """What the letters say, in the language of the letter."""
    inquiry = clock.inquiry
    with translation.override(locale):
        return {
            "park": park_name(inquiry.park, locale),
            "what": str(clock.get_kind_display()),
            "due": moment_words(clock.due_at, clock.calendar.timezone) if clock.due_at else "",
            "is_late": clock.due_at is not None and clock.due_at <= timezone.now(),
            "responsible": name_of(inquiry.responsible) if inquiry.responsible else "",
        }
