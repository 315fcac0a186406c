"""From records to the shapes that all resources share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import translation
from modeltranslation import settings as columns

from portal.core.localized import Said, column, page_language, reading_order
from portal.core.partial_dates import PartialDate

Data = dict[str, Any]


def by_language(read: Callable[[str], str | None]) -> Data | None:
    """`read(code)` of every language with the words a reader of the active one gets; None where all are empty."""
    texts: Data = {code: read(code) or None for code in columns.AVAILABLE_LANGUAGES}
    lang = next((code for code in reading_order() if texts[code]), None)
    return texts | {"text": texts[lang], "lang": lang} if lang else None


def words(record: models.Model | None, field: str) -> Data | None:
    """The words of a field of a record in every language; None without record or words."""
    return by_language(lambda code: getattr(record, column(field, code))) if record else None


def said(value: Said | None) -> Data | None:
    """The same of words that no longer know their record."""
    return by_language(dict(value.texts).get) if value else None


def label(text: Any) -> Data | None:
    """What a lazy text says in every language."""

    def read(code: str) -> str:
        with translation.override(code):
            return str(text)

    return by_language(read)


def choice(kind: type[models.TextChoices], value: str | None) -> Data | None:
    """A value of `kind`; None where it is empty or not stated."""
    if not value or value == "not_stated":
        return None
    return {"code": str(value), "label": _label_of(kind, str(value), page_language())}


@lru_cache(maxsize=2048)
def _label_of(kind: type[models.TextChoices], value: str, language: str) -> Data | None:
    """Kept by the active language, which the text follows: a list asks for the same few labels again and again."""
    return label(kind(value).label)


def country(value: Any) -> Data | None:
    """A country or region by its ISO code."""
    if not value:
        return None

    def read(code: str) -> str:
        with translation.override(code):
            return str(value.name)

    return {"code": value.code, "label": by_language(read)}


def ref(record: Any) -> Data | None:
    """A named record by short address and name; None without one."""
    return {"slug": record.slug, "name": words(record, "name")} if record else None


def refs(records: Iterable[Any]) -> list[Data]:
    return [found for record in records if (found := ref(record))]


def partial_date(value: PartialDate | None) -> Data | None:
    """A partial date. In EDTF a `?` on the left of a part qualifies that part alone, which is how it is stored."""
    if value is None:
        return None
    return {
        "year": None if value.inferred else value.year,
        "month": value.month,
        "day": value.day,
        "inferred_year": value.year if value.inferred else None,
        "year_basis": value.year and ("inferred" if value.inferred else "stated"),
        "edtf": str(value),
    }


def number(value: Decimal | None) -> int | float | None:
    """A figure as a number of JSON: whole ones without a fraction."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def money(amount: Decimal | None, currency: str) -> Data | None:
    return None if amount is None else {"amount": number(amount), "currency": currency or None}


def spellings(record: Any) -> list[Data]:
    """Other spellings and former names of a record with `aliases`."""
    return [{"spelling": one.spelling, "former": one.former} for one in record.aliases.all()]


def view_links(name: str, slug: str) -> Data:
    """Whole addresses of a public view, which every language has, by its name and a short address."""
    found = {}
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            found[code] = reverse(name, args=[slug])
    return links(found)


def links(addresses: dict[str, str]) -> Data:
    """Whole addresses of pages by language from their paths; null where a language has none."""
    return {
        code: settings.PORTAL_BASE_URL + addresses[code] if addresses.get(code) else None
        for code in columns.AVAILABLE_LANGUAGES
    }
