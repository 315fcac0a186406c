"""Words about the queue that several screens show."""

from __future__ import annotations

from django.utils.translation import gettext


def kept_error(message: str, detail: str = "") -> str:
    """An error as rows keep it: an English msgid, and on the next lines what the engine itself said."""
    return f"{message}\n{detail}".strip()


def shown_error(kept: str) -> str:
    """A kept error in the reader's language; the engine's own words stay as they are."""
    message, _line, detail = kept.partition("\n")
    return f"{gettext(message)} ({detail.strip()})" if detail.strip() else gettext(message) if message else ""
