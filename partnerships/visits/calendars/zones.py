"""Time zones: in words, and as a calendar needs them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import pgettext
from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from partnerships.visits.zones import offset_words, zone_name

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def zone_words(name: str, moment: datetime) -> str:
    """What the zone is called and how far it is from UTC at `moment`: “US Eastern time (UTC−4)”."""
    offset = offset_words(moment.astimezone(ZoneInfo(name)))
    return pgettext("time zone", "%(zone)s (%(offset)s)") % {"zone": zone_name(name), "offset": offset}


@dataclass(frozen=True)
class _Onset:
    """A moment at which clocks change; `local` is on the clock that they leave (RFC 5545, 3.6.5)."""

    local: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@lru_cache(maxsize=128)
def zone_component(name: str, first: int, last: int) -> Timezone:
    """The zone as a VTIMEZONE that is right from the year `first` to the year `last`, both included.

    Not `icalendar.Timezone.from_tzid`: it writes the onsets of summer time on the clock that begins with them (7.3:
    3 a.m. for New York instead of 2), so that a reader changes the clock an hour late. Changes that follow a rule are
    written as one, which Outlook needs.
    """
    zone = Timezone()
    zone.add("TZID", name)
    groups: dict[tuple[timedelta, timedelta, str, bool], list[datetime]] = defaultdict(list)
    for onset in _onsets(ZoneInfo(name), first - 1, last + 1):
        groups[onset.before, onset.after, onset.name, onset.is_summer].append(onset.local)
    if not any(min(onsets).year < first for onsets in groups.values()):
        start = datetime(first - 1, 1, 1, tzinfo=ZoneInfo(name))
        offset = start.utcoffset() or timedelta()
        groups[offset, offset, start.tzname() or name, bool(start.dst())].insert(0, start.replace(tzinfo=None))
    for (before, after, label, is_summer), onsets in groups.items():
        part = TimezoneDaylight() if is_summer else TimezoneStandard()
        part.TZOFFSETFROM, part.TZOFFSETTO, part.DTSTART = before, after, onsets[0]
        part.add("TZNAME", label)
        if rule := _rule(onsets):
            part.add("RRULE", rule)
        elif onsets[1:]:
            part.add("RDATE", onsets[1:])
        zone.add_component(part)
    return zone


def _onsets(zone: ZoneInfo, first: int, last: int) -> Iterator[_Onset]:
    """Every change of the clock from the beginning of the year `first` to the end of `last`."""
    moment, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        following = moment + timedelta(days=1)
        if _clock(zone, moment) != _clock(zone, following):
            change = _change(zone, moment, following)
            before, after = _clock(zone, moment)[0], change.astimezone(zone)
            yield _Onset(
                change.replace(tzinfo=None) + before,
                before,
                after.utcoffset() or timedelta(),
                after.tzname() or str(zone),
                bool(after.dst()),
            )
        moment = following


def _clock(zone: ZoneInfo, moment: datetime) -> tuple[timedelta, bool]:
    there = moment.astimezone(zone)
    return there.utcoffset() or timedelta(), bool(there.dst())


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second between the two at which the clock is changed."""
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        before, after = (middle, after) if _clock(zone, middle) == _clock(zone, before) else (before, middle)
    return after


def _rule(onsets: list[datetime]) -> vRecur | None:
    """“The second Sunday of March”, where that is what the changes of all these years have in common."""
    years = [onset.year for onset in onsets]
    same = {(onset.month, onset.weekday(), onset.time()) for onset in onsets}
    if len(onsets) < 3 or years != list(range(years[0], years[0] + len(years))) or len(same) > 1:
        return None
    numbers = {(onset.day - 1) // 7 + 1 for onset in onsets}
    if all(_is_last(onset) for onset in onsets):
        number = -1
    elif len(numbers) == 1:
        number = numbers.pop()
    else:
        return None
    return vRecur({"FREQ": "YEARLY", "BYMONTH": onsets[0].month, "BYDAY": f"{number}{_WEEKDAYS[onsets[0].weekday()]}"})


def _is_last(onset: datetime) -> bool:
    following: date = onset.date() + timedelta(days=7)
    return following.month != onset.month
