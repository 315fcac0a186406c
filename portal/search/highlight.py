"""The words of a query marked in a result: plain text in, safe HTML out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.search.segmentation import APOSTROPHES, HAN, fold, is_han_word

Span = tuple[int, int]

#: Length of a snippet in columns: a Chinese character takes two.
SNIPPET_COLUMNS = 220
_LEAD_COLUMNS = 60
_LETTER = rf"[^\W_{HAN}]"
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "y", "e")


def snippet(texts: Iterable[str], words: Iterable[str]) -> SafeString:
    """The first of `texts` that holds one of the words, cut to a snippet around it, with the words marked.

    Args:
        texts: plain texts, the most telling first (summary, then the whole text).
        words: folded words of the query.
    """
    pattern = _pattern(words)
    filled = [text for text in texts if text.strip()]
    for text in filled:
        spans = _spans(text, pattern)
        if spans:
            return _cut_to_snippet(text, spans)
    return _cut_to_snippet(filled[0], []) if filled else SafeString("")


def marked(text: str, words: Iterable[str]) -> SafeString:
    """All of `text`, escaped, with the words marked."""
    return _with_marks(text, _spans(text, _pattern(words)))


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """Chinese words as they stand; others from the start of a word, whatever its ending."""
    chosen = sorted(set(words), key=len, reverse=True)
    parts = [re.escape(word) if is_han_word(word) else _latin_pattern(word) for word in chosen]
    return re.compile("|".join(parts)) if parts else None


def _latin_pattern(word: str) -> str:
    """Matches a word with its commonest English endings; what is found does not depend on it, only what is marked."""
    stem = next((word.removesuffix(end) for end in _ENDINGS if word.endswith(end) and len(word) >= len(end) + 4), word)
    longest_ending = 5 if len(stem) >= 4 else 0
    return rf"(?<!{_LETTER}){re.escape(stem)}{_LETTER}{{0,{longest_ending}}}(?!{_LETTER})"


def _spans(text: str, pattern: re.Pattern[str] | None) -> list[Span]:
    """Where the pattern matches the folded text, as positions in the text itself."""
    if pattern is None:
        return []
    origin: list[int] = []
    folded: list[str] = []
    for position, character in enumerate(text):
        bare = _bare(character)
        folded.append(bare)
        origin += [position] * len(bare)
    return [(origin[m.start()], origin[m.end() - 1] + 1) for m in pattern.finditer("".join(folded))]


@lru_cache(maxsize=20_000)
def _bare(character: str) -> str:
    return "" if character in APOSTROPHES else fold(character)


def _cut_to_snippet(text: str, spans: list[Span]) -> SafeString:
    start = _words_back(text, spans[0][0]) if spans else 0
    end = _forward(text, start)
    inside = [(first - start, last - start) for first, last in spans if last <= end]
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return format_html("{}{}{}", before, _with_marks(text[start:end], inside), after)


def _with_marks(text: str, spans: list[Span]) -> SafeString:
    starts = [0, *(last for _first, last in spans)]
    pairs = [(text[start:first], text[first:last]) for start, (first, last) in zip(starts, spans, strict=False)]
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pairs), text[starts[-1] :])


def _words_back(text: str, position: int) -> int:
    """Where a snippet begins: with the text if the first hit is near, else a little before the hit, at the start of a
    sentence or of a word."""
    if sum(map(_columns, text[:position])) <= SNIPPET_COLUMNS - _LEAD_COLUMNS:
        return 0
    start, columns = position, 0
    while columns < _LEAD_COLUMNS and text[start - 1] not in "。！？\n":
        start -= 1
        columns += _columns(text[start])
    while start < position and (text[start].isspace() or _inside_latin_word(text, start)):
        start += 1
    return start


def _forward(text: str, start: int) -> int:
    """Where a snippet that begins at `start` ends: after its columns are full, never inside a Latin word."""
    end, columns = start, 0
    while end < len(text) and columns < SNIPPET_COLUMNS:
        columns += _columns(text[end])
        end += 1
    whole = end
    while whole > start and (text[whole - 1].isspace() or _inside_latin_word(text, whole)):
        whole -= 1
    return whole if whole > start else end


def _inside_latin_word(text: str, position: int) -> bool:
    return 0 < position < len(text) and all(each.isascii() and each.isalnum() for each in text[position - 1 :][:2])


def _columns(character: str) -> int:
    return 2 if character > "\u2e7f" else 1
