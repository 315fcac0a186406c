"""An empty database starts from a snapshot of the migrated one, and only what is newer is migrated.

Running every migration of Django, Wagtail and ours takes forty seconds, nearly all of it building states of models;
the snapshot takes one. It is a starting point and no second truth: `migrate` runs after it in any case, and a test
compares both ways (`tests/portal/core/test_baseline.py`). `make baseline` draws it anew; an old one costs time only.
"""

from __future__ import annotations

from pathlib import Path

from django.db import connection, transaction

FILE = Path(__file__).with_name("baseline.sql")


def suits() -> bool:
    """Whether the database holds no table at all and new ones would go where the snapshot has them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_schema() = 'public' AND NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')"
        )
        return bool(cursor.fetchone()[0])


@transaction.atomic
def load() -> None:
    """Make every table and row of the snapshot, all or nothing."""
    with connection.cursor() as cursor:
        cursor.execute(FILE.read_text(encoding="utf-8"))
        cursor.execute("UPDATE django_migrations SET applied = now()")
