"""From what a visitor typed to PostgreSQL's query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from portal.search.segmentation import HanTerms, cut, han_terms, is_han_word, terms_within, tokens

#: What is typed beyond this many characters, and beyond this many words, is not looked at.
MAX_QUERY = 200
MAX_WORDS = 16
#: English words that only join others; looked for when nothing else was typed.
_JOINING = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "into", "is", "it", "its", "of", "on", "or"}
    | {"that", "the", "to", "was", "were", "with"}
)


@dataclass(frozen=True)
class ParsedQuery:
    """A question to the search table.

    Args:
        text: what was typed, without surrounding space and overlong rest.
        expression: words joined by AND, as a raw tsquery; empty where nothing was asked.
        forgiving: the same, but several Chinese words by their characters: finds what the dictionary cuts otherwise.
        words: what to mark in a result.
    """

    text: str
    expression: str
    forgiving: str
    words: tuple[str, ...]


def parse(typed: str, locale_code: str) -> ParsedQuery:
    """The question in `typed`, for the search of a locale. Any input is understood or empty, none is an error."""
    readable = typed.replace("\x00", " ").encode("utf-8", "ignore").decode()
    text = " ".join(readable.split())[:MAX_QUERY].strip()
    asked = _without_joining_words(list(tokens(text)))[:MAX_WORDS]
    terms = han_terms(locale_code)
    return ParsedQuery(
        text=text,
        expression=" & ".join(_by_words(token, terms) for token in asked),
        forgiving=" & ".join(_by_characters(token, terms) for token in asked),
        words=tuple(dict.fromkeys(word for token in asked for word in _marked(token))),
    )


def _without_joining_words(asked: list[str]) -> list[str]:
    telling = [token for token in asked if token not in _JOINING]
    return telling or asked


def _by_words(token: str, terms: HanTerms) -> str:
    """One token as tsquery: a run of Chinese is one term of the field, or else all of its dictionary's words."""
    if not is_han_word(token):
        return quoted(token)
    parts = " & ".join(han_parts(token))
    if token in terms_within(token, terms):
        return f"({quoted(token)} | ({parts}))"
    return f"({parts})"


def han_parts(run: str) -> list[str]:
    """The dictionary's words; neighbours that are single characters (unknown names) must be neighbours in the text."""
    parts: list[str] = []
    for single, group in groupby(cut(run), key=lambda word: len(word) == 1):
        words = list(group)
        parts += [_phrase(words)] if single else [quoted(word) for word in words]
    return parts


def _by_characters(token: str, terms: HanTerms) -> str:
    """One token as tsquery that also finds Chinese cut otherwise. A single word of the dictionary is taken as it is:
    和服 must not be found in 产品和服务."""
    composed = is_han_word(token) and len(cut(token)) > 1
    return _phrase(token) if composed else _by_words(token, terms)


def _phrase(characters: Iterable[str]) -> str:
    return "(" + " <-> ".join(quoted(character) for character in characters) + ")"


def quoted(word: str) -> str:
    """A word as a lexeme. Tokens are letters and figures only, so there is nothing to escape."""
    return f"'{word}'"


def _marked(token: str) -> list[str]:
    return [token, *(word for word in cut(token) if len(word) > 1)] if is_han_word(token) else [token]
