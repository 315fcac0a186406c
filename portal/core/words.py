"""Words and readings of the field. Whoever knows them (the glossary) registers a provider here, in `AppConfig.ready()`;
segmentation and slugs ask here, so that neither has to know where words come from. (Fields of records in several
languages are the business of `portal.core.localized`.)"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar
from uuid import uuid4

from django.core.cache import cache

WordsProvider = Callable[[str], Iterable[str]]
T = TypeVar("T")
ReadingsProvider = Callable[[], Mapping[str, str]]

_VERSION_KEY = "core.words.version"
_word_providers: list[WordsProvider] = []
_reading_providers: list[ReadingsProvider] = []
_kept: dict[str, tuple[str, Any]] = {}


def register_words(provider: WordsProvider) -> WordsProvider:
    """Add a source of words: given a locale code, the terms that are one word of the field in that locale.

    The provider may read the database; its answer is kept until `forget_words()`. Returns the provider.
    """
    if provider not in _word_providers:
        _word_providers.append(provider)
    return provider


def register_readings(provider: ReadingsProvider) -> ReadingsProvider:
    """Add a source of readings: Chinese term → pinyin without tones, syllables parted by spaces.

    Example: 长三角 → `chang san jiao`. Returns the provider.
    """
    if provider not in _reading_providers:
        _reading_providers.append(provider)
    return provider


def words(locale_code: str) -> frozenset[str]:
    """All registered words of the locale, e.g. 双向飞地 for `zh-hans`."""

    def load() -> frozenset[str]:
        return frozenset(word for provider in _word_providers for word in provider(locale_code) if word)

    return keep(f"words:{locale_code}", load)


def readings() -> dict[str, str]:
    """All registered readings by Chinese term; where two providers differ, the later registration wins."""

    def load() -> dict[str, str]:
        return {term: reading for provider in _reading_providers for term, reading in provider().items() if reading}

    return dict(keep("readings", load))


def forget_words() -> None:
    """Ask the providers again, in every process. Call it on commit of a change to the glossary."""
    cache.delete(_VERSION_KEY)


def keep(key: str, load: Callable[[], T]) -> T:
    """What `load` made of the words, kept in this process under `key` until `forget_words()`, in whatever process.

    With Redis away every call loads anew.
    """
    version = cache.get(_VERSION_KEY)
    if version is None:
        version = uuid4().hex
        cache.add(_VERSION_KEY, version, timeout=None)
        version = cache.get(_VERSION_KEY, version)
    kept = _kept.get(key)
    if kept is None or kept[0] != version:
        kept = _kept[key] = (version, load())
    return kept[1]
