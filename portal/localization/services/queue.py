"""Working the queue: claiming with a lease, preparing the draft, taking up what a dead worker left."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop
from wagtail.models import Page

from portal.core import audit
from portal.core.enums import Role
from portal.core.models import User
from portal.core.notices import notify
from portal.localization.enums import FINAL, JobState, Priority
from portal.localization.errors import NotTranslatableError, SourceGoneError, WaitsForParentError
from portal.localization.models import TranslationJob
from portal.localization.models.jobs import move
from portal.localization.queries import people_with
from portal.localization.services import drafts, segments
from portal.localization.services.submission import submit_translation
from portal.localization.services.wake import wake_workers

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 5
WAIT_FOR_PARENT = timedelta(seconds=5)
FIRST_BACKOFF = timedelta(seconds=15)

# Kept as English msgids: whoever reads them gets them in their own language.
SOURCE_GONE = gettext_noop("The source page was deleted or unpublished.")
WAITS_FOR_PARENT = gettext_noop("Waits for a draft of the page above.")
PARENT_IMPOSSIBLE = gettext_noop("The page above cannot be translated, so there is no place for this one.")
WORKER_LOST = gettext_noop("The worker stopped in the middle of this translation.")


@transaction.atomic
def claim_next(*, worker: str, now: datetime | None = None) -> TranslationJob | None:
    """Take the most urgent due job for `worker`; two workers never take the same one.

    Returns:
        the job, running under a lease, or None when nothing is due.
    """
    now = now or timezone.now()
    job = TranslationJob.objects.due(now).select_for_update(skip_locked=True, of=("self",)).first()
    return _claim(job, worker, now)


@transaction.atomic
def claim(*, job_id: int, worker: str) -> TranslationJob | None:
    """Take one job if it is due and free."""
    now = timezone.now()
    rows = TranslationJob.objects.due(now).filter(pk=job_id)
    return _claim(rows.select_for_update(skip_locked=True, of=("self",)).first(), worker, now)


def _claim(job: TranslationJob | None, worker: str, now: datetime) -> TranslationJob | None:
    if job is not None:
        move(job, JobState.RUNNING, claimed_by=worker, lease_until=now + LEASE, attempts=job.attempts + 1)
    return job


def run_job(*, job: TranslationJob) -> None:
    """Prepare the draft of a claimed job. Everything in one transaction: a killed worker leaves no half of it.

    A passing error puts the job back with a growing pause; after the last attempt it has failed.
    """
    try:
        with transaction.atomic():
            held = _still_mine(job)
            if held is not None:
                _prepare(held)
    except SourceGoneError:
        _end(job, JobState.CANCELLED, SOURCE_GONE)
    except WaitsForParentError:
        _wait_for_parent(job)
    except Exception as error:
        logger.exception("Translation job %s did not succeed", job.pk)
        _put_back(job, f"{type(error).__name__}: {error}"[:2000])


def _still_mine(job: TranslationJob) -> TranslationJob | None:
    held = TranslationJob.objects.select_for_update(of=("self",)).filter(pk=job.pk).first()
    if held is None or held.state != JobState.RUNNING or held.claimed_by != job.claimed_by:
        return None
    return held


def _prepare(job: TranslationJob) -> None:
    page = job.source_page()
    if page is None or not page.live:
        raise SourceGoneError
    source = segments.refresh_source(page)
    locale = job.target_locale
    segments.fill_known(source=source, locale=locale)
    segments.propose_slug(source=source, locale=locale, target=job.target_page())
    drafts.ensure_translation(source=source, locale=locale)
    drafts.save_draft(source=source, page=page, locale=locale)
    total, filled = segments.progress(source, locale)
    move(
        job,
        JobState.NEEDS_REVIEW,
        title=page.title,
        source_hash=segments.page_text_hash(page),
        segments_total=total,
        segments_filled=filled,
        last_error="",
    )
    _tell_translators(job)


def _tell_translators(job: TranslationJob) -> None:
    target = job.target_page()
    path = reverse("wagtailadmin_pages:edit", args=[target.pk]) if target else reverse("wagtailadmin_home")
    notify(
        kind="translation_arrived",
        recipients=people_with(Role.TRANSLATOR, job.target_locale),
        context={
            "title": job.title,
            "source_language": job.source_locale.language_code,
            "target_language": job.target_locale.language_code,
            "total": job.segments_total,
            "filled": job.segments_filled,
            "url": settings.PORTAL_BASE_URL + path,
        },
        key=f"translation-arrived-{job.pk}",
    )


def _end(job: TranslationJob, state: str, reason: str) -> None:
    with transaction.atomic():
        held = _still_mine(job)
        if held is not None:
            move(held, state, last_error=reason)


def _wait_for_parent(job: TranslationJob) -> None:
    """Send the page above first, and come back; a page above that cannot be sent ends this job too."""
    page = job.source_page()
    with transaction.atomic():
        held = _still_mine(job)
        if held is None or page is None:
            return
        if not _send_parent(held, page.get_parent()):
            move(held, JobState.FAILED, last_error=PARENT_IMPOSSIBLE)
            return
        move(
            held,
            JobState.QUEUED,
            last_error=WAITS_FOR_PARENT,
            attempts=held.attempts - 1,
            next_attempt_at=timezone.now() + WAIT_FOR_PARENT,
        )


def _send_parent(job: TranslationJob, parent: Page) -> bool:
    latest = TranslationJob.objects.of_page(parent).filter(target_locale=job.target_locale).first()
    if latest is not None and latest.state == JobState.FAILED:
        return False
    try:
        submit_translation(page=parent, target_locale=job.target_locale, by=job.requested_by, priority=Priority.HIGH)
    except NotTranslatableError:
        return False
    return True


def _put_back(job: TranslationJob, reason: str) -> None:
    with transaction.atomic():
        held = _still_mine(job)
        if held is not None:
            _again_or_failed(held, reason)


def _again_or_failed(job: TranslationJob, reason: str) -> None:
    if job.attempts >= MAX_ATTEMPTS:
        move(job, JobState.FAILED, last_error=reason)
    else:
        pause = FIRST_BACKOFF * 2 ** (job.attempts - 1)
        move(job, JobState.QUEUED, last_error=reason, next_attempt_at=timezone.now() + pause)


@transaction.atomic
def release_expired(*, now: datetime | None = None) -> int:
    """Put back the jobs of workers that were killed. Returns how many."""
    now = now or timezone.now()
    lost = list(TranslationJob.objects.expired(now).select_for_update(skip_locked=True, of=("self",)))
    for job in lost:
        if job.attempts >= MAX_ATTEMPTS:
            move(job, JobState.FAILED, last_error=WORKER_LOST)
        else:
            move(job, JobState.QUEUED, last_error=WORKER_LOST, next_attempt_at=now)
    return len(lost)


@transaction.atomic
def retry_job(*, job_id: int, by: User) -> TranslationJob:
    """Queue a failed job once more, with all its attempts.

    Raises:
        MoveNotAllowedError: the job has not failed.
        IntegrityError: a newer job for the same translation is open.
    """
    job = TranslationJob.objects.select_for_update(of=("self",)).get(pk=job_id)
    move(job, JobState.QUEUED, attempts=0, next_attempt_at=timezone.now(), last_error="")
    audit.record(instance=job, action="localization.job.retry", by=by)
    wake_workers()
    return job


@transaction.atomic
def cancel_job(*, job_id: int, by: User) -> TranslationJob:
    """End an open job; wordings and draft stay. A job in a final state is returned as it is."""
    job = TranslationJob.objects.select_for_update(of=("self",)).get(pk=job_id)
    if job.state not in FINAL:
        move(job, JobState.CANCELLED)
        audit.record(instance=job, action="localization.job.cancel", by=by)
    return job
