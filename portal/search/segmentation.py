"""The portal's only segmenter: text in any language becomes the words it is found by.

Both sides of a search use it, so that Hai'an, Hai’an and Haian, or 高新区 inside a sentence, meet in the same words.
English stemming is left to PostgreSQL (text search configuration `portal`, see the first migration).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from portal.core.words import words

#: PostgreSQL's configuration for vectors and queries made of these words.
TEXT_CONFIG = "portal"
#: Longer words are cut; PostgreSQL refuses those above 2,046 bytes.
MAX_WORD_LENGTH = 64

HAN = r"\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_WORD = re.compile(f"[{HAN}]+")
_TOKEN = re.compile(rf"[{HAN}]+|\d+(?:[.,]\d+)+|[^\W_{HAN}]+")
APOSTROPHES = "'’‘ʼʻ`´′＇‛"
_INNER_APOSTROPHE = re.compile(rf"(?<=[^\W\d_{HAN}])[{APOSTROPHES}](?=[^\W\d_{HAN}])")


def _jieba() -> Any:
    """The segmenter, loaded by the first text that needs it: its dictionary takes 33 MB and 0.1 s."""
    import rjieba

    return rjieba


def fold(text: str) -> str:
    """`text` as it is compared: compatibility forms, case, accents and apostrophes inside words removed."""
    text = unicodedata.normalize("NFKC", _INNER_APOSTROPHE.sub("", text.replace("\x00", " ")))
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", bare)


def segment(text: str, locale_code: str) -> list[str]:
    """The words of `text`, folded, in the order of the text; long Chinese words are followed by the words inside them.

    Terms of the field (`portal.core.words`) come beside the dictionary's words, not in their place: a text indexed
    before a term entered the glossary is still found.
    """
    terms = han_terms(locale_code)
    found: list[str] = []
    for token in tokens(text):
        if not is_han_word(token):
            found.append(token)
            continue
        for word in cut(token):
            found += [word, *inner_words(word)]
        found += terms_within(token, terms)
    return found


def tokens(text: str) -> Iterator[str]:
    """Runs of Chinese characters, words of other scripts and figures of `text`, folded."""
    for match in _TOKEN.finditer(fold(text)):
        token = match.group()
        if is_han_word(token):
            yield token
        else:
            yield (token.replace(",", "") if token[0].isdigit() else token)[:MAX_WORD_LENGTH]


def is_han_word(token: str) -> bool:
    """Whether a folded token is a run of Chinese characters."""
    return bool(_HAN_WORD.match(token))


def cut(run: str) -> list[str]:
    """The dictionary's words of a run of Chinese characters, one after another.

    Unknown words are not guessed but left as single characters: a guess depends on the neighbours, so that the same
    name would be cut differently in a text and in a query.
    """
    return _jieba().cut(run, False)


def inner_words(word: str) -> list[str]:
    """The shorter dictionary words inside a Chinese word: 高新技术 → 高新, 技术."""
    if len(word) < 3:
        return []
    return list(dict.fromkeys(part for part in _jieba().cut_all(word) if 1 < len(part) < len(word)))


def han_terms(locale_code: str) -> HanTerms:
    """The Chinese terms of the field, ready for `terms_within`."""
    return _han_terms(words(locale_code))


def terms_within(run: str, terms: HanTerms) -> list[str]:
    """The terms that a run of Chinese characters contains, in order."""
    return [
        run[start : start + length]
        for start in range(len(run))
        for length in terms.lengths
        if run[start : start + length] in terms.words and start + length <= len(run)
    ]


def characters(text: str) -> list[str]:
    """Every Chinese character of `text`, in order: what a search for one character, or for an unknown name, needs."""
    return [character for run in _HAN_WORD.findall(fold(text)) for character in run]


def index_text(text: str, locale_code: str) -> str:
    """What goes into a vector: words, then single characters, parted by spaces.

    The characters are a second stream, so that neighbours in the text are neighbours there.
    """
    several = [word for word in segment(text, locale_code) if len(word) > 1 or not is_han_word(word)]
    return " ".join([*several, *characters(text)])


class HanTerms(NamedTuple):
    words: frozenset[str]
    lengths: tuple[int, ...]


@lru_cache(maxsize=8)
def _han_terms(known: frozenset[str]) -> HanTerms:
    folded = {fold(term) for term in known}
    chosen = frozenset(term for term in folded if _HAN_WORD.fullmatch(term) and 1 < len(term) <= MAX_WORD_LENGTH)
    return HanTerms(chosen, tuple(sorted({len(term) for term in chosen})))
