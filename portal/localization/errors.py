"""What the queue and the approval refuse. Messages are for the person who asked."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext


class NotTranslatableError(Exception):
    """A source cannot be sent to translation.

    Attributes:
        msgid: says why, in English; the error itself says it in the language of whoever reads it.
    """

    def __init__(self, msgid: str) -> None:
        super().__init__(msgid)
        self.msgid = msgid

    def __str__(self) -> str:
        return gettext(self.msgid)


class RefusedError(Exception):
    """A translation cannot be marked as finished or published; the message says what to do.

    Attributes:
        code: names the reason for programs and tests.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class SourceGoneError(Exception):
    """Nothing is left to translate: the source was deleted or unpublished, or the language is switched off.

    Attributes:
        reason: an English msgid for whoever looks at the job.
    """

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


class WaitsForParentError(Exception):
    """The page above has no draft in the locale yet; the job must come back later."""


class TextTakenError(Exception):
    """Another job has taken another text of the same source (a draft, or what is live); this one begins again."""


class EnginePausedError(Exception):
    """An engine takes no requests at present.

    Attributes:
        until: when its rest is over; None if a person paused it and must let it go on.
    """

    def __init__(self, until: datetime | None) -> None:
        super().__init__(f"paused until {until}" if until else "paused")
        self.until = until


class CapReachedError(Exception):
    """A request would exceed what an engine may spend in a month."""


class LetterNotTranslatedError(Exception):
    """A letter was not translated; the message says why and what to do."""
