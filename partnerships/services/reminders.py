"""Reminders of ends of terms and of milestones: each is sent once, in the order of the days on which they fell due.

A reminder that fell due while the scheduler was away is sent when it is back, and says how near the day is by then.
What would have fallen due before the day was entered is not sent at all: see `Reminding.reminds_from`. A day that
changes is another day, of which people are reminded anew.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from partnerships.enums import ENDED, HOLDING, AgreementState, ReminderKind
from partnerships.models import Agreement, Milestone, Reminder
from partnerships.reminder_letters import tell_of_end, tell_of_milestone
from partnerships.services.reminding import send_each, whom_to_tell
from portal.core.days import today

logger = logging.getLogger(__name__)

#: Days before the end of a term: time to negotiate a renewal, to sign it, and to notice that nothing was done.
EXPIRY_DAYS = (90, 30, 7)
#: Days before a milestone: time to do the work, to finish it, and the day itself.
MILESTONE_DAYS = (30, 7, 0)


@dataclass(frozen=True, order=True, slots=True)
class Due:
    """A reminder that has fallen due and is not sent yet. Their order is that in which they are sent."""

    due_on: date
    agreement_id: int
    milestone_id: int
    days: int

    @property
    def about(self) -> date:
        return self.due_on + timedelta(days=self.days)


def send_due() -> int:
    """Send what has fallen due until today and is not sent yet, as `reminding.send_each` does; how many were sent."""
    return send_each(_all_due(today()), send_reminder)


@transaction.atomic
def send_reminder(due: Due) -> bool:
    """Send one reminder unless somebody else has sent it or its reason has gone; whether it was sent.

    The row and the letters are written together. Who sweeps at the same time waits for the row of the agreement.
    """
    rows: QuerySet[Agreement] = QuerySet(Agreement).select_related("unit", "responsible")
    agreement = rows.select_for_update(of=("self",), no_key=True).filter(pk=due.agreement_id).first()
    if agreement is None or due not in set(_all_due(today(), agreement=agreement)):
        return False
    milestone = Milestone.objects.select_related("owner").filter(pk=due.milestone_id).first()
    people = whom_to_tell(agreement, agreement.unit, milestone.owner if milestone else None, agreement.responsible)
    if not people:
        logger.warning("Nobody can be reminded of agreement %s: no officer and no administrator.", agreement.pk)
        return False
    kind = ReminderKind.MILESTONE if milestone else ReminderKind.EXPIRY
    Reminder.objects.create(agreement=agreement, milestone=milestone, kind=kind, about=due.about, days=due.days)
    if milestone:
        tell_of_milestone(agreement, milestone, people, days=due.days)
    else:
        tell_of_end(agreement, people, days=due.days)
    return True


def _all_due(day: date, *, agreement: Agreement | None = None) -> Iterator[Due]:
    """Everything due until `day` and not sent, in no order; of one agreement if it is given."""
    for days in EXPIRY_DAYS:
        for pk, end in _ending(day, days, agreement).values_list("pk", "ends_on"):
            if end is not None:  # as the query demands
                yield Due(end - timedelta(days=days), pk, 0, days)
    for days in MILESTONE_DAYS:
        for pk, owner, end in _nearing(day, days, agreement).values_list("pk", "agreement_id", "due_on"):
            yield Due(end - timedelta(days=days), owner, pk, days)


def _ending(day: date, days: int, agreement: Agreement | None) -> QuerySet[Agreement]:
    """Agreements of whose end people should have been told `days` before, and were not.

    One that has expired meanwhile is among them: its state may move before a letter that failed is tried again.
    """
    before = timedelta(days=days)
    has_expired = Q(state=AgreementState.EXPIRED, ends_on__lt=day)
    sent = Reminder.objects.filter(
        agreement=OuterRef("pk"), kind=ReminderKind.EXPIRY, about=OuterRef("ends_on"), days=days
    )
    rows: QuerySet[Agreement] = QuerySet(Agreement).filter(
        Q(state__in=HOLDING) | has_expired,
        ~Exists(sent),
        ends_on__lte=day + before,
        reminds_from__lte=F("ends_on") - before,
    )
    return rows.filter(pk=agreement.pk) if agreement else rows


def _nearing(day: date, days: int, agreement: Agreement | None) -> QuerySet[Milestone]:
    """Milestones not reached of which people should have been told `days` before, and were not."""
    before = timedelta(days=days)
    sent = Reminder.objects.filter(milestone=OuterRef("pk"), about=OuterRef("due_on"), days=days)
    rows = Milestone.objects.filter(
        ~Exists(sent), done_on=None, due_on__lte=day + before, reminds_from__lte=F("due_on") - before
    ).exclude(agreement__state__in=ENDED)
    return rows.filter(agreement=agreement) if agreement else rows
