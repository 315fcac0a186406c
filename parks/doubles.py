"""Persons or organisations that go by the same spelling: people are asked, and nothing is merged by name alone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from parks.models.base import DirectoryRecord
from parks.spellings import fold

#: Doubles told at most.
MOST_TOLD = 5


def doubles(record: DirectoryRecord) -> list[DirectoryRecord]:
    """Others that go by a spelling of `record`, in whatever way it is written: at most `MOST_TOLD`. Two queries.

    That is no proof: persons of one name are two, unless somebody knows better.
    """
    keys = {key for spelling in record.spellings() if (key := fold(spelling))}
    if not keys:
        return []
    rows = type(record)._default_manager.standing().exclude(pk=record.pk)
    return list(rows.filter(search_key__regex=_any_line(keys))[:MOST_TOLD])


def _any_line(keys: set[str]) -> str:
    """One of the keys as a whole line; they hold letters and digits alone."""
    return f"(^|\\n)({'|'.join(sorted(keys))})($|\\n)"


def double_warning(record: DirectoryRecord, other: DirectoryRecord) -> str:
    """What is said of a double after saving."""
    return _(
        "“%(name)s” and “%(other)s” (%(slug)s) share a spelling. If they are one, have an administrator merge them."
    ) % {"name": record, "other": other, "slug": other.slug}
