"""Texts of the memory that are like the one at hand: found by `services.likes`, weighed here.

**How alike.** The fuzzy match score of translation memories (Koehn and Senellart, “Convergence of Translation Memory
and Statistical Machine Translation”, 2010):

    score(a, b) = 1 − edits(a, b) / max(|a|, |b|)

where `edits` is Levenshtein's distance: the fewest tokens to be inserted, deleted or replaced. A token is a character
where the text is written without spaces between words (Chinese, Japanese, Thai, Lao, Khmer), otherwise a word or a mark
of punctuation. Markup and spaces are no tokens, case does not count, and a number is one token that equals every other
number. Then 0.05 is taken off where the numbers differ, so that “signed in 2024” is offered for “signed in 2025” but
never as the same; and 0.01 where the tokens are equal but markup, case or spaces are not. Only the same text has 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from wagtail.models import Locale

from portal.core.models import User
from portal.localization.enums import Origin
from portal.localization.services.likes import NUMBER, UNSPACED, WORDS, find_likes, words_of
from portal.localization.services.memory import TRUST

NUMBERS_DIFFER = 0.05
ONLY_FORM_DIFFERS = 0.01

_CHARACTERS = re.compile(rf"{NUMBER}|\S")
_IS_NUMBER = re.compile(NUMBER)


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
    likes = find_likes(texts=asked, source=source, target=target, threshold=threshold)
    people = User.objects.in_bulk({like.by_id for like in likes if like.by_id})
    for one in likes:
        score = similarity(one.text, one.source_text)
        if score >= threshold:
            by = people.get(one.by_id) if one.by_id else None
            match = Match(one.source_text, one.target_text, score, Origin(one.origin), by, one.updated_at)
            found[one.text].append(match)
    return {text: _best(matches)[:limit] for text, matches in found.items()}


def similarity(one: str, other: str) -> float:
    """How alike two segments are, from 0 to 1; the formula stands above."""
    from rapidfuzz.distance import Levenshtein  # here, so that only a process that compares carries it

    if one == other:
        return 1.0
    pattern = _CHARACTERS if UNSPACED.search(one) or UNSPACED.search(other) else WORDS
    tokens = [pattern.findall(words_of(text).lower()) for text in (one, other)]
    numbers = [[token for token in text if _IS_NUMBER.fullmatch(token)] for text in tokens]
    masked = [["0" if _IS_NUMBER.fullmatch(token) else token for token in text] for text in tokens]
    score = Levenshtein.normalized_similarity(*masked)
    if numbers[0] != numbers[1]:
        score -= NUMBERS_DIFFER
    elif score == 1:
        score -= ONLY_FORM_DIFFERS
    return round(max(score, 0.0), 4)


def _best(matches: list[Match]) -> list[Match]:
    ordered = sorted(
        matches, key=lambda match: (match.similarity, TRUST.index(match.origin), match.updated_at), reverse=True
    )
    once: dict[str, Match] = {}
    for match in ordered:
        once.setdefault(match.target_text, match)
    return list(once.values())
