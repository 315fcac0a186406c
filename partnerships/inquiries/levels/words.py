"""What a clock says, in the active language: for the case and letters."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from partnerships.inquiries.enums import ClockEnd, ClockKind
from partnerships.inquiries.levels.calendars import calendar_of
from partnerships.inquiries.levels.clocks import seconds_used
from partnerships.models import Inquiry, ServiceClock
from partnerships.visits.zones import zone_name


def clock_words(inquiry: Inquiry) -> str:
    """When the office answers, how much of its time is left, or how it answered; empty where it promised nothing.

    Args:
        inquiry: with its clocks fetched before (`clocks__calendar`), where a list is made.
    """
    clock = _last(inquiry)
    if clock is None:
        return ""
    if clock.ended_at is not None:
        return _ended(clock)
    now = timezone.now()
    left = clock.allowed - seconds_used(clock, now)
    values = {"left": span_words(max(left, 0), calendar_of(clock.calendar).day_seconds)}
    if clock.running_since is None:
        return _stopped(clock) % values
    if clock.due_at is None:
        return ""
    moment = {"moment": moment_words(clock.due_at, clock.calendar.timezone)}
    return _due(clock, is_late=now > clock.due_at) % (values | moment)


def moment_words(moment: datetime, zone: str) -> str:
    """A moment as an office of that time zone says it."""
    local = moment.astimezone(ZoneInfo(zone))
    values = {"day": date_format(local.date()), "time": local.strftime("%H:%M"), "zone": zone_name(zone)}
    return pgettext("moment", "%(day)s, %(time)s %(zone)s") % values


def span_words(seconds: int, day_seconds: int) -> str:
    """A length of working time in its two largest units, rounded down: days of `day_seconds`, hours, minutes."""
    days, rest = divmod(seconds, day_seconds) if day_seconds else (0, seconds)
    hours, minutes = divmod(rest // 60, 60)
    parts = [
        ngettext("%(count)d working day", "%(count)d working days", days) % {"count": days} if days else "",
        pgettext("duration", "%(count)d h") % {"count": hours} if hours else "",
        pgettext("duration", "%(count)d min") % {"count": minutes} if minutes and not days else "",
    ]
    said = [part for part in parts if part] or [pgettext("duration", "%(count)d min") % {"count": 0}]
    if len(said) == 1:
        return said[0]
    return pgettext("duration", "%(first)s %(second)s") % {"first": said[0], "second": said[1]}


def _last(inquiry: Inquiry) -> ServiceClock | None:
    """The clock that has not ended, else the last one; only the newest can be open."""
    if "clocks" in getattr(inquiry, "_prefetched_objects_cache", {}):
        return max(inquiry.clocks.all(), key=lambda clock: (clock.ended_at is None, clock.pk), default=None)
    return inquiry.clocks.select_related("calendar").order_by("ended_at", "pk").last()


def _ended(clock: ServiceClock) -> str:
    if clock.outcome == ClockEnd.VOID:
        return _("No answer is due")
    if clock.kind == ClockKind.FIRST:
        return _("First answer given in time") if clock.outcome == ClockEnd.IN_TIME else _("First answer given late")
    return _("Answered in time") if clock.outcome == ClockEnd.IN_TIME else _("Answered late")


def _stopped(clock: ServiceClock) -> str:
    if clock.kind == ClockKind.FIRST:
        return _("First answer: stopped while we wait for the investor; %(left)s left")
    return _("Further answer: stopped while we wait for the investor; %(left)s left")


def _due(clock: ServiceClock, *, is_late: bool) -> str:
    if clock.kind == ClockKind.FIRST:
        late, coming = _("First answer was due %(moment)s"), _("First answer due %(moment)s; %(left)s left")
    else:
        late, coming = _("Further answer was due %(moment)s"), _("Further answer due %(moment)s; %(left)s left")
    return late if is_late else coming
