"""Run as a program of its own: a PDF from standard input, one word of what it is to standard output.

A kilobyte of a PDF may unpack to gigabytes while it is opened, and only the system can end that: the portal's processes
stay as they are, whatever this one meets. It knows nothing of the portal, which never imports it.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pikepdf import Array, Dictionary, Object, PasswordError, Pdf, PdfError, Stream

#: Address space in bytes, and seconds of a processor: a book of a thousand pages needs a fifth of both.
_MEMORY = 512 * 1024**2
_SECONDS = 10
#: Objects looked at in one file; a book of a thousand pages has fewer.
MOST_OBJECTS = 300_000
#: Keys that nothing harmless has (ISO 32000-2, 12.6 and 7.11).
_ACTING_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/RichMediaContent", "/XFA"})
#: Actions that run, open, send or play something.
_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/GoToE", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute", "/Movie"}
)
_TYPES = frozenset({"/EmbeddedFile"})
_SUBTYPES = frozenset({"/RichMedia", "/FileAttachment", "/3D", "/Movie", "/Screen", "/Sound"})
#: Actions that a reader may do by itself, without a click: they stay within the file. Addresses, other files and
#: threads of other files wait for a click.
_OWN_ACTIONS = frozenset({"/GoTo", "/Named", "/SetOCGState", "/Trans"})
_MOST_CHAINED = 100
#: Warnings of objects that were not read, or that another reader reads in another way. They are empty to this one.
_UNREAD = ("limits error", "giving up", "error decoding", "unfilterable", "duplicated key")
_NO_MEMORY = "bad_alloc"


class _TooManyObjectsError(Exception):
    """More than `MOST_OBJECTS`."""


def main() -> None:
    for limit, value in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    sys.stdout.write(_told_of(sys.stdin.buffer.read()))


def _told_of(content: bytes) -> str:
    """`fine`, or why a PDF is refused: `damaged`, `locked`, `active`, `large`."""
    try:
        # Without mending: what is found in a damaged file is not what a reader finds in it.
        with Pdf.open(BytesIO(content), attempt_recovery=False, suppress_warnings=True) as document:
            return _told_of_open(document)
    except PasswordError:
        return "locked"
    except (_TooManyObjectsError, MemoryError):
        return "large"
    except (PdfError, ValueError, TypeError, RuntimeError, OverflowError):
        return "damaged"


def _told_of_open(document: Pdf) -> str:
    warnings = document.get_warnings()
    is_acting = any(_acts(found) for found in _dictionaries(document))
    has_pages = bool(len(document.pages))
    warnings += document.get_warnings()
    if any(_NO_MEMORY in warning for warning in warnings):
        return "large"
    if is_acting:
        return "active"
    is_unread = any(words in warning for warning in warnings for words in _UNREAD)
    return "damaged" if is_unread or not has_pages else "fine"


def _dictionaries(document: Any) -> Iterator[Any]:
    """Every dictionary of the document, those within others too, each looked at once."""
    seen = 0
    for top in (document.trailer, *document.objects):
        waiting = [top]
        while waiting:
            seen += 1
            if seen > MOST_OBJECTS:
                raise _TooManyObjectsError
            current = waiting.pop()
            if isinstance(current, (Dictionary, Stream)):
                yield current
                waiting.extend(value for value in _values(current) if not value.is_indirect)
            elif isinstance(current, Array):
                if len(current) > MOST_OBJECTS:
                    raise _TooManyObjectsError
                waiting.extend(value for value in current if _is_container(value) and not value.is_indirect)


def _values(found: Any) -> list[Any]:
    return [value for value in (found.get(key) for key in found.keys()) if _is_container(value)]  # noqa: SIM118


def _is_container(value: Any) -> bool:
    return isinstance(value, Object) and isinstance(value, (Dictionary, Array, Stream))


def _acts(found: Any) -> bool:
    if not _ACTING_KEYS.isdisjoint(found.keys()) or (isinstance(found, Stream) and "/F" in found):
        return True
    named = ((found.get("/S"), _ACTIONS), (found.get("/Type"), _TYPES), (found.get("/Subtype"), _SUBTYPES))
    if any(value is not None and str(value) in names for value, names in named):
        return True
    return any(str(action.get("/S")) not in _OWN_ACTIONS for action in _automatic(found))


def _automatic(found: Any) -> Iterator[Any]:
    """The actions that are done without a click: on opening (an array there is a place in the file), and on events;
    with those that follow them."""
    events = found.get("/AA")
    waiting = [found.get("/OpenAction"), *(_values(events) if isinstance(events, Dictionary) else [])]
    waiting = [action for action in waiting if isinstance(action, Dictionary)]
    for _number in range(_MOST_CHAINED):
        if not waiting:
            return
        action = waiting.pop()
        yield action
        following = action.get("/Next")
        together = list(following) if isinstance(following, Array) else [following]
        waiting.extend(one for one in together if isinstance(one, Dictionary))
    raise ValueError("a chain of actions without end")


if __name__ == "__main__":
    main()
