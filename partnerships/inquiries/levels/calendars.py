"""Arithmetic in working time: an unchangeable calendar made of a `WorkCalendar` with its hours and corrected days.

A year is laid out once, as spans of absolute time with what was worked before each; after that every question is a
search in a sorted list. Spans are absolute, so that a change to summer time makes a working night longer or shorter.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from partnerships.inquiries.levels.holiday_days import HolidayYear, holiday_year
from partnerships.models import CalendarDay, WorkCalendar, WorkHours

#: An answer that is not due within so many years is a mistake in the calendar.
HORIZON = 30
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000
Spans = tuple[tuple[time, time], ...]


class NoWorkingTimeError(Exception):
    """The calendar has no hours, or none within `HORIZON` years."""


class DayKind(StrEnum):
    """Why a day is worked or not."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    CORRECTED_WORKING = "corrected_working"
    CORRECTED_OFF = "corrected_off"


#: Kinds of days on which the office is open.
WORKED = frozenset({DayKind.WORKING, DayKind.MAKE_UP, DayKind.CORRECTED_WORKING})


@dataclass(frozen=True)
class _Year:
    """The working spans of a year in microseconds since 1970: begin, end, and what was worked before each."""

    begins: list[int]
    ends: list[int]
    before: list[int]
    total: int

    def worked_until(self, moment: int) -> int:
        place = bisect_right(self.begins, moment) - 1
        return self.before[place] + min(moment, self.ends[place]) - self.begins[place] if place >= 0 else 0

    def moment_of(self, worked: int) -> int:
        """The first moment at which so much (> 0, at most `total`) has been worked."""
        place = bisect_left(self.before, worked) - 1
        return self.begins[place] + worked - self.before[place]


@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """When an office works.

    Attributes:
        country, subdivision: whose public holidays it keeps.
        zone: in which its hours are meant.
        hours: for each day of the week, Monday first, its spans in their order, which do not overlap.
        corrections: day → whether it is worked whatever the country says.
    """

    country: str
    subdivision: str
    zone: ZoneInfo
    hours: tuple[Spans, ...]
    corrections: Mapping[date, bool]
    _years: dict[int, _Year] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def usual(self) -> Spans:
        """The hours of the first day of the week that has any: those of a make-up day."""
        return next((spans for spans in self.hours if spans), ())

    @cached_property
    def day_seconds(self) -> int:
        """How long a usual day is, in seconds."""
        return sum(_seconds(ends) - _seconds(begins) for begins, ends in self.usual)

    def kind_of(self, day: date) -> DayKind:
        """Why `day` is worked or not."""
        return self._kind(day, self.holidays(day.year))

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on `day`."""
        return self.kind_of(day) in WORKED and bool(self.usual)

    def intervals(self, day: date) -> list[tuple[datetime, datetime]]:
        """The working spans of `day`, as aware moments in the calendar's zone."""
        spans = self._absolute(day, self.holidays(day.year))
        return [(self._moment(begins), self._moment(ends)) for begins, ends in spans]

    def working_seconds(self, begin: datetime, end: datetime) -> int:
        """Whole working seconds between two aware moments; 0 where `end` is not after `begin`."""
        if end <= begin:
            return 0
        first, last = self._year_number(begin), self._year_number(end)
        worked = self._year(last).worked_until(_since(end)) - self._year(first).worked_until(_since(begin))
        return (worked + sum(self._year(year).total for year in range(first, last))) // _SECOND

    def add_working(self, begin: datetime, seconds: int) -> datetime:
        """The first moment, in the calendar's zone, at which `seconds` of working time have passed since `begin`.

        Raises:
            NoWorkingTimeError: there is not so much working time within `HORIZON` years.
        """
        if seconds <= 0:
            return begin.astimezone(self.zone)
        first = self._year_number(begin)
        wanted = self._year(first).worked_until(_since(begin)) + seconds * _SECOND
        if self.usual:
            for number in range(first, min(first + HORIZON, date.max.year)):
                year = self._year(number)
                if wanted <= year.total:
                    return self._moment(year.moment_of(wanted))
                wanted -= year.total
        raise NoWorkingTimeError("The calendar has too little working time.")

    def holidays(self, year: int, language: str = "") -> HolidayYear:
        """The public holidays of a year, with names in `language` where there are such."""
        return holiday_year(self.country, self.subdivision, year, language)

    def _kind(self, day: date, year: HolidayYear) -> DayKind:
        corrected = self.corrections.get(day)
        if corrected is not None:
            return DayKind.CORRECTED_WORKING if corrected else DayKind.CORRECTED_OFF
        if day in year.worked:
            return DayKind.MAKE_UP
        if day in year.names:
            return DayKind.HOLIDAY
        return DayKind.WORKING if self.hours[day.weekday()] else DayKind.WEEKEND

    def _absolute(self, day: date, year: HolidayYear) -> list[tuple[int, int]]:
        """The spans of a day in microseconds. One that falls into the hour that a clock skips is empty."""
        if self._kind(day, year) not in WORKED:
            return []
        found: list[tuple[int, int]] = []
        for begins, ends in self.hours[day.weekday()] or self.usual:
            begin, end = (_since(datetime.combine(day, at, self.zone)) for at in (begins, ends))
            begin = max(begin, found[-1][1]) if found else begin
            if end > begin:
                found.append((begin, end))
        return found

    def _year(self, number: int) -> _Year:
        if number not in self._years:
            holidays = self.holidays(number)
            first = date(number, 1, 1)
            days = (first + timedelta(days=past) for past in range((date(number, 12, 31) - first).days + 1))
            self._years[number] = _laid_out(span for day in days for span in self._absolute(day, holidays))
        return self._years[number]

    def _year_number(self, moment: datetime) -> int:
        return moment.astimezone(self.zone).year

    def _moment(self, microseconds: int) -> datetime:
        return (_EPOCH + timedelta(microseconds=microseconds)).astimezone(self.zone)


def calendar_of(row: WorkCalendar) -> WorkingCalendar:
    """The working calendar of a row.

    Kept until the row's `updated_at` changes, so every process sees a change at once: whoever writes hours or corrected
    days saves the row in the same transaction (`services.save_calendar`).
    """
    return _read(row.pk, row.updated_at, str(row.country), row.subdivision, row.timezone)


@lru_cache(maxsize=64)
def _read(pk: int, updated_at: datetime, country: str, subdivision: str, zone: str) -> WorkingCalendar:
    return make_calendar(
        country=country,
        subdivision=subdivision,
        zone=zone,
        hours=WorkHours.objects.filter(calendar=pk).values_list("weekday", "begins", "ends"),
        corrections=dict(CalendarDay.objects.filter(calendar=pk).values_list("day", "is_working")),
    )


def make_calendar(
    *,
    country: str,
    subdivision: str = "",
    zone: str,
    hours: Iterable[tuple[int, time, time]],
    corrections: Mapping[date, bool] | None = None,
) -> WorkingCalendar:
    """A working calendar of its values; hours are day of the week (0 is Monday), begin, end, in any order."""
    week: list[list[tuple[time, time]]] = [[] for _weekday in range(7)]
    for weekday, begins, ends in sorted(hours):
        week[weekday].append((begins, ends))
    spans = tuple(map(_merged, week))
    return WorkingCalendar(country, subdivision, ZoneInfo(zone), spans, dict(corrections or {}))


def _merged(spans: list[tuple[time, time]]) -> Spans:
    """Spans in their order, those that overlap as one."""
    merged: list[tuple[time, time]] = []
    for begins, ends in spans:
        if merged and begins <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(ends, merged[-1][1]))
        else:
            merged.append((begins, ends))
    return tuple(merged)


def _laid_out(spans: Iterable[tuple[int, int]]) -> _Year:
    year: dict[str, list[Any]] = {"begins": [], "ends": [], "before": []}
    total = 0
    for begins, ends in spans:
        for name, value in (("begins", begins), ("ends", ends), ("before", total)):
            year[name].append(value)
        total += ends - begins
    return _Year(**year, total=total)


def _since(moment: datetime) -> int:
    """Microseconds since 1970, exact."""
    return (moment - _EPOCH) // _MICROSECOND


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second
