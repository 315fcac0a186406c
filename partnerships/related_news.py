"""News about visits and events, for their public pages. News lies above this app and registers how it is read."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from partnerships.models import Event
from partnerships.public_shapes import PublicEvent


@dataclass(frozen=True, slots=True)
class NewsLink:
    """A live article in the language that was asked for."""

    title: str
    url: str
    date: datetime.date
    summary: str


#: (whether it is an event, short address, code of the language) → articles, newest first.
Reader = Callable[[bool, str, str], list[NewsLink]]
_readers: list[Reader] = []


def register_reader(reader: Reader) -> None:
    """Let a feature that this app knows nothing of name its articles. Once a process."""
    _readers.append(reader)


def news_of(record: Any, language: str) -> list[NewsLink]:
    """Live articles about a record in a language, newest first; callers ask for records that everybody may see.

    Args:
        record: a visit or an event, as a row or as the public sees it.
        language: code of the locale.
    """
    is_event = isinstance(record, Event | PublicEvent)
    return [link for reader in _readers for link in reader(is_event, record.slug, language)]
