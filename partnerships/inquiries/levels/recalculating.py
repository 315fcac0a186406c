"""Clocks that run follow their calendar: when its hours or days change, so does what is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from partnerships.inquiries.levels.clocks import reckon
from partnerships.models import ServiceClock, WorkCalendar

#: How long after a change the sweep still looks at its clocks: longer than any transaction that knew the old calendar.
SETTLING = timedelta(minutes=10)
#: Calendar → the change for which this process has seen its clocks to. A new process begins with all of them, and so
#: follows a new version of the package of holidays.
_settled: dict[int, datetime] = {}


def recalculate(calendar: WorkCalendar) -> int:
    """Set anew when the running clocks of `calendar` warn and are due; how many changed. May be called at any time.

    A clock that somebody holds is left to the sweep, so that nobody waits for each other.
    """
    rows = ServiceClock.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    changed = []
    with transaction.atomic():
        for clock in rows.filter(calendar=calendar, ended_at=None, running_since__isnull=False):
            before = clock.warn_at, clock.due_at
            clock.calendar = calendar
            reckon(clock)
            if before != (clock.warn_at, clock.due_at):
                changed.append(clock)
        ServiceClock.objects.bulk_update(changed, ["warn_at", "due_at"], batch_size=500)
    return len(changed)


def follow_calendars() -> int:
    """What the sweep does: set anew the clocks of calendars that have changed; how many clocks changed."""
    changed = 0
    for calendar in WorkCalendar.objects.all():
        is_settled = _settled.get(calendar.pk) == calendar.updated_at
        if not is_settled or timezone.now() - calendar.updated_at < SETTLING:
            changed += recalculate(calendar)
            _settled[calendar.pk] = calendar.updated_at
    return changed
