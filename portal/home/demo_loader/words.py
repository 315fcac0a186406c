"""Words of the files as columns of records, and records found by their short address."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model

from portal.core.localized import column
from portal.core.partial_dates import PartialDate
from portal.home.demo_loader.files import LOCALES

Record = TypeVar("Record", bound=Model)


def columns(**fields: dict[str, str] | None) -> dict[str, Any]:
    """`name={"zh": …, "en": …}` as values of the columns `name_zh_hans` and `name_en`; None gives nothing."""
    return {
        column(field, LOCALES[language]): text
        for field, words in fields.items()
        for language, text in (words or {}).items()
    }


def ensure(model: type[Record], slug: str, **values: Any) -> tuple[Record, bool]:
    """The record with this short address, and whether it was made; one that is there keeps its values."""
    return model._default_manager.get_or_create(slug=slug, defaults=values)


def partial_date(parts: dict[str, Any] | None) -> PartialDate | None:
    """`{month: 2, day: 26, inferred_year: 2016}` as a date; nothing gives None."""
    if not parts:
        return None
    inferred = parts.get("inferred_year")
    return PartialDate(inferred or parts.get("year"), parts.get("month"), parts.get("day"), inferred=bool(inferred))
