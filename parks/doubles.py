"""Persons or organisations that go by the same spelling: people are asked, and nothing is merged by name alone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from parks.models.base import DirectoryRecord

#: Doubles told at most.
MOST_TOLD = 5


def doubles(record: DirectoryRecord) -> list[DirectoryRecord]:
    """Others that go by a spelling of `record`, in whatever way it is written: at most `MOST_TOLD`. Two queries.

    That is no proof: persons of one name are two, unless somebody knows better.
    """
    rows = type(record)._default_manager.standing().exclude(pk=record.pk)
    return list(rows.going_by(*record.spellings())[:MOST_TOLD])


def double_warning(record: DirectoryRecord, other: DirectoryRecord) -> str:
    """What is said of a double after saving."""
    return _(
        "“%(name)s” and “%(other)s” (%(slug)s) share a spelling. If they are one, have an administrator merge them."
    ) % {"name": record, "other": other, "slug": other.slug}
