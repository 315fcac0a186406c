"""Reminders of days on which translations are due: one letter a person, and each translation once for a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from portal.core.days import today
from portal.core.models import User
from portal.core.notices import notify
from portal.localization.enums import OPEN
from portal.localization.models import TranslationJob
from portal.localization.services.notice_values import workers_of

#: So long before the last day people are told that it is near.
NEAR = timedelta(days=2)
#: Titles that one letter names; the rest is on the screen that it leads to.
NAMED = 20


@transaction.atomic
def tell_due() -> int:
    """Tell people of translations that are due soon or overdue and of which they were not told yet.

    What is told is written down with the job, so that a scheduler that was away tells everything once when it is back.

    Returns:
        of how many translations somebody was told.
    """
    day = today()
    overdue = Q(due_on__lt=day) & (Q(overdue_told_for=None) | ~Q(overdue_told_for=F("due_on")))
    near = Q(due_on__gte=day) & (Q(near_told_for=None) | ~Q(near_told_for=F("due_on")))
    rows = TranslationJob.objects.filter(overdue | near, state__in=sorted(OPEN), due_on__lte=day + NEAR)
    rows = rows.select_related("target_locale", "assigned_to").order_by("due_on", "pk")
    jobs = list(rows.select_for_update(of=("self",), skip_locked=True))
    by_person: dict[User, list[TranslationJob]] = defaultdict(list)
    workers: dict[int, list[User]] = {}
    for job in jobs:
        for person in _concerned(job, workers):
            by_person[person].append(job)
        told = "overdue_told_for" if job.due_on is not None and job.due_on < day else "near_told_for"
        setattr(job, told, job.due_on)
    TranslationJob.objects.bulk_update(jobs, ["overdue_told_for", "near_told_for"])
    for person, theirs in by_person.items():
        _tell(person, theirs)
    return len(jobs)


def _concerned(job: TranslationJob, workers: dict[int, list[User]]) -> Iterable[User]:
    """Who has the translation; where nobody has, everybody who might take it.

    Args:
        workers: by language, filled as they are asked for.
    """
    if job.target_locale_id not in workers:
        workers[job.target_locale_id] = list(workers_of(job.target_locale))
    able = workers[job.target_locale_id]
    return [person for person in able if person.pk == job.assigned_to_id] or able


def _tell(person: User, jobs: list[TranslationJob]) -> None:
    day = today()
    lines = [f"{job.due_on:%Y-%m-%d}｜{job.title}" for job in jobs[:NAMED]]
    if len(jobs) > NAMED:
        lines.append("…")
    late = sum(1 for job in jobs if job.due_on is not None and job.due_on < day)
    address = reverse("translation_matrix:index")
    first = jobs[0]
    notify(
        kind="translation_due",
        recipients=[person],
        context={
            "late": late,
            "soon": len(jobs) - late,
            "titles": "\n".join(lines),
            "url": f"{settings.PORTAL_BASE_URL}{address}?due=soon",
        },
        key=f"translation-due-{person.pk}-{day}-{first.pk}-{first.due_on}-{late}",
    )
