"""The kinds of files that are taken, and why one is refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its media type, and the extension that its name gets."""

    media_type: str
    extension: str


class Family(Enum):
    """What the first bytes of a file say."""

    PDF = "pdf"
    ZIP = "zip"
    OLE = "ole"
    PICTURE = "picture"


PDF = Kind("application/pdf", ".pdf")
_OOXML = "application/vnd.openxmlformats-officedocument."
DOCX = Kind(f"{_OOXML}wordprocessingml.document", ".docx")
XLSX = Kind(f"{_OOXML}spreadsheetml.sheet", ".xlsx")
PPTX = Kind(f"{_OOXML}presentationml.presentation", ".pptx")
DOC = Kind("application/msword", ".doc")
XLS = Kind("application/vnd.ms-excel", ".xls")
PPT = Kind("application/vnd.ms-powerpoint", ".ppt")
JPEG = Kind("image/jpeg", ".jpg")
PNG = Kind("image/png", ".png")
WEBP = Kind("image/webp", ".webp")
GIF = Kind("image/gif", ".gif")
KINDS = (PDF, DOCX, XLSX, PPTX, DOC, XLS, PPT, JPEG, PNG, WEBP, GIF)

#: How a file of each family begins. At its very first byte: readers that search further are how two kinds share a file.
_BEGINNINGS = (
    (b"%PDF-", Family.PDF),
    (b"PK\x03\x04", Family.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Family.OLE),
    (b"\xff\xd8\xff", Family.PICTURE),
    (b"\x89PNG\r\n\x1a\n", Family.PICTURE),
    (b"GIF87a", Family.PICTURE),
    (b"GIF89a", Family.PICTURE),
)
#: Within so many bytes PDF readers look for their beginning, and browsers for a page.
HEAD = 1024
_PAGES = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml-stylesheet")


class RefusedFileError(ValidationError):
    """The file is not taken; its message says why and what to do."""


def family_of(content: bytes) -> Family:
    """What the content is by its beginning. Raises RefusedFileError for what is none of the kinds, or two at once."""
    found = next((family for beginning, family in _BEGINNINGS if content.startswith(beginning)), None)
    if found is None and content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        found = Family.PICTURE
    if found is None:
        raise RefusedFileError(UNKNOWN, code="kind")
    if found is not Family.PICTURE:
        _demand_one_kind(content, found)
    return found


#: Pictures are written anew, which leaves nothing of another kind; the rest is kept as it came.
def _demand_one_kind(content: bytes, family: Family) -> None:
    head = content[:HEAD].lower()
    is_page = any(page in head for page in _PAGES)
    is_pdf_too = family is not Family.PDF and b"%pdf-" in head
    is_archive_too = family is not Family.ZIP and b"PK\x05\x06" in content[-66_000:]
    if is_page or is_pdf_too or is_archive_too:
        raise RefusedFileError(
            _("This file is of two kinds at once, which no program makes. Please save it anew."), code="polyglot"
        )


UNKNOWN = gettext_lazy(
    "Files of this kind are not taken. Allowed are PDF, Word, Excel, PowerPoint, and pictures (JPEG, PNG, WebP, GIF); "
    "what counts is the content, not the name."
)
