"""The queue itself: claiming with a lease, taking up what a dead worker left, trying again, cancelling."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.core import audit, holding
from portal.core.models import User
from portal.core.sentences import joined
from portal.localization.enums import FINAL, OPEN, EngineName, JobState
from portal.localization.errors import RefusedError
from portal.localization.models import TranslationJob
from portal.localization.models.jobs import move
from portal.localization.services import runs
from portal.localization.services.outcomes import LEASE, MAX_ATTEMPTS
from portal.localization.services.refusals import forget_refused
from portal.localization.services.wake import wake_workers

logger = logging.getLogger(__name__)

WORKER_LOST = gettext_noop("The worker stopped in the middle of this translation.")

_named_before: set[int] = set()


@transaction.atomic
def claim_next(*, worker: str, now: datetime | None = None) -> TranslationJob | None:
    """Take the most urgent due job for `worker`; two workers never take the same one.

    Args:
        worker: a name of its own for each claim.

    Returns:
        the job, running under a lease, or None when nothing is due.
    """
    now = now or timezone.now()
    return _claim(TranslationJob.objects.due(now), worker, now)


@transaction.atomic
def claim(*, job_id: int, worker: str) -> TranslationJob | None:
    """Take one job if it is due and free."""
    now = timezone.now()
    return _claim(TranslationJob.objects.due(now).filter(pk=job_id), worker, now)


def _claim(due: QuerySet[TranslationJob], worker: str, now: datetime) -> TranslationJob | None:
    rows = due.select_related("source_locale", "target_locale", "requested_by")
    job = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if job is not None:
        move(job, JobState.RUNNING, claimed_by=worker, lease_until=now + LEASE, attempts=job.attempts + 1)
    return job


def run_job(*, job: TranslationJob) -> None:
    """Work off a claimed job to its end. Whatever goes wrong is written into the job."""
    runs.run(job)


def renew_leases(*, jobs: Iterable[TranslationJob]) -> None:
    """Say that the worker that claimed `jobs` is still at them."""
    now = timezone.now()
    mine = {job.pk: job.claimed_by for job in jobs}
    rows = TranslationJob.objects.filter(pk__in=mine, claimed_by__in=mine.values(), state=JobState.RUNNING)
    rows.update(lease_until=now + LEASE)


@transaction.atomic
def release_expired(*, now: datetime | None = None) -> int:
    """Put back the jobs of workers that were killed. Returns how many."""
    now = now or timezone.now()
    lost = list(TranslationJob.objects.known().expired(now).select_for_update(skip_locked=True, of=("self",)))
    for job in lost:
        if job.attempts >= MAX_ATTEMPTS:
            move(job, JobState.FAILED, last_error=WORKER_LOST)
        else:
            move(job, JobState.QUEUED, last_error=WORKER_LOST, next_attempt_at=now)
    return len(lost)


def name_unknown() -> None:
    """Log once for each row that another release wrote and this one does not understand; it is left alone."""
    rows = TranslationJob.objects.exclude(state__in=sorted(FINAL)).exclude(pk__in=TranslationJob.objects.known())
    for job in rows.exclude(pk__in=_named_before)[:20]:
        _named_before.add(job.pk)
        logger.warning("Translation job %s is left alone: state %r, engine %r.", job.pk, job.state, job.engine)


@transaction.atomic
def retry_job(*, job_id: int, by: User, engine: str | None = None) -> TranslationJob:
    """Queue a failed job once more, with all its attempts.

    Args:
        engine: another engine, `memory` to go on without machine; None: as before.

    Raises:
        MoveNotAllowedError: the job has not failed.
        IntegrityError: a newer job for the same translation is open.
    """
    job = TranslationJob.objects.select_for_update(of=("self",)).get(pk=job_id)
    engine = job.engine if engine is None else EngineName(engine).value
    move(job, JobState.QUEUED, **_anew(), engine=engine)
    forget_refused(jobs=[job.pk])
    audit.record(instance=job, action="localization.job.retry", by=by, data={"engine": engine})
    wake_workers()
    return job


@transaction.atomic
def retry_all(*, by: User, jobs: QuerySet[TranslationJob], engine: str | None = None) -> int:
    """Queue those of `jobs` that have failed once more, in a constant number of queries.

    Of several that failed for one target the newest is taken; none where a newer job is open. Returns how many.
    """
    same = TranslationJob.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), target_locale=OuterRef("target_locale")
    )
    newer = same.filter(pk__gt=OuterRef("pk"), state__in=[*OPEN, JobState.FAILED])
    failed = jobs.filter(state=JobState.FAILED).exclude(Exists(newer)).exclude(Exists(same.filter(state__in=OPEN)))
    rows = TranslationJob.objects.select_for_update(of=("self",)).filter(pk__in=failed.order_by().values("pk"))
    ids = list(rows.values_list("pk", flat=True))
    changes = {} if engine is None else {"engine": EngineName(engine).value}
    TranslationJob.objects.filter(pk__in=ids, state=JobState.FAILED).update(
        state=JobState.QUEUED, updated_at=timezone.now(), **_anew(), **changes
    )
    forget_refused(jobs=ids)
    audit.record_list(model=TranslationJob, action="localization.job.retry", by=by, data={"jobs": ids, **changes})
    wake_workers()
    return len(ids)


def _anew() -> dict[str, Any]:
    """A job that a person tries again: all its attempts, and nothing held against it."""
    return {"attempts": 0, "next_attempt_at": timezone.now(), "last_error": ""}


@transaction.atomic
def cancel_job(*, job_id: int, by: User) -> TranslationJob:
    """End an open job; wordings and draft stay. A job in a final state is returned as it is.

    A worker that is at it notices at its next step.

    Raises:
        RefusedError: a page that goes live together with this translation would wait for it for ever.
    """
    job = TranslationJob.objects.select_for_update(of=("self",)).get(pk=job_id)
    if job.state not in FINAL:
        _demand_not_awaited(job)
        move(job, JobState.CANCELLED)
        audit.record(instance=job, action="localization.job.cancel", by=by)
    return job


def _demand_not_awaited(job: TranslationJob) -> None:
    page = job.source_page() if job.of_draft else None
    told = holding.reason(page, job.target_locale) if page is not None else None
    if told:
        raise RefusedError(
            "held", joined([told, _("Take the translation out of it, or dissolve it, instead of cancelling.")])
        )
