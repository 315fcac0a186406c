"""The engine of the settings. There is one address, one key and one model, so there is one engine a portal."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings

from portal.localization.engines import words
from portal.localization.engines.base import Engine, PermanentEngineError
from portal.localization.engines.deepl import DeepL
from portal.localization.engines.deepl import default_url as deepl_url
from portal.localization.engines.libretranslate import LibreTranslate
from portal.localization.engines.openai import DEFAULT_URL as OPENAI_URL
from portal.localization.engines.openai import OpenAI
from portal.localization.engines.transport import Access
from portal.localization.enums import EngineName


def engine_named(name: str = "") -> Engine | None:
    """The engine `name`, or that of the settings; None for `memory`, which is no service.

    Raises:
        PermanentEngineError: it is not the engine of the settings, or the settings do not suffice.
    """
    name = name or settings.TRANSLATION_ENGINE
    if name == EngineName.MEMORY:
        return None
    if name != settings.TRANSLATION_ENGINE:
        raise PermanentEngineError(words.NOT_SET_UP)
    for problem in problems():
        raise PermanentEngineError(problem)
    url, key, seconds = settings.TRANSLATION_URL, settings.TRANSLATION_KEY, settings.TRANSLATION_TIMEOUT
    return _engine(name, url, key, settings.TRANSLATION_MODEL, seconds)


def problems() -> list[str]:
    """What is wrong with the settings, as English msgids."""
    name, url, key = settings.TRANSLATION_ENGINE, settings.TRANSLATION_URL, settings.TRANSLATION_KEY
    if name not in EngineName.values:
        return [words.UNKNOWN_ENGINE]
    if name == EngineName.MEMORY:
        return []
    found = {
        words.URL_MISSING: name == EngineName.LIBRETRANSLATE and not url,
        words.URL_WRONG: bool(url) and not _is_plain_address(url),
        words.KEY_MISSING: not key and (name == EngineName.DEEPL or (name == EngineName.OPENAI and not url)),
        words.KEY_WRONG: not key.isascii() or any(char.isspace() or not char.isprintable() for char in key),
        words.MODEL_MISSING: name == EngineName.OPENAI and not settings.TRANSLATION_MODEL,
    }
    return [problem for problem, is_so in found.items() if is_so]


def _is_plain_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    plain = parts.username is None and parts.password is None and not any(char.isspace() for char in url)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain and port != 0


@lru_cache(maxsize=8)
def _engine(name: str, url: str, key: str, model: str, seconds: float) -> Engine:
    """One client a process, because clients remember languages and glossaries."""
    url = url.rstrip("/")
    if name == EngineName.LIBRETRANSLATE:
        return LibreTranslate(Access(url, key, seconds))
    if name == EngineName.DEEPL:
        return DeepL(Access(url or deepl_url(key), key, seconds))
    return OpenAI(Access(url or OPENAI_URL, key, seconds), model)
