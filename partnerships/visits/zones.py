"""Time zones as people choose them, and clock times that a zone does not have or has twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_timezone_name
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy, to_locale
from django.utils.translation import gettext_lazy as _

from portal.core.localized import page_language

#: Zones of places with which parks of China deal most, from east to west.
COMMON: dict[str, Any] = {
    "Asia/Shanghai": pgettext_lazy("time zone", "China (Beijing time)"),
    "Asia/Hong_Kong": pgettext_lazy("time zone", "Hong Kong"),
    "Asia/Taipei": pgettext_lazy("time zone", "Taipei"),
    "Pacific/Auckland": pgettext_lazy("time zone", "New Zealand"),
    "Australia/Sydney": pgettext_lazy("time zone", "Sydney, Melbourne"),
    "Asia/Tokyo": pgettext_lazy("time zone", "Japan"),
    "Asia/Seoul": pgettext_lazy("time zone", "Korea"),
    "Asia/Singapore": pgettext_lazy("time zone", "Singapore"),
    "Asia/Bangkok": pgettext_lazy("time zone", "Bangkok, Hanoi"),
    "Asia/Kolkata": pgettext_lazy("time zone", "India"),
    "Asia/Dubai": pgettext_lazy("time zone", "Dubai"),
    "Europe/Moscow": pgettext_lazy("time zone", "Moscow"),
    "Asia/Jerusalem": pgettext_lazy("time zone", "Israel"),
    "Africa/Cairo": pgettext_lazy("time zone", "Cairo"),
    "Europe/Helsinki": pgettext_lazy("time zone", "Helsinki, Kyiv"),
    "Europe/Berlin": pgettext_lazy("time zone", "Berlin, Paris, Rome"),
    "Europe/London": pgettext_lazy("time zone", "London"),
    "America/Sao_Paulo": pgettext_lazy("time zone", "São Paulo"),
    "America/New_York": pgettext_lazy("time zone", "New York, Boston"),
    "America/Chicago": pgettext_lazy("time zone", "Chicago, Houston"),
    "America/Denver": pgettext_lazy("time zone", "Denver"),
    "America/Los_Angeles": pgettext_lazy("time zone", "San Francisco, Seattle"),
    "UTC": "UTC",
}
Choice = tuple[str, str | Promise]


def common_zones() -> list[Choice]:
    """The common zones by what people call them, with the name that files and calendars use."""
    return [(name, said if name == said else format_lazy("{} · {}", said, name)) for name, said in COMMON.items()]


def all_zones() -> list[tuple[Any, list[Choice]]]:
    """Every zone of the IANA data, the common ones first."""
    return [(_("Common time zones"), common_zones()), (_("All time zones"), _others())]


def zone_name(name: str) -> str:
    """What the active language calls a zone: 北京时间 / Beijing time, 北美东部时间 / Eastern Time."""
    if name == "Asia/Shanghai":
        return gettext("Beijing time")
    return get_timezone_name(name, locale=to_locale(page_language()))


@cache
def _others() -> list[Choice]:
    """As `Region/City`; the short names beside them are old or mean a clock and no place."""
    names = (name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return [(name, name) for name in sorted(names) if name not in COMMON]


def is_skipped(day: date, clock: time, zone: ZoneInfo) -> bool:
    """Whether no clock of `zone` shows this time on `day`: it is put forward past it."""
    local = datetime.combine(day, clock, tzinfo=zone)
    return local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None)


def comes_twice(day: date, clock: time, zone: ZoneInfo) -> bool:
    """Whether clocks of `zone` show this time twice on `day`: they are put back past it."""
    local = datetime.combine(day, clock, tzinfo=zone)
    return local.utcoffset() != local.replace(fold=1).utcoffset() and not is_skipped(day, clock, zone)


def moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment in UTC, in which moments of several zones can be compared."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def offset_words(local: datetime) -> str:
    """How far the clock that shows `local` is from UTC then: UTC+8, UTC−4, UTC+5:30."""
    minutes = round((local.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
