"""Office files in the format of today (OOXML): what their parts say, within limits, and no macros."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from partnerships.inquiries.uploads.kinds import DOCX, PPTX, UNKNOWN, XLSX, Kind, RefusedFileError
from partnerships.inquiries.uploads.office_index import (
    is_acting_kind,
    is_acting_relationship,
    kinds_of_parts,
    relationships,
)

#: Parts of one file, and their bytes once unpacked; as a bomb has them, nothing is unpacked beyond.
MOST_PARTS = 5_000
MOST_UNPACKED = 120 * 1024 * 1024
#: Bytes of the parts that say how the others belong together: of one, and of all.
_MOST_INDEX = 2 * 1024 * 1024
_MOST_INDEXES = 8 * 1024 * 1024
_CONTENT_TYPES = "[content_types].xml"
_END_RECORD = 22
#: What each part has in the directory of the archive.
_ENTRY = b"PK\x01\x02"
_MAIN = {f"{kind.media_type}.main+xml": kind for kind in (DOCX, XLSX, PPTX)}
_MACROS = re.compile(r"(^|/)(vba|activex|macrosheets)|\.(bin|exe|dll|js|vbs|ocx|com|bat|scr|lnk|jar)$", re.IGNORECASE)
#: Binary parts that every program writes, and that nothing runs.
_HARMLESS_BINARY = re.compile(r"(^|/)printerSettings\d*\.bin$", re.IGNORECASE)


def check_ooxml(content: bytes) -> Kind:
    """Which Office file it is.

    Raises:
        RefusedFileError: it is another archive, damaged, locked, larger than its limits unpacked, or has macros,
            programs or parts fetched from elsewhere.
    """
    if content.count(_ENTRY) > MOST_PARTS:  # before a million of them is read
        raise RefusedFileError(_bomb(), code="bomb")
    try:
        with ZipFile(BytesIO(content)) as archive:
            if content[-_END_RECORD : -_END_RECORD + 4] != b"PK\x05\x06":
                raise BadZipFile("something stands behind the archive")
            parts = _plain_parts(archive)
            kind = _kind(_read(archive, parts[_CONTENT_TYPES])) if _CONTENT_TYPES in parts else None
            if kind is None:
                raise RefusedFileError(UNKNOWN, code="kind")
            _demand_quiet(archive, parts)
            _demand_bounded(archive)
            return kind
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise RefusedFileError(_("This file is damaged. Please save it anew."), code="damaged") from error


def _plain_parts(archive: ZipFile) -> dict[str, ZipInfo]:
    """The parts by their names as Office compares them, of one archive and nothing beside it."""
    infos = archive.infolist()
    parts = {_folded(part.filename): part for part in infos}
    if len(infos) > MOST_PARTS or sum(part.file_size for part in infos) > MOST_UNPACKED:
        raise RefusedFileError(_bomb(), code="bomb")
    if not infos or archive.comment or min(part.header_offset for part in infos) != 0:
        raise BadZipFile("something stands beside the archive")
    if len(parts) != len(infos) or any(_is_outside(name) for name in parts):
        raise BadZipFile("two parts of one name, or a part outside")
    if any(part.flag_bits & 0x1 for part in infos):
        raise RefusedFileError(_locked(), code="locked")
    return parts


def _folded(name: str) -> str:
    """Names of parts are addresses, and the same in capitals."""
    return unquote(name).lower()


def _is_outside(name: str) -> bool:
    """Whether a part lies outside the file, or is a piece of one that is laid together only when it is opened."""
    return name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name or name.endswith(".piece")


def _demand_quiet(archive: ZipFile, parts: dict[str, ZipInfo]) -> None:
    """No macros nor programs, nothing fetched."""
    left = _MOST_INDEXES
    for name, part in parts.items():
        if _MACROS.search(name) and not _HARMLESS_BINARY.search(name):
            raise RefusedFileError(_active(), code="active")
        if name.endswith(".rels"):
            content = _read(archive, part)
            left -= len(content)
            if left < 0:
                raise RefusedFileError(_bomb(), code="bomb")
            if any(is_acting_relationship(told) for told in relationships(content)):
                raise RefusedFileError(_active(), code="active")


def _demand_bounded(archive: ZipFile) -> None:
    """No more bytes than the parts say, which alone unpacking shows."""
    left = MOST_UNPACKED
    for part in archive.infolist():
        with archive.open(part) as opened:
            while chunk := opened.read(1024 * 1024):
                left -= len(chunk)
                if left < 0:
                    raise RefusedFileError(_bomb(), code="bomb")


def _kind(content_types: bytes) -> Kind | None:
    """What `[Content_Types].xml` calls the main part; one with macros is called otherwise."""
    kinds = kinds_of_parts(content_types)
    if any(is_acting_kind(kind) for kind in kinds):
        raise RefusedFileError(_active(), code="active")
    found = {kind for main, kind in _MAIN.items() if main in kinds}
    return found.pop() if len(found) == 1 else None


def _read(archive: ZipFile, part: ZipInfo) -> bytes:
    with archive.open(part) as opened:
        content = opened.read(_MOST_INDEX + 1)
    if len(content) > _MOST_INDEX:
        raise RefusedFileError(_bomb(), code="bomb")
    return content


def _bomb() -> str:
    return _("Unpacked, this file is far larger than it seems. Please save it as a PDF.")


def _active() -> str:
    return _("This file contains macros, programs or parts from elsewhere. Please save it without them, or as a PDF.")


def _locked() -> str:
    return _("This file is protected by a password. Please save it without one.")
