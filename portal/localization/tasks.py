"""Thin tasks of the translation queue."""

from __future__ import annotations

import os
import socket

from celery import shared_task
from django.conf import settings
from django.utils import timezone, translation

from portal.localization.models import TranslationJob
from portal.localization.services import charges, orders, pipeline, queue
from portal.localization.services.wake import wake_workers

#: Jobs, and chunks of orders, that one call works off before it lets other tasks have the worker.
BATCH, CHUNKS = 40, 5


@shared_task(name="portal.localization.tasks.work_jobs", ignore_result=True)
def work_jobs() -> None:
    """Make the jobs of orders, work off due jobs; call again for the rest."""
    with translation.override(settings.LANGUAGE_CODE):
        chunks = orders.place_waiting(limit=CHUNKS)
        if pipeline.work(worker=_worker, limit=BATCH) == BATCH or chunks == CHUNKS:
            wake_workers()


@shared_task(name="portal.localization.tasks.run_job", ignore_result=True)
def run_job(job_id: int) -> None:
    """Work off one job, if it is still waiting."""
    with translation.override(settings.LANGUAGE_CODE):
        job = queue.claim(job_id=job_id, worker=_worker())
        if job is not None:
            queue.run_job(job=job)


@shared_task(name="portal.localization.tasks.sweep_jobs", ignore_result=True)
def sweep_jobs() -> None:
    """Find what a killed worker left and what no wake-up call reached."""
    queue.release_expired()
    queue.name_unknown()
    charges.settle_lost()
    if orders.is_any_waiting() or TranslationJob.objects.due(timezone.now()).exists():
        work_jobs()


def _worker() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{os.urandom(4).hex()}"
