"""The wake-up call to a worker. Losing it loses nothing: the sweep finds the row."""

from __future__ import annotations

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
SEND_LETTER = "portal.outbox.tasks.send_letter"


def wake_on_commit(letter_id: int) -> None:
    """Call a worker for a letter as soon as the transaction that wrote it is committed."""
    transaction.on_commit(lambda: wake(letter_id), robust=True)


def wake(letter_id: int) -> None:
    """Call a worker now; with the broker away this takes milliseconds and is only logged."""
    try:
        current_app.send_task(SEND_LETTER, args=[letter_id])
    except (OperationalError, RedisError, OSError) as error:
        logger.warning("No wake-up call for letter %s, the sweep will find it: %s", letter_id, error)
