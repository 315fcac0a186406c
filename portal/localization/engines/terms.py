"""Where terms occur in a text: the longest at each place, Latin ones as whole words."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LATIN = r"[0-9A-Za-zÀ-ɏ]"


def terms_pattern(terms: Iterable[str], *, plurals: bool = False) -> re.Pattern[str]:
    """What finds each of `terms`, of which there is at least one, whatever the case of its letters.

    Args:
        plurals: also finds English terms with the ending of the plural; the match is then no term itself.
    """
    ordered = sorted(terms, key=len, reverse=True)
    return re.compile("|".join(_whole_word(term, plurals) for term in ordered), re.IGNORECASE)


def occurring(texts: Iterable[str], pattern: re.Pattern[str]) -> set[str]:
    """The terms found in `texts`, in small letters."""
    return {match.group().casefold() for text in texts for match in pattern.finditer(text)}


def _whole_word(term: str, plurals: bool = False) -> str:
    """A pattern for `term`; Latin letters must not go on beside it, Chinese ones may."""
    before = rf"(?<!{_LATIN})" if re.match(_LATIN, term) else ""
    after = rf"(?!{_LATIN})" if re.match(_LATIN, term[-1:]) else ""
    body = re.escape(term)
    if plurals and len(term) > 2 and term[-1:].isascii() and term[-1:].islower():
        body = f"{body[:-1]}(?:y|ies)" if term.endswith("y") else f"{body}(?:e?s)?"
    return before + body + after
