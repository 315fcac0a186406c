"""The agenda of a visit on the clock of the visit, wherever it is read: papers, letters, calendars, public pages.

An item may be written on another clock, as a video conference with Boston is. It stands at its moment on the clock of
the visit, on the day that this is there, and its own clock stands in brackets behind it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.translation import pgettext

from partnerships.models import AgendaItem, Visit
from partnerships.visits.zones import zone_name
from portal.core.partial_dates import PartialDate


@dataclass(frozen=True, slots=True)
class OnClock:
    """When an item is, on the clock of the visit.

    Attributes:
        day: None for an item that has none yet.
        begins, ends: None where no time, or no end, is given.
        own: the item's own clock in words, 北美东部时间1月26日20:00–21:00; empty where it shows the same.
    """

    day: datetime.date | None
    begins: datetime.datetime | None
    ends: datetime.datetime | None
    own: str

    @property
    def starts_at(self) -> datetime.time | None:
        return self.begins.time() if self.begins else None

    @property
    def clock(self) -> str:
        """09:00–10:00, or 09:00 alone; an end on the next day says so. Empty where no time is given."""
        return _clock(self.begins, self.ends) if self.begins else ""

    @property
    def words(self) -> str:
        """`clock`, with `own` in brackets."""
        if not self.own:
            return self.clock
        return pgettext("time with that of another clock", "%(time)s (%(other)s)") % {
            "time": self.clock,
            "other": self.own,
        }

    @property
    def place(self) -> tuple[bool, datetime.date, bool, datetime.time]:
        """Sorts: day by day, on each by the clock, then what has no time; what has no day comes last."""
        return (
            self.day is None,
            self.day or datetime.date.min,
            self.begins is None,
            self.starts_at or datetime.time.min,
        )


def on_clock(
    day: datetime.date | None,
    starts_at: datetime.time | None,
    ends_at: datetime.time | None,
    *,
    own_zone: str,
    zone: str,
) -> OnClock:
    """An item that is written on the clock of `own_zone`, on that of `zone`. Without a time its day stays."""
    if day is None or starts_at is None:
        return OnClock(day, None, None, "")
    own, here = ZoneInfo(own_zone or zone), ZoneInfo(zone)
    written = datetime.datetime.combine(day, starts_at, tzinfo=own)
    until = datetime.datetime.combine(day, ends_at, tzinfo=own) if ends_at else None
    begins, ends = written.astimezone(here), until.astimezone(here) if until else None
    return OnClock(begins.date(), begins, ends, _own(written, until, begins))


def item_on_clock(visit: Visit, item: AgendaItem) -> OnClock:
    return on_clock(item.day, item.starts_at, item.ends_at, own_zone=item.timezone, zone=visit.timezone)


def in_order(visit: Visit, items: Iterable[AgendaItem]) -> list[tuple[OnClock, AgendaItem]]:
    """`items` of `visit` by their moments; at one time in the order of the form."""
    timed = [(item_on_clock(visit, item), item) for item in items]
    return sorted(timed, key=lambda one: (*one[0].place, one[1].sort_order or 0, one[1].pk))


def by_day(visit: Visit) -> list[tuple[datetime.date | None, list[tuple[OnClock, AgendaItem]]]]:
    """The agenda by the days of the visit's clock; what has no day yet comes last."""
    rows = in_order(visit, visit.agenda.all())
    return [(day, list(items)) for day, items in groupby(rows, key=lambda one: one[0].day)]


def _own(written: datetime.datetime, until: datetime.datetime | None, here: datetime.datetime) -> str:
    if written.utcoffset() == here.utcoffset():
        return ""
    zone = written.tzinfo.key if isinstance(written.tzinfo, ZoneInfo) else ""
    said = {"zone": zone_name(zone), "time": _clock(written, until)}
    if written.date() == here.date():
        return pgettext("time on another clock", "%(zone)s %(time)s") % said
    said["day"] = PartialDate(None, written.month, written.day).display()
    return pgettext("time on another clock", "%(zone)s %(day)s, %(time)s") % said


def _clock(begins: datetime.datetime, ends: datetime.datetime | None) -> str:
    start = f"{begins:%H:%M}"
    if ends is None:
        return start
    said = {"start": start, "end": f"{ends:%H:%M}"}
    if ends.date() > begins.date():
        return pgettext("from a time to a time", "%(start)s–%(end)s on the next day") % said
    return pgettext("from a time to a time", "%(start)s–%(end)s") % said
