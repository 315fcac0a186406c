"""Who answers is warned before an answer is due, and the head is told when it is overdue: once each.

What was marked and the letter are one transaction: two workers write it once, and one that is killed loses nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from partnerships.inquiries.levels.letters import tell_of_overdue, warn_of_due
from partnerships.inquiries.levels.recalculating import follow_calendars
from partnerships.models import Inquiry, ServiceClock
from partnerships.queries import heads_of
from partnerships.services.reminding import send_each, whom_to_tell
from portal.core.models import User

logger = logging.getLogger(__name__)

#: How many are told of in one sweep; the next is a minute later.
BATCH = 500


@dataclass(frozen=True, order=True, slots=True)
class Alarm:
    """Something to tell of a clock. Their order is that in which they are told."""

    at: datetime
    clock_id: int
    is_overdue: bool


def watch() -> int:
    """Let clocks follow their calendars, then warn and escalate what is due; how many were told of."""
    follow_calendars()
    return send_each(_all_due(), send_alarm)


@transaction.atomic
def send_alarm(alarm: Alarm) -> bool:
    """Tell of one clock unless it has been told, answered or moved meanwhile; whether it was told.

    Whoever holds the inquiry at this moment is not waited for: the next sweep looks again.
    """
    rows: QuerySet[Inquiry] = Inquiry.objects.select_related("unit", "park", "responsible")
    held = rows.select_for_update(of=("self",), no_key=True, skip_locked=True)
    inquiry = held.filter(clocks=alarm.clock_id).first()
    clocks = _due(is_overdue=alarm.is_overdue).select_for_update(of=("self",), no_key=True)
    clock = clocks.select_related("calendar").filter(pk=alarm.clock_id).first() if inquiry else None
    if inquiry is None or clock is None:
        return False
    clock.inquiry = inquiry
    people = list(heads_of(inquiry.unit)) if alarm.is_overdue else _who_answers(inquiry)
    if not people:
        logger.warning("Nobody can be told of inquiry %s: no officer, no head and no administrator.", inquiry.pk)
        return False
    flag = "escalated_at" if alarm.is_overdue else "warned_at"
    setattr(clock, flag, timezone.now())
    clock.save(update_fields=[flag])
    (tell_of_overdue if alarm.is_overdue else warn_of_due)(clock, people)
    return True


def _who_answers(inquiry: Inquiry) -> list[User]:
    return whom_to_tell(inquiry, inquiry.unit, inquiry.responsible)


def _all_due() -> Iterator[Alarm]:
    for is_overdue, field in ((False, "warn_at"), (True, "due_at")):
        for pk, at in _due(is_overdue=is_overdue).order_by(field, "pk").values_list("pk", field)[:BATCH]:
            if at is not None:  # as the query demands
                yield Alarm(at, pk, is_overdue)


def _due(*, is_overdue: bool) -> QuerySet[ServiceClock]:
    """Clocks of which people are to be told by now; `due_at` leads through the index of running clocks."""
    now = timezone.now()
    rows = ServiceClock.objects.filter(ended_at=None, due_at__isnull=False, inquiry__quarantined_at=None)
    if is_overdue:
        return rows.filter(due_at__lte=now, escalated_at=None)
    return rows.filter(warn_at__lte=now, warned_at=None)
