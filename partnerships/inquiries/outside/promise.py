"""What everybody is promised who sends an inquiry, in the words that hold for each of them."""

from __future__ import annotations

from partnerships.inquiries.desk.routing import unit_by_rules
from partnerships.inquiries.levels.calendars import calendar_of
from partnerships.inquiries.levels.clocks import level_of
from partnerships.inquiries.levels.words import span_words
from partnerships.models import Inquiry


def first_answer_within(inquiry: Inquiry) -> str:
    """The working time within which the office gives its first answer; empty where it promises none.

    No moment: one in quarantine has none, and whoever sent it by a program must not learn by that where it lies.
    """
    level = level_of(unit_by_rules(inquiry))
    return span_words(60 * level.first_answer, calendar_of(level.calendar).day_seconds) if level else ""
