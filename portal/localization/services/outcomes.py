"""What becomes of a job that a worker holds: back into the queue, cancelled, failed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from wagtail.models import Page

from portal.localization.engines.base import EngineError, PassingEngineError
from portal.localization.enums import JobState, Priority
from portal.localization.errors import NotTranslatableError
from portal.localization.models import TranslationJob
from portal.localization.models.jobs import move
from portal.localization.notes import note
from portal.localization.services import engines
from portal.localization.services.submission import submit_translation

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 5
WAIT_FOR_PARENT = timedelta(seconds=5)
FIRST_BACKOFF = timedelta(seconds=15)

# Kept as English msgids: whoever reads them gets them in their own language.
SOURCE_GONE = gettext_noop("The source page was deleted or unpublished.")
WAITS_FOR_PARENT = gettext_noop("Waits for a draft of the page above.")
PARENT_IMPOSSIBLE = gettext_noop("The page above cannot be translated, so there is no place for this one.")
UNFORESEEN = gettext_noop("Something went wrong that nobody foresaw. Show this to the operators of the portal.")


class LostError(Exception):
    """The job is no longer this worker's: cancelled, superseded, or taken up by another."""


@contextmanager
def held(job: TranslationJob) -> Iterator[TranslationJob]:
    """A transaction that holds the lock of `job`, as it is now.

    Raises:
        LostError: the job is no longer this worker's.
    """
    with transaction.atomic():
        rows = TranslationJob.objects.select_related("source_locale", "target_locale")
        now = rows.select_for_update(of=("self",)).filter(pk=job.pk).first()
        if now is None or now.state != JobState.RUNNING or now.claimed_by != job.claimed_by:
            raise LostError
        yield now


def cancel(job: TranslationJob, reason: str) -> None:
    with held(job) as mine:
        move(mine, JobState.CANCELLED, last_error=note(reason))


def fail(job: TranslationJob, reason: str, detail: object = "") -> None:
    with held(job) as mine:
        move(mine, JobState.FAILED, last_error=note(reason, detail))


def put_back(job: TranslationJob, reason: str, *, after: timedelta | None = None) -> None:
    """Queue the job for another attempt, after a growing pause or the one that was asked for; at last it has failed."""
    with held(job) as mine:
        if mine.attempts >= MAX_ATTEMPTS:
            move(mine, JobState.FAILED, last_error=reason)
            return
        pause = FIRST_BACKOFF * 2 ** (mine.attempts - 1) if after is None else after
        # Jobs that failed together do not come back together.
        pause *= random.uniform(1, 1.25)  # noqa: S311 (no secret)
        move(mine, JobState.QUEUED, last_error=reason, next_attempt_at=timezone.now() + pause)


def queue_again(job: TranslationJob, reason: str = "") -> None:
    """Queue the job for when its engine takes requests and a worker has time; that was no attempt."""
    with held(job) as mine:
        move(mine, JobState.QUEUED, last_error=reason, attempts=max(mine.attempts - 1, 0))


def after_engine_error(job: TranslationJob, engine: str, error: EngineError) -> None:
    """Fail the job, queue it again, or let it and its like wait until the engine has recovered."""
    reason = note(error.message, error.detail)
    if not isinstance(error, PassingEngineError):
        fail(job, error.message, error.detail)
        return
    after = None if error.retry_after is None else timedelta(seconds=error.retry_after)
    if error.rests and not error.billed and engines.is_hopeless(engine=engine, since=job.next_attempt_at):
        fail(job, error.message, error.detail)
        return
    if error.rests:
        engines.let_rest(engine=engine, reason=reason, retry_after=error.retry_after)
    if error.rests and not error.billed:
        queue_again(job, reason)
    else:
        # What may have been charged is not repeated without end.
        put_back(job, reason, after=after)


@transaction.atomic
def wait_for_parent(job: TranslationJob) -> None:
    """Send the page above first, and come back; a page above that cannot be sent ends this job too."""
    page = job.source_page()
    # Pages before jobs, in the order in which a deletion takes them.
    is_sent = page is not None and _send_parent(job, page.get_parent())
    with held(job) as mine:
        if page is None:
            move(mine, JobState.CANCELLED, last_error=SOURCE_GONE)
        elif not is_sent:
            move(mine, JobState.FAILED, last_error=PARENT_IMPOSSIBLE)
        else:
            move(
                mine,
                JobState.QUEUED,
                last_error=WAITS_FOR_PARENT,
                attempts=mine.attempts - 1,
                next_attempt_at=timezone.now() + WAIT_FOR_PARENT,
            )


def _send_parent(job: TranslationJob, parent: Page) -> bool:
    latest = TranslationJob.objects.of_page(parent).filter(target_locale=job.target_locale).first()
    if latest is not None and latest.state == JobState.FAILED:
        return False
    if latest is not None and latest.of_draft and latest.is_open:
        return True
    try:
        submit_translation(page=parent, target_locale=job.target_locale, by=job.requested_by, priority=Priority.HIGH)
    except NotTranslatableError:
        return False
    return True
