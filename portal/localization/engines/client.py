"""What the engines have in common: what is sent at all, and what a status means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from portal.localization.engines import markup, words
from portal.localization.engines.base import (
    Answer,
    EngineError,
    Limits,
    PassingEngineError,
    PermanentEngineError,
    Request,
)
from portal.localization.engines.batching import is_too_long
from portal.localization.engines.transport import Access, Reply, exchange

#: Engines have been seen to ask for years; nobody waits longer than a day.
LONGEST_PAUSE = 24 * 60 * 60.0
#: What the title of a page, or any other hint, may take of a request.
CONTEXT_CHARACTERS = 1000

PASSING = {408: words.SLOW, 425: words.BUSY, 429: words.BUSY, 503: words.BUSY, 502: words.DOWN, 504: words.SLOW}
PERMANENT = {
    401: words.KEY,
    402: words.QUOTA,
    403: words.KEY,
    404: words.NOT_FOUND,
    413: words.TOO_LARGE,
    456: words.QUOTA,  # DeepL
}
#: Their words may repeat parts of the key.
SILENT = frozenset({401, 403})


class HttpEngine:
    """An engine over HTTP. A subclass says how its protocol asks (`_ask`)."""

    name: str
    limits: Limits

    def __init__(self, access: Access) -> None:
        self.access = access

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.access.url}>"

    def translate(self, request: Request) -> list[Answer]:
        """See `base.Engine`. Blank texts stay as they are, and too long ones are refused: neither is sent."""
        answers = [self._unsent(text) for text in request.texts]
        sent = [index for index, answer in enumerate(answers) if answer is None]
        if sent:
            asked = replace(
                request,
                texts=tuple(markup.sendable(request.texts[index]) for index in sent),
                context=markup.sendable(request.context[:CONTEXT_CHARACTERS]),
            )
            for index, answer in zip(sent, self._ask(asked), strict=True):
                answers[index] = answer
        return [answer for answer in answers if answer is not None]

    def _unsent(self, text: str) -> Answer | None:
        if is_too_long(text, self.limits):
            return Answer(refusal=words.TOO_LONG)
        return None if markup.sendable(text).strip() else Answer(text=text)

    def _ask(self, request: Request) -> list[Answer]:
        """One judged answer for each text."""
        raise NotImplementedError

    def _judged(self, request: Request, wordings: list[Any]) -> list[Answer]:
        """The answers for wordings in the order of the texts.

        Raises:
            PassingEngineError: another number of them, or something else than text among them.
        """
        if len(wordings) != len(request.texts) or not all(isinstance(wording, str) for wording in wordings):
            raise PassingEngineError(words.COUNT, billed=True, rests=False)
        return [
            markup.judged(text, wording, source=request.source, target=request.target)
            for text, wording in zip(request.texts, wordings, strict=True)
        ]

    def _exchange(self, method: str, path: str, *, body: Any = None, priced: bool = False) -> Any:
        """The JSON of a successful answer; None for one without content.

        Args:
            priced: whether the engine charges for such a request.

        Raises:
            EngineError: every other answer, and none.
        """
        try:
            reply = exchange(self.access, method, path, headers=self._headers(), body=body)
        except EngineError as error:
            error.billed = error.billed and priced
            raise
        if not 200 <= reply.status < 300:
            raise self._error(reply)
        found = reply.json()
        if reply.status != 204 and not isinstance(found, (dict, list)):
            raise PassingEngineError(words.NO_JSON, billed=priced, rests=False)
        return found

    def _headers(self) -> dict[str, str]:
        return {"Accept": "application/json"}

    def _error(self, reply: Reply) -> EngineError:
        """What a status means. Subclasses know more about their engine's words."""
        detail = "" if reply.status in SILENT else self.access.scrub(self._own_words(reply))
        if 300 <= reply.status < 400:
            return PermanentEngineError(words.REDIRECTED)
        if reply.status in PASSING:
            pause = retry_after(reply.headers)
            return PassingEngineError(PASSING[reply.status], detail=detail, retry_after=pause)
        if reply.status >= 500:
            return PassingEngineError(words.TROUBLE, detail=detail, retry_after=retry_after(reply.headers), rests=False)
        return PermanentEngineError(PERMANENT.get(reply.status, words.REFUSED), detail=detail)

    def _own_words(self, reply: Reply) -> str:
        """The message in an answer that tells a failure; nothing of a web page."""
        found = reply.json()
        for key in ("error", "message", "detail"):
            if isinstance(found, dict) and found.get(key):
                inner = found[key]
                return str(inner.get("message", "") if isinstance(inner, dict) else inner)
        return ""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from a `Retry-After` in seconds or as a date (RFC 9110, 10.2.3); None if it says neither."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value), LONGEST_PAUSE)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max((until - datetime.now(UTC)).total_seconds(), 0.0), LONGEST_PAUSE)
