"""From an upload of a stranger to a file that is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from partnerships.inquiries.enums import Scan
from partnerships.inquiries.uploads.kinds import Family, Kind, RefusedFileError, family_of
from partnerships.inquiries.uploads.names import clean_name
from partnerships.inquiries.uploads.office import check_ooxml
from partnerships.inquiries.uploads.old_office import check_ole
from partnerships.inquiries.uploads.pdf import check_pdf
from partnerships.inquiries.uploads.pictures import rewritten
from partnerships.inquiries.uploads.scanning import scanned

#: Files that go with one form, and the bytes of each.
MOST_FILES = 5
MOST_BYTES = 10 * 1024 * 1024
#: A large picture takes much memory while it is written: so many files at a time in one process.
_at_a_time = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that may be kept.

    Attributes:
        name: as its sender called it, cleaned, with the extension of its kind.
        digest: SHA-256 of `content`, in hexadecimal digits.
    """

    name: str
    media_type: str
    content: bytes
    digest: str
    scan: Scan


def accept(upload: Any) -> Accepted:
    """The upload as it may be kept: its kind told by its content, a picture written anew.

    Args:
        upload: an `UploadedFile`.

    Raises:
        RefusedFileError: it is empty, too large, of another kind, harmful, or could not be scanned.
    """
    if upload.size > MOST_BYTES:
        size = filesizeformat(MOST_BYTES)
        raise RefusedFileError(_("The file is larger than %(size)s.") % {"size": size}, code="size")
    upload.seek(0)
    content = upload.read(MOST_BYTES + 1)
    if not content:
        raise RefusedFileError(_("This file is empty."), code="empty")
    with _at_a_time:
        kind, kept = _checked(content)
    # What came is scanned, not what was made of it: a picture that carries something is worth a refusal.
    scan = scanned(content)
    digest = hashlib.sha256(kept).hexdigest()
    return Accepted(clean_name(upload.name or "", kind), kind.media_type, kept, digest, scan)


def _checked(content: bytes) -> tuple[Kind, bytes]:
    family = family_of(content)
    if family is Family.PICTURE:
        return rewritten(content)
    checks = {Family.PDF: check_pdf, Family.ZIP: check_ooxml, Family.OLE: check_ole}
    return checks[family](content), content
