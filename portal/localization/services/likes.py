"""Rows of the memory that may be like a text. `services.fuzzy` weighs them.

**Text in words** is looked for by its rarest words, in a full-text index. A text that scores t keeps at least t · n of
the n tokens asked for, so it loses at most L = ⌊(1 − t) · n⌋ of them (where it is the longer one, fewer). So it has at
least j of any L + j words; and of g groups of ⌊L / g⌋ + j words each it has at least j of one. That is asked of the
index as it stands, with j as large as the words allow, up to 3: one common word finds half of the memory, three of nine
find what is alike. None that scores is missed. How rare a word is PostgreSQL knows from its statistics of that index;
what stands in none of them is rare, and of two such words the longer one is the rarer.

**Text without spaces** (Chinese, Japanese, Thai, Lao, Khmer), and text with too few words, is looked for by pg_trgm. It
cuts a run of letters into groups of three, with two blanks before and one after; under C.UTF-8 (and en_US.UTF-8)
Chinese characters are letters. Rows are found that share enough groups. One changed character in a text of n takes up
to three groups of n + 1 with it, so short texts share few with their likes: three characters and a fourth share 2 of 7
(0.29), four with another in the middle 2 of 8 (0.25). So the floor is 0.2 up to `SHORT` characters and 0.3 above. Two
characters can be like nothing but themselves (one of two is half), and are found like any other text.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from wagtail.models import Locale

#: Up to so many characters a text counts as short, and its likes are looked for more widely.
SHORT = 12
FLOOR_SHORT, FLOOR = 0.2, 0.3
#: Longer texts (characters) are offered nothing: a person would not find the difference.
LONGEST = 5000
#: Candidates for one text.
CANDIDATES = 30
#: Words of which a row must have several (j above), at most, and what a group of words may lose.
SURE, LOST_OF_GROUP = 3, 6
#: Longer words (characters) are not asked for: the index may have left them out.
LONGEST_WORD = 255

NUMBER = r"\d+(?:[.,]\d+)*"
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
)
WORDS = re.compile(rf"{NUMBER}|\w+|[^\w\s]")

_TAG = re.compile(r"<[^>]*>")
_LETTERS = re.compile(r"[^\W\d_]+")
# As the two indexes have them.
_WORDS_SQL = "regexp_replace(source_text, '<[^>]*>', '', 'g')"
_LEXEMES_SQL = f"to_tsvector('simple', regexp_replace(left({_WORDS_SQL}, 20000), '[^[:alpha:]]+', ' ', 'g'))"
# `+ 0` and the switch below keep the planner, which cannot see the texts, from reading all rows of the languages.
_CANDIDATES = """
    SELECT asked.number - 1, entry.source_text, entry.target_text, entry.origin, entry.by_id, entry.updated_at
    FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS asked(words, query, number)
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
_BY_LEXEMES = _CANDIDATES.format(words=_WORDS_SQL, condition=f"{_LEXEMES_SQL} @@ asked.query::tsquery")
_SET = "SELECT set_config('pg_trgm.similarity_threshold', %s, true), set_config('enable_seqscan', %s, true)"
_PRESENT = "SELECT current_setting('pg_trgm.similarity_threshold', true), current_setting('enable_seqscan')"
_FREQUENT = """
    SELECT known.word, known.share
    FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS known(word, share)
    WHERE schemaname = current_schema() AND tablename = 'memory_lexemes' AND known.word IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Like:
    """A row of the memory that may be like `text`."""

    text: str
    source_text: str
    target_text: str
    origin: str
    by_id: int | None
    updated_at: datetime


def words_of(text: str) -> str:
    """A segment without its markup."""
    return html.unescape(_TAG.sub("", text))


@transaction.atomic
def find_likes(*, texts: Iterable[str], source: Locale, target: Locale, threshold: float) -> list[Like]:
    """Up to `CANDIDATES` rows for each text; one query for all texts that are looked for in the same way.

    Args:
        threshold: the least score that matters, from 0 to 1.
    """
    ways = _ways([text for text in texts if 0 < len(words_of(text)) <= LONGEST], threshold)
    found: list[Like] = []
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT)
        threshold_before, scans_before = cursor.fetchone()
        for floor, asked in ways.items():
            cursor.execute(_SET, [str(floor), "off"])
            found += _look_up(cursor, floor, asked, source, target)
        cursor.execute(_SET, [threshold_before or "0.3", scans_before])
    return found


def _look_up(cursor: Any, floor: float, asked: Sequence[tuple[str, str]], source: Locale, target: Locale) -> list[Like]:
    columns = [[_TAG.sub("", text) for text, _query in asked], [query for _text, query in asked]]
    cursor.execute(_BY_TRIGRAMS if floor else _BY_LEXEMES, [*columns, source.pk, target.pk, CANDIDATES])
    return [Like(asked[number][0], *row) for number, *row in cursor.fetchall()]


def _ways(texts: Sequence[str], threshold: float) -> dict[float, list[tuple[str, str]]]:
    """The least similarity of trigrams → texts; 0: by words, each text with its query."""
    spaced = [text for text in texts if not UNSPACED.search(text)]
    shares = _shares() if spaced else {}
    queries = {text: words_query(words_of(text), threshold, shares) for text in spaced}
    ways: dict[float, list[tuple[str, str]]] = {}
    for text in texts:
        query = queries.get(text, "")
        floor = 0.0 if query else FLOOR_SHORT if len(words_of(text)) <= SHORT else FLOOR
        ways.setdefault(floor, []).append((text, query))
    return ways


def _shares() -> dict[str, float]:
    """Frequent words → the share of rows that have them, as far as the index has been analysed."""
    with connection.cursor() as cursor:
        cursor.execute(_FREQUENT)
        return dict(cursor.fetchall())


def words_query(words: str, threshold: float, shares: Mapping[str, float]) -> str:
    """A tsquery that every text fits that scores `threshold`; empty where the text has too few words for one.

    Args:
        shares: frequent words → the share of rows that have them.
    """
    if any(unicodedata.category(character).startswith("M") for character in words):
        return ""  # PostgreSQL does not part words at these marks as we do
    tokens = WORDS.findall(words.lower())
    lost = int((1 - threshold) * len(tokens) + 1e-9)
    runs = dict.fromkeys(run.group() for token in tokens if (run := _LETTERS.search(token)))
    known = [run for run in runs if run.isalpha() and len(run) <= LONGEST_WORD]  # “m²” is no word for PostgreSQL
    rarest = sorted(known, key=lambda run: (shares.get(run, 0), -len(run)))
    number = max(1, -(-lost // LOST_OF_GROUP))
    size = min(lost // number + SURE, len(rarest) // number)
    sure = size - lost // number
    if sure < 1:
        return ""
    chosen = rarest[: size * number]
    return "|".join(_at_least(sure, chosen[start::number]) for start in range(number))


def _at_least(number: int, words: Sequence[str]) -> str:
    """A tsquery for rows that have `number` of `words`, or more."""
    if number == 1:
        return f"({'|'.join(words)})"
    ways = (f"{word}&{_at_least(number - 1, words[place + 1 :])}" for place, word in enumerate(words[: 1 - number]))
    return f"({'|'.join(ways)})"
