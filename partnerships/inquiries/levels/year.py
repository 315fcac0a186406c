"""A year of a working calendar, day by day, and what is not certain of it."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from partnerships.inquiries.levels.calendars import DayKind, WorkingCalendar
from partnerships.models import CalendarDay, WorkCalendar

KIND_WORDS = {
    DayKind.WORKING: gettext_lazy("Working day"),
    DayKind.WEEKEND: pgettext_lazy("kind of day", "Weekend"),
    DayKind.HOLIDAY: pgettext_lazy("kind of day", "Holiday"),
    DayKind.MAKE_UP: gettext_lazy("Make-up working day"),
    DayKind.CORRECTED_WORKING: gettext_lazy("Corrected: worked"),
    DayKind.CORRECTED_OFF: gettext_lazy("Corrected: not worked"),
}
#: Shown in the field of a day, so that colour is not all that tells them apart.
MARKS = {
    DayKind.HOLIDAY: "●",
    DayKind.MAKE_UP: "▲",
    DayKind.CORRECTED_WORKING: "✚",
    DayKind.CORRECTED_OFF: "✖",
}


@dataclass(frozen=True)
class Day:
    """One day of a year; `why` is the name of the holiday, or what staff noted."""

    day: date
    kind: DayKind
    why: str

    @property
    def words(self) -> str:
        return str(KIND_WORDS[self.kind])

    @property
    def mark(self) -> str:
        return MARKS.get(self.kind, "")


def days_of(row: WorkCalendar, working: WorkingCalendar, year: int, language: str) -> dict[date, Day]:
    """Every day of `year` with what it is."""
    names = working.holidays(year, language).names
    notes = dict(CalendarDay.objects.filter(calendar=row, day__year=year).values_list("day", "note"))
    found = {}
    for month in range(1, 13):
        for number in range(1, calendar.monthrange(year, month)[1] + 1):
            day = date(year, month, number)
            found[day] = Day(day, working.kind_of(day), notes.get(day) or names.get(day, ""))
    return found


def weeks_of(days: dict[date, Day], year: int, month: int) -> list[list[Day | None]]:
    """A month in weeks from Monday to Sunday; None is a day of another month."""
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    return [[days.get(day) if day.month == month else None for day in week] for week in weeks]


def doubts_of(working: WorkingCalendar, year: int) -> Iterator[str]:
    """What staff should know of a year before they trust it."""
    holidays = working.holidays(year)
    if not holidays.is_known:
        yield _(
            "No public holidays are known for %(year)s: every day goes by the week. Enter holidays as corrected days."
        ) % {"year": year}
    elif not holidays.is_arranged:
        yield _(
            "The arrangement of holidays and make-up working days for %(year)s is not known to the portal yet: only "
            "the days that the law names are off. Enter what the State Council has published as corrected days."
        ) % {"year": year}
    if not working.usual:
        yield _("This calendar has no working hours.")
