"""Partial dates in order of time: among full ones, inferred years like stated ones."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.core.partial_dates import PartialDate, sort_key


def chronological(date: PartialDate | None) -> tuple[int, int, int]:
    """A key by which dates sort: an unknown part stands before every known one, and no date before all."""
    if date is None:
        return (0, 0, 0)
    return (date.year or 0, date.month or 0, date.day or 0)


def newest_first(rows: QuerySet, field: str) -> QuerySet:
    """The rows with the newest date of `field` first, as `chronological` sorts; the newer record where dates agree."""
    return rows.order_by(sort_key(field).desc(nulls_last=True), "-pk")
