"""The same words sent twice to a public form are one submission: by a double click, or after going back.

A submission's key is what was told (its first `CONTENT` characters) and which copy of the form told it (the rest).
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from typing import TypeVar

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

Sent = TypeVar("Sent", bound=models.Model)
#: Equal words from one address within this time are the same submission.
SAME_WITHIN = timedelta(hours=24)
#: Characters of a key that stand for what was told: 160 bits.
CONTENT = 40
#: First number of PostgreSQL's advisory locks under which submissions are kept; the second tells what was sent.
_LOCK = 20_260_901


def key_of(told: str, form: str) -> str:
    """The key of `told`, sent from the copy `form` of a form; 64 characters at most."""
    return f"{hashlib.sha256(told.encode()).hexdigest()[:CONTENT]}{form[: 64 - CONTENT]}"


def key_beside(rows: models.QuerySet[Sent], key: str) -> str:
    """`key`, or where one of `rows` that is over has it, another one of equal words.

    Args:
        rows: all there are. Call it under the lock of `already_received`.
    """
    return f"{key[:CONTENT]}{uuid.uuid4().hex}"[:64] if rows.filter(submission_key=key).exists() else key


def already_received(rows: models.QuerySet[Sent], key: str) -> Sent | None:
    """What the submission of this key has become already; equal ones wait for one another till the transaction ends.

    Args:
        rows: those that may stand for it, with `submission_key` and `created_at`.
    """
    content = key[:CONTENT]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, content])
    same = Q(submission_key=key)
    if len(content) == CONTENT:  # a shorter key is not of a form
        same |= Q(submission_key__startswith=content, created_at__gt=timezone.now() - SAME_WITHIN)
    return rows.filter(same).order_by("-pk").first()
