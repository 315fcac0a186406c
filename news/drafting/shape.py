"""The shape of a draft: the same parts in both languages, in one order, so that every wording has its counterpart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it. One without paragraphs and rows is left out."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    table_title: str = ""
    rows: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.paragraphs or self.rows)


@dataclass(frozen=True, slots=True)
class Picture:
    image_id: int
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An article in one language. Pictures stand after the first section."""

    title: str
    summary: str
    event_name: str
    event_place: str
    date_basis: str
    issuing_body: str
    sections: tuple[Section, ...]
    pictures: tuple[Picture, ...] = field(default=())


def sections(*found: Section) -> tuple[Section, ...]:
    """Those that say something."""
    return tuple(filter(None, found))


def paragraphs(texts: Iterable[str]) -> tuple[str, ...]:
    """Those that say something."""
    return tuple(filter(None, texts))
