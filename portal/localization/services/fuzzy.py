"""Texts of the memory that are like the one at hand: found by trigrams in the database, weighed here.

**How alike.** The fuzzy match score of translation memories (Koehn and Senellart, “Convergence of Translation Memory
and Statistical Machine Translation”, 2010):

    score(a, b) = 1 − edits(a, b) / max(|a|, |b|)

where `edits` is Levenshtein's distance: the fewest tokens to be inserted, deleted or replaced. A token is a character
where the text is written without spaces between words (Chinese, Japanese, Thai, Lao, Khmer), otherwise a word or a mark
of punctuation. Markup and spaces are no tokens, case does not count, and a number is one token that equals every other
number. Then 0.05 is taken off where the numbers differ, so that “signed in 2024” is offered for “signed in 2025” but
never as the same; and 0.01 where the tokens are equal but markup, case or spaces are not. Only the same text has 1.

**How found.** By PostgreSQL's pg_trgm, over one index on the words without markup. It cuts a run of letters into groups
of three, with two blanks before and one after; under C.UTF-8 (and en_US.UTF-8) Chinese characters are letters.

Text without spaces: rows that share enough groups. One changed character in a text of n takes up to three groups of
n + 1 with it, so short texts share few with their likes: three characters and a fourth share 2 of 7 (0.29), four with
another in the middle 2 of 8 (0.25). So the floor is 0.2 up to `SHORT` characters and 0.3 above. Two characters can be
like nothing but themselves (one of two is half), and are found like any other text.

Text in words: groups of three letters are too common to choose by. But a text that scores t has at least t · n of the n
tokens asked for, so it has one of any ⌊(1 − t) · n⌋ + 1 of them. The longest words are taken, as the rarest, and as
many of the next longest. Where there are too few words of three letters or more, such a text is looked for like one
without spaces.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from rapidfuzz.distance import Levenshtein
from wagtail.models import Locale

from portal.core.models import User
from portal.localization.enums import Origin
from portal.localization.services.memory import TRUST

NUMBERS_DIFFER = 0.05
ONLY_FORM_DIFFERS = 0.01
#: Up to so many characters a text counts as short, and its likes are looked for more widely.
SHORT = 12
FLOOR_SHORT, FLOOR = 0.2, 0.3
#: Longer texts (characters) are offered nothing: a person would not find the difference.
LONGEST = 5000
#: Candidates weighed for one text.
CANDIDATES = 30

_TAG = re.compile(r"<[^>]*>")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
)
_NUMBER = r"\d+(?:[.,]\d+)*"
_CHARACTERS = re.compile(rf"{_NUMBER}|\S")
_WORDS = re.compile(rf"{_NUMBER}|\w+|[^\w\s]")
_IS_NUMBER = re.compile(_NUMBER)

_WORD = re.compile(r"[^\W\d_]{3,}")
_WORDS_SQL = "regexp_replace(source_text, '<[^>]*>', '', 'g')"  # as the index has it
# `+ 0` and the switch below keep the planner, which cannot see the texts, from reading all rows of the languages.
_CANDIDATES = """
    SELECT asked.number - 1, entry.source_text, entry.target_text, entry.origin, entry.by_id, entry.updated_at
    FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS asked(words, patterns, number)
    CROSS JOIN LATERAL (
        SELECT *, similarity({words}, asked.words) AS alike
        FROM localization_memoryentry
        WHERE {condition} AND source_locale_id + 0 = %s AND target_locale_id + 0 = %s
            AND length(source_text) BETWEEN length(asked.words) * 0.3 AND length(asked.words) * 4 + 40
        ORDER BY alike DESC, updated_at DESC
        LIMIT %s
    ) AS entry
"""
_BY_TRIGRAMS = _CANDIDATES.format(words=_WORDS_SQL, condition=f"{_WORDS_SQL} %% asked.words")
# The first group of words leads through the index; the second is tried on what that finds.
_BY_WORDS = _CANDIDATES.format(
    words=_WORDS_SQL,
    condition=f"""{_WORDS_SQL} ILIKE ANY (string_to_array(split_part(asked.patterns, '|', 1), ' '))
            AND CASE WHEN split_part(asked.patterns, '|', 2) = '' THEN true ELSE
                {_WORDS_SQL} ILIKE ANY (string_to_array(split_part(asked.patterns, '|', 2), ' ')) END""",
)
_SET = "SELECT set_config('pg_trgm.similarity_threshold', %s, true), set_config('enable_seqscan', %s, true)"
_PRESENT = "SELECT current_setting('pg_trgm.similarity_threshold', true), current_setting('enable_seqscan')"


@dataclass(frozen=True, slots=True)
class Match:
    """A wording on offer; `similarity` (0 to 1) is that of its source text to the text asked about."""

    source_text: str
    target_text: str
    similarity: float
    origin: Origin
    by: User | None
    updated_at: datetime


def similar(
    *, text: str, source: Locale, target: Locale, limit: int | None = None, threshold: float | None = None
) -> list[Match]:
    """The wordings to offer for `text`; see `similar_many`."""
    return similar_many(texts=[text], source=source, target=target, limit=limit, threshold=threshold)[text]


def similar_many(
    *, texts: Iterable[str], source: Locale, target: Locale, limit: int | None = None, threshold: float | None = None
) -> dict[str, list[Match]]:
    """The wordings to offer for each of `texts`, in a constant number of queries.

    The most alike first; of equally alike ones people's before imported before machines', then the newest. Each wording
    is offered once.

    Args:
        texts: segments as the memory keeps them, inline HTML.
        limit: how many for each text; unless told, `TRANSLATION_MEMORY_OFFERS`.
        threshold: the least similarity; unless told, `TRANSLATION_MEMORY_THRESHOLD`.
    """
    limit = settings.TRANSLATION_MEMORY_OFFERS if limit is None else limit
    threshold = settings.TRANSLATION_MEMORY_THRESHOLD if threshold is None else threshold
    asked = list(dict.fromkeys(texts))
    found: dict[str, list[Match]] = {text: [] for text in asked}
    rows = _candidates([text for text in asked if 0 < len(_words(text)) <= LONGEST], source, target, threshold)
    people = User.objects.in_bulk({row[4] for _text, row in rows if row[4]})
    for text, (_number, source_text, target_text, origin, by_id, updated_at) in rows:
        score = similarity(text, source_text)
        if score >= threshold:
            match = Match(source_text, target_text, score, Origin(origin), people.get(by_id), updated_at)
            found[text].append(match)
    return {text: _best(matches)[:limit] for text, matches in found.items()}


def similarity(one: str, other: str) -> float:
    """How alike two segments are, from 0 to 1; the formula stands above."""
    if one == other:
        return 1.0
    pattern = _CHARACTERS if _UNSPACED.search(one) or _UNSPACED.search(other) else _WORDS
    tokens = [pattern.findall(_words(text).lower()) for text in (one, other)]
    numbers = [[token for token in text if _IS_NUMBER.fullmatch(token)] for text in tokens]
    masked = [["0" if _IS_NUMBER.fullmatch(token) else token for token in text] for text in tokens]
    score = Levenshtein.normalized_similarity(*masked)
    if numbers[0] != numbers[1]:
        score -= NUMBERS_DIFFER
    elif score == 1:
        score -= ONLY_FORM_DIFFERS
    return round(max(score, 0.0), 4)


def _words(text: str) -> str:
    return html.unescape(_TAG.sub("", text))


_Row = tuple[Any, ...]


@transaction.atomic
def _candidates(texts: Sequence[str], source: Locale, target: Locale, threshold: float) -> list[tuple[str, _Row]]:
    """Rows of the memory that may be like each text; one query for all texts that are looked for in the same way."""
    found: list[tuple[str, _Row]] = []
    ways: dict[float, list[tuple[str, str]]] = {}
    for text in texts:
        patterns = _patterns(_words(text), threshold)
        ways.setdefault(_floor(text, patterns), []).append((text, patterns))
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT)
        threshold_before, scans_before = cursor.fetchone()
        for floor, asked in ways.items():
            cursor.execute(_SET, [str(floor), "off"])
            columns = [[_TAG.sub("", text) for text, _one in asked], [one for _text, one in asked]]
            query = _BY_TRIGRAMS if floor else _BY_WORDS
            cursor.execute(query, [*columns, source.pk, target.pk, CANDIDATES])
            found += [(asked[row[0]][0], row) for row in cursor.fetchall()]
        cursor.execute(_SET, [threshold_before or "0.3", scans_before])
    return found


def _patterns(words: str, threshold: float) -> str:
    """One or two groups of patterns of ILIKE, of each of which any text that scores `threshold` fits one.

    Patterns are parted by spaces, groups by a bar. Empty: look otherwise.
    """
    if _UNSPACED.search(words):
        return ""
    needed = int((1 - threshold) * len(_WORDS.findall(words))) + 1
    longest = sorted(_WORD.findall(words), key=len, reverse=True)
    groups = [longest[start : start + needed] for start in (0, needed)]
    whole = [group for group in groups if len(group) == needed]
    return "|".join(" ".join(f"%{word}%" for word in dict.fromkeys(group)) for group in whole)


def _floor(text: str, patterns: str) -> float:
    """The least similarity of trigrams; 0 where the patterns choose."""
    if patterns:
        return 0.0
    return FLOOR_SHORT if len(_words(text)) <= SHORT else FLOOR


def _best(matches: list[Match]) -> list[Match]:
    ordered = sorted(
        matches, key=lambda match: (match.similarity, TRUST.index(match.origin), match.updated_at), reverse=True
    )
    once: dict[str, Match] = {}
    for match in ordered:
        once.setdefault(match.target_text, match)
    return list(once.values())
