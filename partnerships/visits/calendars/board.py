"""Visits laid out by days, as the calendar of the admin shows them."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings

from partnerships.models import AgendaItem, Visit
from partnerships.visits.agenda import OnClock, in_order
from partnerships.visits.calendars.visit_words import days_of, item_where
from partnerships.visits.calendars.zones import zone_words
from partnerships.visits.enums import OFF, VisitState

MONTH, WEEK, LIST = "month", "week", "list"
#: How many months a list goes over.
LIST_MONTHS = 3


@dataclass(frozen=True)
class Line:
    """An item of the agenda on its day, on the clock of the visit; its `zone` is named where it is not the portal's."""

    time: str
    text: str
    place: str
    zone: str


@dataclass(frozen=True)
class Shown:
    """A visit on one day."""

    visit: Visit
    url: str
    lines: list[Line]
    is_off: bool


@dataclass(frozen=True)
class Day:
    date: date
    is_today: bool
    is_outside: bool
    shown: list[Shown] = field(default_factory=list)


@dataclass(frozen=True)
class Range:
    """The days of a view; `first` and `last` are shown, `month` is that in whose middle it stands."""

    first: date
    last: date
    earlier: date
    later: date
    month: int = 0


def range_of(view: str, day: date) -> Range:
    """The days that `view` shows around `day`, and the day from which the one before and the one after are reached."""
    if view == WEEK:
        first = day - timedelta(days=day.weekday())
        return Range(first, first + timedelta(days=6), first - timedelta(days=7), first + timedelta(days=7))
    start = day.replace(day=1)
    if view == LIST:
        later = _month_after(start, LIST_MONTHS)
        return Range(start, later - timedelta(days=1), _month_after(start, -LIST_MONTHS), later)
    weeks = calendar.Calendar().monthdatescalendar(start.year, start.month)
    return Range(weeks[0][0], weeks[-1][-1], _month_after(start, -1), _month_after(start, 1), start.month)


def _month_after(start: date, months: int) -> date:
    number = start.year * 12 + start.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def laid_out(visits: Iterable[Visit], days: Range, today: date, url_of: Callable[[Visit], str]) -> list[Day]:
    """Every day of the range with the visits on it, each with the items of its agenda on that day."""
    count = (days.last - days.first).days + 1
    dates = [days.first + timedelta(days=number) for number in range(count)]
    board = {one: Day(one, one == today, bool(days.month) and one.month != days.month) for one in dates}
    for visit in visits:
        by_day = _lines(visit)
        for one in sorted(set(by_day) | set(_whole_days(visit, days))):
            if one in board:
                is_off = visit.state in OFF | {VisitState.POSTPONED}
                board[one].shown.append(Shown(visit, url_of(visit), by_day.get(one, []), is_off))
    for day in board.values():
        day.shown.sort(key=lambda shown: (shown.lines[0].time if shown.lines else "", shown.visit.pk))
    return list(board.values())


def undated(visits: Iterable[Visit]) -> list[Visit]:
    """Those of which no day is known."""
    return [visit for visit in visits if days_of(visit) is None and not any(item.day for item in visit.agenda.all())]


def _whole_days(visit: Visit, days: Range) -> Iterator[date]:
    if stated := days_of(visit):
        day, last = max(stated[0], days.first), min(stated[1], days.last)
        while day <= last:
            yield day
            day += timedelta(days=1)


def _lines(visit: Visit) -> dict[date, list[Line]]:
    by_day: dict[date, list[Line]] = {}
    for at, item in in_order(visit, visit.agenda.all()):
        if at.day:
            by_day.setdefault(at.day, []).append(_line(visit, at, item))
    return by_day


def _line(visit: Visit, at: OnClock, item: AgendaItem) -> Line:
    named = zone_words(visit.timezone, at.begins) if at.begins and visit.timezone != settings.TIME_ZONE else ""
    return Line(at.words, item.words("text").text, item_where(item), named)
