"""Entries of both logs as one list, newest first, at the same cost however long the logs are.

The order is time, then table, then key. A page of the list begins after a cursor (the last entry of the page before),
so that nothing is counted and nothing skipped over.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.dateparse import parse_datetime
from wagtail.models import ModelLogEntry, PageLogEntry

from portal.core.permissions import ALL_UNITS

#: The name of each log in addresses, in the order of their entries at the same moment.
LOGS: dict[str, type[PageLogEntry | ModelLogEntry]] = {"record": ModelLogEntry, "page": PageLogEntry}
_RANKS = {model: rank for rank, model in enumerate(LOGS.values())}
_CURSOR = re.compile(r"([0-9T:.+Z-]{20,40})_(record|page)_([0-9]{1,18})")
Entry = Any
Narrow = Callable[[QuerySet[Any]], QuerySet[Any]]


@dataclass(frozen=True)
class Cursor:
    """The place of an entry in the list."""

    timestamp: datetime
    log: str
    pk: int

    def __str__(self) -> str:
        return f"{self.timestamp.isoformat()}_{self.log}_{self.pk}"

    @classmethod
    def of(cls, entry: Entry) -> Cursor:
        return cls(entry.timestamp, log_name(entry), entry.pk)

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """The cursor written as `text`. Raises Http404 for anything else."""
        match = _CURSOR.fullmatch(text)
        try:
            moment = parse_datetime(match[1]) if match else None
        except ValueError:
            moment = None
        if match is None or moment is None or moment.tzinfo is None:
            raise Http404("No such place in the list.")
        return cls(moment, match[2], int(match[3]))

    def older(self, model: type[Any]) -> Q:
        """The entries of `model` that stand below this place."""
        own, other = _RANKS[LOGS[self.log]], _RANKS[model]
        if other == own:
            return Q(timestamp__lte=self.timestamp) & (Q(timestamp__lt=self.timestamp) | Q(pk__lt=self.pk))
        return Q(timestamp__lte=self.timestamp) if other < own else Q(timestamp__lt=self.timestamp)


def log_name(entry: Entry) -> str:
    """`record` or `page`: the log that holds `entry`."""
    return "page" if isinstance(entry, PageLogEntry) else "record"


def in_units(rows: QuerySet[Any], units: Iterable[int] | None) -> QuerySet[Any]:
    """Those of `rows` that concern one of `units`; all for None (the whole portal)."""
    if units is ALL_UNITS:
        return rows
    wanted = Q(pk__in=[])
    for unit in sorted(units):
        wanted |= Q(data__contains={"stamp": {"units": [unit]}})
    return rows.filter(wanted)


def entries_after(narrow: Narrow, cursor: Cursor | None, *, size: int) -> tuple[list[Entry], bool]:
    """The `size` entries below `cursor` (the newest without one), and whether there are more."""
    logs = [_rows(model, narrow, cursor)[: size + 1] for model in LOGS.values()]
    found = sorted((entry for rows in logs for entry in rows), key=_place, reverse=True)
    return found[:size], len(found) > size


def all_entries(narrow: Narrow, *, chunk_size: int = 2000) -> Iterator[Entry]:
    """Every entry, newest first, read from the database as they are taken."""
    logs = [_rows(model, narrow, None).iterator(chunk_size=chunk_size) for model in LOGS.values()]
    return heapq.merge(*logs, key=_place, reverse=True)


def _rows(model: type[Any], narrow: Narrow, cursor: Cursor | None) -> QuerySet[Any]:
    rows = narrow(model.objects.select_related("user"))
    if cursor is not None:
        rows = rows.filter(cursor.older(model))
    return rows.order_by("-timestamp", "-pk")


def _place(entry: Entry) -> tuple[datetime, int, int]:
    return entry.timestamp, _RANKS[type(entry)], entry.pk
