"""What calendars and letters may say of a visit, in the active language: never needs, minutes, gifts or notes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import pgettext

from partnerships.models import AgendaItem, Visit
from partnerships.visits.agenda import OnClock, by_day
from partnerships.visits.calendars.zones import zone_words
from partnerships.visits.enums import Direction
from portal.core.partial_dates import stated_day


def days_of(visit: Visit) -> tuple[date, date] | None:
    """The first and the last day of a visit; None where the day is not stated in full."""
    first = stated_day(visit.date)
    if first is None:
        return None
    return first, max(stated_day(visit.until) or first, first)


def timed_items(visit: Visit) -> list[AgendaItem]:
    """Items of which the time is known, in the order of time."""
    timed = [item for item in visit.agenda.all() if item.begins is not None and item.ends is not None]
    return sorted(timed, key=lambda item: (item.begins, item.ends, item.pk))


def span(visit: Visit) -> tuple[datetime, datetime] | None:
    """From the beginning of the first item of the agenda to the end of the last, on the clock of the visit's place."""
    moments = [(item.begins, item.ends) for item in timed_items(visit) if item.begins and item.ends]
    if not moments:
        return None
    zone = ZoneInfo(visit.timezone)
    return min(begins for begins, _ in moments).astimezone(zone), max(ends for _, ends in moments).astimezone(zone)


def when(visit: Visit) -> str:
    """Day and time in words, with the zone where there is a time."""
    moments = span(visit)
    if moments is None:
        days = days_of(visit)
        return _days(*days) if days else ""
    begins, ends = moments
    zone = zone_words(visit.timezone, begins)
    if begins.date() == ends.date():
        hours = f"{clock(begins.time())}–{clock(ends.time())}"
        values = {"day": _in_words(begins.date()), "time": hours, "zone": zone}
        return pgettext("when", "%(day)s, %(time)s, %(zone)s") % values
    values = {
        "first": _in_words(begins.date()),
        "begins": clock(begins.time()),
        "last": _in_words(ends.date()),
        "ends": clock(ends.time()),
        "zone": zone,
    }
    return pgettext("when", "%(first)s, %(begins)s – %(last)s, %(ends)s, %(zone)s") % values


def _days(first: date, last: date) -> str:
    if first == last:
        return _in_words(first)
    return pgettext("from day to day", "%(first)s – %(last)s") % {"first": _in_words(first), "last": _in_words(last)}


def _in_words(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def clock(value: time) -> str:
    return f"{value:%H:%M}"


def where(visit: Visit) -> str:
    """The place of the visit: office, park and town. Of a journey the own park is not the place."""
    park = visit.park.words("name").text if visit.park and visit.direction == Direction.INCOMING else ""
    town = visit.place.address if visit.place else ""
    return _listed((visit.words("venue").text, park, town))


def item_where(item: AgendaItem) -> str:
    """The room, the site that is visited, or the place in words."""
    room = item.room.words("name").text if item.room else ""
    site = item.organization.words("name").text if item.organization else ""
    return _listed((room, item.words("venue").text, site))


def _listed(names: Iterable[str]) -> str:
    """Names one after the other; one that another already says is left out."""
    said: list[str] = []
    for name in filter(None, names):
        if not any(name in other for other in said):
            said.append(name)
    return pgettext("between items of a list", ", ").join(said)


def agenda_lines(visit: Visit) -> list[str]:
    """The agenda in words, a line an item, under the day where there are several."""
    days = by_day(visit)
    several = len([day for day, _rows in days if day]) > 1
    lines: list[str] = []
    for day, rows in days:
        if several and day:
            lines.append(_in_words(day))
        lines += [_line(at, item) for at, item in rows]
    return lines


def _line(at: OnClock, item: AgendaItem) -> str:
    text = item.words("text").text
    if place := item_where(item):
        text = pgettext("item of an agenda", "%(text)s (%(place)s)") % {"text": text, "place": place}
    return pgettext("item of an agenda", "%(time)s %(text)s") % {"time": at.words, "text": text} if at.clock else text
