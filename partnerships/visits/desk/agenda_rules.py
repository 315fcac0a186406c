"""What must be true of an agenda: times that there are, items that do not run into one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from partnerships.models import AgendaItem, Visit
from partnerships.visits.zones import comes_twice, is_skipped, moment, zone_name
from portal.core.partial_dates import known_day

#: A place in a list, a field, and what is wrong with it.
Problem = tuple[int, str, str]
#: So long an item without an end lasts at least: two that begin at one time are at one time.
_A_MOMENT = timedelta(seconds=1)


def agenda_problems(items: Sequence[AgendaItem], zone: str) -> Iterator[Problem]:
    """What is wrong with `items` of a visit in `zone`, by their place."""
    for place, item in enumerate(items):
        yield from ((place, field, said) for field, said in _clock_problems(item, _zone(item, zone)))
    yield from _overlaps(items, zone)


def _zone(item: AgendaItem, zone: str) -> ZoneInfo:
    return ZoneInfo(item.timezone or zone)


def _clock_problems(item: AgendaItem, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    for field in ("starts_at", "ends_at"):
        clock = getattr(item, field)
        if item.day is None or clock is None:
            continue
        said = {"time": time_format(clock, "H:i"), "day": date_format(item.day), "zone": zone_name(zone.key)}
        if is_skipped(item.day, clock, zone):
            yield (
                field,
                _(
                    "There is no %(time)s on %(day)s in %(zone)s: the clocks are put forward past it. Choose an "
                    "earlier or later time."
                )
                % said,
            )
        elif comes_twice(item.day, clock, zone):
            yield (
                field,
                _(
                    "%(time)s comes twice on %(day)s in %(zone)s, because the clocks are put back. Choose a time that "
                    "comes once, or write the item in another time zone such as UTC."
                )
                % said,
            )


def _overlaps(items: Sequence[AgendaItem], zone: str) -> Iterator[Problem]:
    """Items at the time of the one before them. Moments are compared, so that zones do not matter.

    One without an end lasts until the next begins; so it overlaps only what begins with it, or what it begins in.
    """
    spans = sorted(_spans(items, zone))
    for number, (begins, _ends, place) in enumerate(spans):
        latest = max(spans[:number], key=lambda one: one[1], default=None)
        if latest is None or begins >= latest[1]:
            continue
        other = items[latest[2]]
        said = _(
            "At this time there is already “%(item)s” (from %(from)s). Change one of the two, or tick that it runs "
            "beside other items."
        )
        yield place, "starts_at", said % {"item": other, "from": time_format(other.starts_at or time.min, "H:i")}


def _spans(items: Sequence[AgendaItem], zone: str) -> Iterator[tuple[datetime, datetime, int]]:
    """From when to when each item is that has a time and runs beside no other, with its place."""
    for place, item in enumerate(items):
        if item.day is None or item.starts_at is None or item.is_parallel:
            continue
        begins = moment(item.day, item.starts_at, _zone(item, zone))
        ends = moment(item.day, item.ends_at, _zone(item, zone)) if item.ends_at else begins
        yield begins, max(ends, begins + _A_MOMENT), place


def days_of(visit: Visit) -> tuple[date, date] | None:
    """The first and last day of a visit, where they are known in full."""
    first = known_day(visit.date)
    last = known_day(visit.until) if visit.until else first
    return (first, last) if first and last else None


def outside(items: Iterable[AgendaItem], visit: Visit) -> str:
    """What to ask about items on other days than those of `visit`, once for all; empty where there are none.

    A question, no error: the day may move later.
    """
    days = days_of(visit)
    others = [(item, item.day) for item in items if item.day and days and not days[0] <= item.day <= days[1]]
    if len(others) == 1:
        said = {"item": others[0][0], "day": date_format(others[0][1])}
        return _("“%(item)s” is on %(day)s, which is not a day of the visit.") % said
    if not others:
        return ""
    return _("Items of the agenda that are not on a day of the visit: %(count)d.") % {"count": len(others)}
