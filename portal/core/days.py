"""Whole days at the portal, which lies in one time zone (Asia/Shanghai), whatever the reader's own is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

#: Years that a date of this portal may lie in; what lies outside is a slip of the pen.
EARLIEST, LATEST = 1800, 2200
#: Days that a record may name; days cannot be counted on from the last.
FIRST_DAY, LAST_DAY = date(EARLIEST, 1, 1), date(LATEST, 12, 31)


def plausible(day: date) -> None:
    """Validator of a day in a record. Raises ValidationError."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValidationError(
            _("The year must be between %(first)d and %(last)d."),
            code="far_day",
            params={"first": EARLIEST, "last": LATEST},
        )


def portal_zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def today() -> date:
    return timezone.localtime(timezone=portal_zone()).date()


def start_of(day: date) -> datetime:
    """The midnight with which `day` begins."""
    return datetime.combine(day, time.min, tzinfo=portal_zone())


def end_of(day: date) -> datetime:
    """The midnight with which `day` ends: what is allowed until 31 December stops when 1 January begins."""
    return start_of(day + timedelta(days=1))


def last_day(moment: datetime) -> date:
    """The last day on which what ends at `moment` is still in force; the inverse of `end_of`."""
    return timezone.localtime(moment - timedelta(microseconds=1), portal_zone()).date()


def day_of(moment: datetime) -> date:
    """The day of `moment` at the portal."""
    return timezone.localtime(moment, portal_zone()).date()
