"""How long letters are kept: first the texts go, then the rows. In small batches, so that nothing waits for a lock."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.core.notice_kinds import all_kinds
from portal.outbox.enums import LetterState
from portal.outbox.models import DigestItem, Letter
from portal.outbox.texts import wiped

BATCH = 1000
#: One round ends after this time; the next goes on.
ROUND_SECONDS = 60
#: Days in which a letter with a secret may still be sent again; then the secret is stale.
SECRET_DAYS = 7
ENDED_WELL = (LetterState.SENT, LetterState.CANCELLED)
ENDED_BADLY = (LetterState.DEAD, LetterState.BOUNCED)


def clean_letters(*, now: datetime | None = None) -> dict[str, int]:
    """Wipe the texts and remove the rows whose time is over; the oldest first.

    Args:
        now: the moment that ages are counted to; by default this one.

    Returns:
        How many texts were wiped, letters and digest entries removed. What is left over is found by the next call.
    """
    moment = now or timezone.now()
    deadline = time.monotonic() + ROUND_SECONDS
    secret = [kind.kind for kind in all_kinds() if kind.is_secret]
    texts = Letter.objects.filter(scrubbed_at=None)
    done_texts = Q(state__in=ENDED_WELL, created_at__lt=_before(moment, settings.PORTAL_LETTER_TEXT_DAYS))
    stale_secrets = Q(
        kind__in=secret, state__in=[*ENDED_WELL, *ENDED_BADLY], created_at__lt=_before(moment, SECRET_DAYS)
    )
    ended = Letter.objects.filter(state__in=ENDED_WELL, created_at__lt=_before(moment, settings.PORTAL_LETTER_DAYS))
    dead = Letter.objects.filter(
        state__in=ENDED_BADLY, created_at__lt=_before(moment, settings.PORTAL_DEAD_LETTER_DAYS)
    )
    items = DigestItem.objects.filter(created_at__lt=_before(moment, settings.PORTAL_LETTER_DAYS))
    to_wipe = (texts.filter(stale_secrets), texts.filter(done_texts))
    return {
        "wiped": sum(_in_batches(rows, _wipe, deadline) for rows in to_wipe),
        "letters": sum(_in_batches(rows, _remove, deadline) for rows in (ended, dead)),
        "items": _in_batches(items, _remove, deadline),
    }


def _in_batches(rows: QuerySet, act: Callable[[QuerySet], int], deadline: float) -> int:
    """Let `act` take batch after batch, each in a transaction of its own; rows that a sender holds are passed over."""
    total = 0
    while time.monotonic() < deadline:
        chosen = list(rows.order_by("created_at").values_list("pk", flat=True)[:BATCH])
        done = act(rows.filter(pk__in=chosen)) if chosen else 0
        total += done
        if done == 0:
            break
    return total


def _wipe(rows: QuerySet) -> int:
    return rows.update(**wiped())


def _remove(rows: QuerySet) -> int:
    return rows.delete()[0]


def _before(moment: datetime, days: int) -> datetime:
    return moment - timedelta(days=days)
