"""Spellings that mean the same: Hai'an, Haian and Hai’an are one."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """`text` without what spellings differ in: case, accents, apostrophes, hyphens, spaces and full stops."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if char.isalnum())


def search_key(*names: str | None) -> str:
    """All names folded, one a line, each once: what lists, choosers and duplicates are found by."""
    return "\n".join(dict.fromkeys(key for name in names if name and (key := fold(name))))
