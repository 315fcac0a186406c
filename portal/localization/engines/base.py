"""What an engine takes and gives, and how it fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from portal.localization.engines import words


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the glossary and how the target language says it."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may hold.

    Attributes:
        texts, characters: of all texts together.
        longest: characters of a text that goes alone, where that may be more than several together; 0: it may not.
    """

    texts: int
    characters: int
    longest: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """Texts to translate together.

    Attributes:
        texts: inline HTML (`<b>`, `<i>`, `<a id="a1">`, `<br/>` …), within the engine's limits.
        source, target: codes of locales as Django writes them: `zh-hans`, `zh-hant`, `en`.
        terms: terms that occur in the texts.
        context: what the texts belong to, such as the title of their page; for engines that read it.
    """

    texts: tuple[str, ...]
    source: str
    target: str
    terms: tuple[Term, ...] = ()
    context: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The wording of one text, or why there is none (an English msgid)."""

    text: str = ""
    refusal: str = ""


class Engine(Protocol):
    """A client of one service."""

    name: str
    limits: Limits

    def translate(self, request: Request) -> list[Answer]:
        """One answer for each text, in their order.

        Raises:
            TooMuchError: fewer texts may do.
            PassingEngineError: worth another attempt later.
            PermanentEngineError: another attempt would end the same way until a person changes something.
        """


class EngineError(Exception):
    """A request failed.

    Attributes:
        message: an English msgid that says what happened and what to do.
        detail: the engine's own words, cut to 500 characters, without secrets; may be empty.
        billed: whether the engine may have charged for the request (it answered, or the connection broke midway).
    """

    def __init__(self, message: str, *, detail: str = "", billed: bool = False) -> None:
        super().__init__(f"{message} {detail}".strip())
        self.message = message
        self.detail = detail
        self.billed = billed


class PassingEngineError(EngineError):
    """Worth another attempt.

    Attributes:
        retry_after: seconds that the engine asked to wait; None if it did not say.
        rests: whether the whole engine is in trouble (down, rate-limited), so that other jobs should wait as well.
    """

    def __init__(
        self,
        message: str,
        *,
        detail: str = "",
        billed: bool = False,
        retry_after: float | None = None,
        rests: bool = True,
    ) -> None:
        super().__init__(message, detail=detail, billed=billed)
        self.retry_after = retry_after
        self.rests = rests


class TooMuchError(EngineError):
    """The texts together are more than the engine can hold, which only the engine knows. Fewer may do: whoever asked
    has the money for each request, and so asks again."""

    def __init__(self, *, billed: bool) -> None:
        super().__init__(words.TOO_LONG, billed=billed)


class PermanentEngineError(EngineError):
    """Final until a person changes something: a wrong key, a quota that is used up, a language it does not know."""
