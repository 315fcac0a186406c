"""The wake-up call to a worker. Losing it loses nothing: the sweep finds the row.

One call is enough for all letters that are due: who answers it sends them all. So there is no second call while the
first waits for an answer.
"""

from __future__ import annotations

import logging

from celery import current_app
from django.core.cache import cache
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
SEND_LETTER = "portal.outbox.tasks.send_letter"
_WAITING = "outbox-call-waits"
#: A call that nobody answers for so long counts as lost; a little more than the sweeps leave it.
_LONGEST_SECONDS = 15
#: So long a call waits for further letters: those that are written together leave together, over one connection to the
#: database and one to the mail server.
GATHERING_SECONDS = 0.5


def wake_on_commit(letter_id: int) -> None:
    """Call a worker for a letter as soon as the transaction that wrote it is committed."""
    transaction.on_commit(lambda: wake(letter_id, after=GATHERING_SECONDS), robust=True)


def wake(letter_id: int, *, after: float | None = None) -> None:
    """Call a worker, unless a call waits already; with the broker away this takes milliseconds.

    Args:
        after: seconds until the call is to be answered; at once by default.
    """
    if not cache.add(_WAITING, letter_id, _LONGEST_SECONDS):
        return
    try:
        current_app.send_task(SEND_LETTER, args=[letter_id], countdown=after)
    except (OperationalError, RedisError, OSError) as error:
        cache.delete(_WAITING)
        logger.warning("No wake-up call for letter %s, the sweep will find it: %s", letter_id, error)


def answer_call() -> None:
    """Before looking for letters: whoever writes one from now on calls again."""
    cache.delete(_WAITING)
