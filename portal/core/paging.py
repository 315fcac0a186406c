"""Pages of a list that cost the same at any length: no count, one row more than shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class ListPage:
    """One page of a list, as `components/pagination.html` reads it."""

    object_list: Sequence[Any]
    number: int
    has_next: bool

    def __iter__(self) -> Iterator[Any]:
        return iter(self.object_list)

    def __len__(self) -> int:
        return len(self.object_list)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1


def page_number(request: HttpRequest) -> int:
    """The number in `?page=`, 1 without one. Raises Http404 for anything but a whole number from 1."""
    text = request.GET.get("page", "1")
    if not _NUMBER.fullmatch(text):
        raise Http404("No such page of the list.")
    return int(text)


def list_page(rows: QuerySet[Any] | Sequence[Any], request: HttpRequest, *, size: int) -> ListPage:
    """The page of `rows` that the request asks for. Raises Http404 beyond the last one; the first may be empty."""
    number = page_number(request)
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    if not found and number > 1:
        raise Http404("No such page of the list.")
    return ListPage(found[:size], number, len(found) > size)
