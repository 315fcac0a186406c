"""Wake-up calls to the workers. Redis may lose them: the sweep finds the rows."""

from __future__ import annotations

import logging

import redis
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def wake_workers(*, calls: int = 1) -> None:
    """Ask `calls` workers to look at the queue once the present transaction is committed."""
    for _call_number in range(calls):
        transaction.on_commit(_call, robust=True)


def _call() -> None:
    try:
        current_app.send_task("portal.localization.tasks.work_jobs", ignore_result=True)
    except (OperationalError, redis.RedisError, OSError) as error:
        logger.warning("The wake-up call for translations did not go out (%s); the sweep will find them.", error)
