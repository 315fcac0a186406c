"""Words of the files as columns of records."""

from __future__ import annotations

from typing import Any

from portal.core.localized import column
from portal.home.demo_loader.files import LOCALES


def columns(**fields: dict[str, str] | None) -> dict[str, Any]:
    """`name={"zh": …, "en": …}` as values of the columns `name_zh_hans` and `name_en`; None gives nothing."""
    return {
        column(field, LOCALES[language]): text
        for field, words in fields.items()
        for language, text in (words or {}).items()
    }
