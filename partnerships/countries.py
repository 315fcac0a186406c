"""Countries and regions as a form offers them: in the visitor's language, in an order the visitor can follow."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language, gettext_lazy
from django_countries import countries

from parks.sort_keys import sort_key

#: Most inquiries come from here; the rest follows by name.
FIRST = ("CN", "HK", "MO", "TW")


def country_choices() -> list[tuple[str, object]]:
    """Code and name of every country or region, after a line that asks to choose."""
    return [("", gettext_lazy("Please choose")), *_ordered(get_language() or "")]


@lru_cache(maxsize=16)
def _ordered(language: str) -> list[tuple[str, str]]:
    """Chinese names by pinyin, others by letters; `language` is the active one."""
    names = {code: str(name) for code, name in countries}
    rest = sorted((code for code in names if code not in FIRST), key=lambda code: sort_key(names[code]))
    return [(code, names[code]) for code in (*FIRST, *rest)]
