"""Words of records in the language of a draft, and names: in full where they come first, short from then on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Protocol

from django.utils import translation

from portal.core.localized import Said
from portal.core.names import is_han
from portal.core.partial_dates import PartialDate

#: Before words that are not known in the language of the draft. It never leaves the draft's making.
FOREIGN = "\ue000"


class Named(Protocol):
    """A park or an organisation, or somebody described: its name, and the short one where there is one."""

    @property
    def name(self) -> Said: ...

    @property
    def short(self) -> Said: ...


class Prose(Protocol):
    """What a language's words (`chinese_words`, `english_words`) do for texts that are the same in both."""

    def joined(self, sentences: Iterable[str]) -> str: ...

    def sentence(self, text: str) -> str: ...

    def span(self, first: PartialDate | None, last: PartialDate | None) -> str: ...


class Voice:
    """What both languages do alike; `language` is a code of the locale."""

    language: str
    prose: Prose

    def __init__(self) -> None:
        self._mentioned: set[Said] = set()

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """Labels and dates come in the language of the draft."""
        with translation.override(self.language):
            yield

    def say(self, words: Said) -> str:
        """The words in the language; those of another one, marked, where they are not known in it.

        A proper name that has no Chinese form stays Latin and is not marked.
        """
        known = dict(words.texts)
        if text := known.get(self.language):
            return text
        other = next(iter(known.values()), "")
        stays = words.latin_stays and self.language.startswith("zh") and not is_han(other)
        return other if stays or not other else FOREIGN + other

    def name(self, named: Named) -> str:
        """The name: in full where it comes first, short from then on."""
        if named.name in self._mentioned:
            return self.short(named)
        self._mentioned.add(named.name)
        return self.say(named.name)

    def short(self, named: Named | None) -> str:
        """The short name where there is one, for titles; empty for nobody."""
        if named is None:
            return ""
        return self.say(named.short) if dict(named.short.texts).get(self.language) else self.say(named.name)

    def with_name(self, venue: str, named: Named, name: Callable[[Named], str]) -> str:
        """A venue that says whose it is, with that name as `name` has it now; empty where it does not say it."""
        full, short = self.say(named.name), self.short(named)
        if full in venue:
            name(named)  # it has been named in full
            return venue
        return venue.replace(short, name(named), 1) if short in venue else ""

    def each(self, words: Iterable[Said]) -> list[str]:
        return [self.say(one) for one in words if one]


def day_of(day: date | None) -> str:
    """A whole day in the active language; empty where there is none."""
    return PartialDate(day.year, day.month, day.day).display() if day else ""


def is_foreign(text: str) -> bool:
    """Whether a text holds words that are not known in its language."""
    return FOREIGN in text


def plain(text: str) -> str:
    """The text without the marks."""
    return text.replace(FOREIGN, "")
