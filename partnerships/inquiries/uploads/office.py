"""Office files in the format of today (OOXML): what their parts say, within limits, and no macros."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from partnerships.inquiries.uploads.kinds import DOCX, PPTX, UNKNOWN, XLSX, Kind, RefusedFileError

#: Parts of one file, and their bytes once unpacked; as a bomb has them, nothing is unpacked beyond.
MOST_PARTS = 5_000
MOST_UNPACKED = 120 * 1024 * 1024
#: Bytes of one part that says how the others belong together.
_MOST_INDEX = 2 * 1024 * 1024
_CONTENT_TYPES = "[Content_Types].xml"
_END_RECORD = 22
_MAIN = {f"{kind.media_type}.main+xml": kind for kind in (DOCX, XLSX, PPTX)}
_MACROS = re.compile(r"(^|/)(vba|activex|macrosheets)|\.(bin|exe|dll|js|vbs|ocx|com|bat|scr|lnk|jar)$", re.IGNORECASE)
#: Binary parts that every program writes, and that nothing runs.
_HARMLESS_BINARY = re.compile(r"(^|/)printerSettings\d*\.bin$", re.IGNORECASE)
#: Relationships that fetch something as soon as the file is opened.
_FETCHED = re.compile(rb"/(attachedTemplate|oleObject|frame|subDocument|package|externalLinkPath)[\"']")
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")


def check_ooxml(content: bytes) -> Kind:
    """Which Office file it is.

    Raises:
        RefusedFileError: it is another archive, damaged, locked, larger than its limits unpacked, or has macros,
            programs or parts fetched from elsewhere.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if content[-_END_RECORD : -_END_RECORD + 4] != b"PK\x05\x06":
                raise BadZipFile("something stands behind the archive")
            _demand_plain(archive, parts)
            kind = _kind(_read(archive, _CONTENT_TYPES)) if _CONTENT_TYPES in archive.namelist() else None
            if kind is None:
                raise RefusedFileError(UNKNOWN, code="kind")
            _demand_quiet(archive, parts)
            return kind
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise RefusedFileError(_("This file is damaged. Please save it anew."), code="damaged") from error


def _demand_plain(archive: ZipFile, parts: list[ZipInfo]) -> None:
    """One archive and nothing beside it, with parts that could be unpacked."""
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise RefusedFileError(_bomb(), code="bomb")
    if not parts or archive.comment or min(part.header_offset for part in parts) != 0:
        raise BadZipFile("something stands beside the archive")
    if len(set(names)) != len(names) or any(_is_outside(name) for name in names):
        raise BadZipFile("two parts of one name, or a part outside")
    if any(part.flag_bits & 0x1 for part in parts):
        raise RefusedFileError(_locked(), code="locked")


def _is_outside(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name


def _demand_quiet(archive: ZipFile, parts: list[ZipInfo]) -> None:
    """No macros nor programs, nothing fetched; and no more bytes than said, which alone unpacking shows."""
    left = MOST_UNPACKED
    for part in parts:
        if _MACROS.search(part.filename) and not _HARMLESS_BINARY.search(part.filename):
            raise RefusedFileError(_active(), code="active")
        if part.filename.endswith(".rels"):
            _demand_local(_read(archive, part.filename))
        with archive.open(part) as opened:
            while chunk := opened.read(1024 * 1024):
                left -= len(chunk)
                if left < 0:
                    raise RefusedFileError(_bomb(), code="bomb")


def _demand_local(relationships: bytes) -> None:
    for found in _RELATIONSHIP.findall(relationships):
        if _EXTERNAL.search(found) and _FETCHED.search(found):
            raise RefusedFileError(_active(), code="active")


def _kind(content_types: bytes) -> Kind | None:
    """What `[Content_Types].xml` calls the main part; one with macros is called otherwise."""
    if b"macroenabled" in content_types.lower():
        raise RefusedFileError(_active(), code="active")
    return next((kind for main, kind in _MAIN.items() if f'"{main}"'.encode() in content_types), None)


def _read(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as opened:
        content = opened.read(_MOST_INDEX + 1)
    if len(content) > _MOST_INDEX:
        raise RefusedFileError(_bomb(), code="bomb")
    if b"<!DOCTYPE" in content or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise BadZipFile("no program writes this")
    return content


def _bomb() -> str:
    return _("Unpacked, this file is far larger than it seems. Please save it as a PDF.")


def _active() -> str:
    return _("This file contains macros, programs or parts from elsewhere. Please save it without them, or as a PDF.")


def _locked() -> str:
    return _("This file is protected by a password. Please save it without one.")
