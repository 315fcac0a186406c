"""The end of old entries: the one way in which rows leave the log."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.audit.queries import LOGS
from portal.core import audit

#: The database refuses to end younger entries, whoever asks (migration 0001).
SHORTEST = timedelta(days=180)


class TooYoungError(ValueError):
    """Entries younger than the shortest time that they are kept."""


def end_old_entries(*, before: datetime) -> int:
    """Delete the entries of both logs older than `before`, and write an entry about it.

    Args:
        before: aware; at least `SHORTEST` ago.

    Returns:
        How many were deleted.

    Raises:
        TooYoungError: `before` is too recent.
    """
    if before > timezone.now() - SHORTEST:
        raise TooYoungError(f"Entries are kept for at least {SHORTEST.days} days.")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL portal.audit_retention = 'on'")
        rows = 0
        for model in LOGS.values():
            old = model.objects.filter(timestamp__lt=before).order_by()
            rows += old._raw_delete(old.db)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL portal.audit_retention = 'off'")
        audit.record_list(
            model=ModelLogEntry,
            action="audit.retention",
            by=None,
            data={"rows": rows, "older_than": before.isoformat(), "command": "audit_retention"},
        )
    return rows
