"""LibreTranslate: https://docs.libretranslate.com, free software for one's own server.

Its codes of Chinese have changed: `zh` and `zt` up to 1.6, `zh-Hans` and `zh-Hant` since; each server is asked once.
"""

from __future__ import annotations

from typing import Any

from portal.localization.engines import words
from portal.localization.engines.base import (
    Answer,
    EngineError,
    Limits,
    PassingEngineError,
    PermanentEngineError,
    Request,
)
from portal.localization.engines.client import HttpEngine
from portal.localization.engines.transport import Access, Reply

#: What a server may call a locale, the clearest first. Bare `zh` is simplified and `zt` traditional.
CODES = {"zh-hans": ("zh-hans", "zh-cn", "zh"), "zh-hant": ("zh-hant", "zh-tw", "zt")}


class LibreTranslate(HttpEngine):
    name = "libretranslate"
    #: A server without a graphics card translates a few sentences a second.
    limits = Limits(texts=20, characters=2_000, longest=5_000)

    def __init__(self, access: Access) -> None:
        super().__init__(access)
        self._codes: dict[str, str] = {}

    def _ask(self, request: Request) -> list[Answer]:
        body = {
            "q": list(request.texts),
            "source": self._code(request.source),
            "target": self._code(request.target),
            "format": "html",
        }
        if self.access.key:
            body["api_key"] = self.access.key
        found = self._exchange("POST", "/translate", body=body, priced=True)
        wordings = found.get("translatedText") if isinstance(found, dict) else None
        if not isinstance(wordings, list):
            raise PassingEngineError(words.NO_JSON, billed=True, rests=False)
        return self._judged(request, wordings)

    def _code(self, locale: str) -> str:
        """The server's code of a locale. Raises PermanentEngineError if it has none."""
        known = self._codes
        if not known or not _match(locale, known):  # the language may have been added since
            known = self._codes = self._known_codes()
        code = _match(locale, known)
        if not code:
            raise PermanentEngineError(words.LANGUAGE, detail=locale)
        return code

    def _known_codes(self) -> dict[str, str]:
        """Codes of the server by their small letters."""
        found = self._exchange("GET", "/languages")
        entries: list[Any] = found if isinstance(found, list) else []
        codes = [entry.get("code") for entry in entries if isinstance(entry, dict)]
        known = {code.lower(): code for code in codes if isinstance(code, str)}
        if not known:
            raise PassingEngineError(words.NO_JSON, rests=False)
        return known

    def _error(self, reply: Reply) -> EngineError:
        told = self._own_words(reply).lower()
        if reply.status == 400:
            for part, message in (
                ("is not supported", words.LANGUAGE),
                ("not available as a target", words.LANGUAGE),
                ("limit", words.TOO_LARGE),
                ("api key", words.KEY),
            ):
                if part in told:
                    return PermanentEngineError(message, detail=self.access.scrub(self._own_words(reply)))
        if reply.status == 403 and "too many" in told:  # a client that is barred for its number of requests
            return PassingEngineError(words.BUSY)
        return super()._error(reply)


def _match(locale: str, known: dict[str, str]) -> str:
    wanted = CODES.get(locale, (locale, locale.split("-")[0]))
    return next((known[code] for code in wanted if code in known), "")
