"""What a job says about itself: kept as an English msgid, with details below it, and shown in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext

#: Longer details are of no use on a screen.
LONGEST = 2000


def note(msgid: str, detail: object = "") -> str:
    """The text to keep: `msgid` on the first line, `detail` (no language, such as a server's answer) below it."""
    # A column of text takes neither NUL nor halves of characters.
    words = str(detail).replace("\x00", "").encode(errors="replace").decode()
    return f"{' '.join(msgid.split())}\n{words}".strip()[:LONGEST]


def shown(kept: str) -> str:
    """The kept text with its first line in the present language."""
    msgid, _newline, detail = kept.partition("\n")
    return f"{gettext(msgid) if msgid else ''}\n{detail}".strip()
