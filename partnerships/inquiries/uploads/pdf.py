"""PDF files: whole, and without anything that acts by itself or carries other files."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from partnerships.inquiries.uploads.kinds import PDF, Kind, RefusedFileError

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


def check_pdf(content: bytes) -> Kind:
    """Raise RefusedFileError for a PDF that is damaged, locked, or does more than show pages."""
    from pikepdf import PasswordError, Pdf, PdfError

    try:
        # Without mending: what is found in a damaged file is not what a reader finds in it.
        with Pdf.open(BytesIO(content), attempt_recovery=False, suppress_warnings=True) as document:
            is_acting = any(_acts(found) for found in _dictionaries(document))
            if not len(document.pages):
                raise RefusedFileError(_damaged(), code="damaged")
    except PasswordError as error:
        raise RefusedFileError(
            _("This PDF is protected by a password. Please save it without one."), code="locked"
        ) from error
    except (PdfError, ValueError, TypeError, RuntimeError, OverflowError) as error:
        raise RefusedFileError(_damaged(), code="damaged") from error
    if is_acting:
        raise RefusedFileError(
            _(
                "This PDF contains a script, a form that sends data, or other files. Please print it to a new PDF and "
                "add that."
            ),
            code="active",
        )
    return PDF


def _dictionaries(document: Any) -> Iterator[Any]:
    """Every dictionary of the document, those within others too, each looked at once."""
    from pikepdf import Array, Dictionary, Stream

    seen = 0
    for top in (document.trailer, *document.objects):
        waiting = [top]
        while waiting:
            seen += 1
            if seen > MOST_OBJECTS:
                raise RefusedFileError(_("This PDF has too many parts. Please print it to a new PDF."), code="large")
            current = waiting.pop()
            if isinstance(current, (Dictionary, Stream)):
                yield current
                waiting.extend(value for value in _values(current) if not value.is_indirect)
            elif isinstance(current, Array):
                waiting.extend(value for value in current if _is_container(value) and not value.is_indirect)


def _values(found: Any) -> list[Any]:
    return [value for value in (found.get(key) for key in found.keys()) if _is_container(value)]  # noqa: SIM118


def _is_container(value: Any) -> bool:
    from pikepdf import Array, Dictionary, Stream

    return isinstance(value, (Dictionary, Array, Stream))


def _acts(found: Any) -> bool:
    if not _ACTING_KEYS.isdisjoint(found.keys()):
        return True
    named = ((found.get("/S"), _ACTIONS), (found.get("/Type"), _TYPES), (found.get("/Subtype"), _SUBTYPES))
    return any(value is not None and str(value) in names for value, names in named)


def _damaged() -> str:
    return _("This PDF is damaged. Please save it anew.")
