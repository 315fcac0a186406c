"""Thin tasks of the translation queue."""

from __future__ import annotations

import os
import socket

from celery import shared_task
from django.conf import settings
from django.utils import timezone, translation

from portal.localization.models import TranslationJob
from portal.localization.services import backfill, charges, due_notices, orders, pipeline, queue
from portal.localization.services.wake import wake_workers

#: Chunks of orders, jobs and seconds after which one call lets other tasks, such as letters, have the worker.
CHUNKS, BATCH, SHIFT = 5, 40, 15.0

#: Sources that one sweep counts, where some never were.
COUNTED = 50


@shared_task(name="portal.localization.tasks.work_jobs", ignore_result=True)
def work_jobs() -> None:
    """Make the jobs of orders, work off due jobs; call again for the rest."""
    with translation.override(settings.LANGUAGE_CODE):
        orders.place_waiting(limit=CHUNKS)
        pipeline.work(worker=_worker, limit=BATCH, seconds=SHIFT)
        if _is_work_left():
            wake_workers()


@shared_task(name="portal.localization.tasks.sweep_jobs", ignore_result=True)
def sweep_jobs() -> None:
    """Find what a killed worker left and what no wake-up call reached."""
    queue.release_expired()
    queue.name_unknown()
    charges.settle_lost()
    if _is_work_left():
        work_jobs()
    backfill.count_uncounted(limit=COUNTED)


@shared_task(name="portal.localization.tasks.tell_due", ignore_result=True)
def tell_due() -> None:
    """Remind people of translations that are due."""
    due_notices.tell_due()


def _is_work_left() -> bool:
    return orders.is_any_waiting() or TranslationJob.objects.due(timezone.now()).exists()


def _worker() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{os.urandom(4).hex()}"
