"""Reminders of follow-ups, of the other side's too: a week before, on the day, and a week after while still open.

Each is sent once, in the order of the days on which they fell due, as reminders of agreements are
(`partnerships.services.reminders`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from partnerships.models import FollowUp, FollowUpReminder
from partnerships.services.reminding import send_each, whom_to_tell
from partnerships.visits.after.letters import tell_of_follow_up
from partnerships.visits.enums import OFF, SETTLED
from portal.core.days import today

logger = logging.getLogger(__name__)

#: Days before the day on which something is due; a negative number is after it.
FOLLOW_UP_DAYS = (7, 0, -7)


@dataclass(frozen=True, order=True, slots=True)
class Due:
    """A reminder that has fallen due and is not sent yet. Their order is that in which they are sent."""

    due_on: date
    follow_up_id: int
    days: int

    @property
    def about(self) -> date:
        return self.due_on + timedelta(days=self.days)


def send_due_follow_ups() -> int:
    """Send what has fallen due until today and is not sent yet, as `reminding.send_each` does; how many were sent."""
    return send_each(_all_due(today()), send_reminder)


@transaction.atomic
def send_reminder(due: Due) -> bool:
    """Send one reminder unless somebody else has sent it or its reason has gone; whether it was sent.

    The row and the letters are written together. Who sweeps at the same time waits for the row of the follow-up.
    """
    rows = FollowUp.objects.select_related("visit__unit", "visit__responsible", "owner")
    follow_up = rows.select_for_update(of=("self",), no_key=True).filter(pk=due.follow_up_id).first()
    if follow_up is None or due not in set(_all_due(today(), follow_up=follow_up)):
        return False
    visit = follow_up.visit
    people = whom_to_tell(visit, visit.unit, follow_up.owner, visit.responsible)
    if not people:
        logger.warning("Nobody can be reminded of visit %s: no officer and no administrator.", visit.pk)
        return False
    FollowUpReminder.objects.create(follow_up=follow_up, about=due.about, days=due.days)
    tell_of_follow_up(follow_up, people, days=due.days)
    return True


def _all_due(day: date, *, follow_up: FollowUp | None = None) -> Iterator[Due]:
    """Everything due until `day` and not sent, in no order; of one follow-up if it is given."""
    for days in FOLLOW_UP_DAYS:
        for pk, end in _nearing(day, days, follow_up).values_list("pk", "due_on"):
            if end is not None:  # as the query demands
                yield Due(end - timedelta(days=days), pk, days)


def _nearing(day: date, days: int, follow_up: FollowUp | None) -> QuerySet[FollowUp]:
    """What is still open and of which people should have been told `days` before, and were not."""
    before = timedelta(days=days)
    sent = FollowUpReminder.objects.filter(follow_up=OuterRef("pk"), about=OuterRef("due_on"), days=days)
    rows: QuerySet[FollowUp] = (
        QuerySet(FollowUp)
        .filter(~Exists(sent), due_on__lte=day + before, reminds_from__lte=F("due_on") - before)
        .exclude(state__in=SETTLED)
        .exclude(visit__state__in=OFF)
    )
    return rows.filter(pk=follow_up.pk) if follow_up else rows
