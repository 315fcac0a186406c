"""The pieces of a fact sheet: groups of rows of values, each value saying whether it is in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.core.localized import Words, page_language


@dataclass(frozen=True, slots=True)
class FactValue:
    """One value. `untranslated`: its words are in another language than the page's (`language`), to be marked."""

    text: str
    untranslated: bool = False
    url: str | None = None
    language: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class FactRow:
    label: str
    values: list[FactValue]


@dataclass(frozen=True, slots=True)
class FactGroup:
    title: str
    rows: list[FactRow]


def plain(text: object, url: str | None = None) -> FactValue:
    """A value without words of its own: a year, a figure, a choice's label, an address."""
    return FactValue(str(text), url=url, language=page_language())


def worded(words: Words, url: str | None = None) -> FactValue:
    return FactValue(words.text, words.untranslated, url, words.language)


def listed(parts: Iterable[Words]) -> FactValue:
    """Several short words as one value: “aerospace, biomedicine”."""
    shown = [part for part in parts if part]
    return _joined(pgettext("between items of a list", ", "), [worded(part) for part in shown])


def detailed(head: Words, details: Iterable[FactValue | None]) -> FactValue:
    """A name with what is known of it in brackets."""
    inside = [detail for detail in details if detail and detail.text]
    if not inside:
        return worded(head)
    joined = _joined(pgettext("between details", "; "), inside)
    text = _("%(name)s (%(details)s)") % {"name": head.text, "details": joined.text}
    return FactValue(text, head.untranslated or joined.untranslated, None, head.language)


def labelled(label: str, value: FactValue) -> FactValue | None:
    """A detail with its label: “products: …”; nothing for an empty value."""
    if not value.text:
        return None
    text = _("%(label)s: %(value)s") % {"label": label, "value": value.text}
    return FactValue(text, value.untranslated, None, value.language)


def _joined(separator: str, values: list[FactValue]) -> FactValue:
    foreign = [value for value in values if value.untranslated]
    language = foreign[0].language if foreign else page_language()
    return FactValue(separator.join(value.text for value in values), bool(foreign), None, language)


def row(label: str | Promise, *values: FactValue | None) -> FactRow | None:
    """A row of the values that are known; None if none is."""
    known = [value for value in values if value and value.text]
    return FactRow(str(label), known) if known else None


def group(title: str | Promise, *rows: FactRow | None) -> FactGroup | None:
    """A group of the rows that are known; None if none is."""
    known = [line for line in rows if line]
    return FactGroup(str(title), known) if known else None
