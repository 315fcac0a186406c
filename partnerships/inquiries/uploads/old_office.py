"""Office files in the format of before 2007 (OLE compound files), without macros and embedded objects."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from partnerships.inquiries.uploads.kinds import DOC, PPT, UNKNOWN, XLS, Kind, RefusedFileError

#: The stream that each kind has, and only it.
_STREAMS = {"worddocument": DOC, "workbook": XLS, "book": XLS, "powerpoint document": PPT}
#: Storages and streams of macros and of embedded objects.
_ACTIVE = frozenset({"macros", "vba", "_vba_project", "_vba_project_cur", "objectpool", "\x01ole10native"})
#: Records of a sheet ([MS-XLS] 2.4.28): where it lies, and whether it is one of macros.
_BOUNDSHEET = 0x0085
_MACRO_SHEET = 0x01
#: The record of [MS-PPT] 2.10.34 that holds a macro project or an embedded object.
_EMBEDDED = 0x1011
_MOST_RECORDS = 200_000


def check_ole(content: bytes) -> Kind:
    """Which Office file it is. Raises RefusedFileError for another one, and for what has macros, objects or a lock."""
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(content), raise_defects=olefile.DEFECT_INCORRECT) as found:
            names = {part.lower() for path in found.listdir(streams=True, storages=True) for part in path}
            kind = _kind(names)
            if not _ACTIVE.isdisjoint(names) or _acts(found, kind):
                raise RefusedFileError(
                    _("This file contains macros or embedded objects. Please save it as a PDF."), code="active"
                )
            return kind
    except (OSError, ValueError, IndexError, struct.error, RecursionError, MemoryError) as error:
        raise RefusedFileError(_("This file is damaged. Please save it anew."), code="damaged") from error


def _kind(names: set[str]) -> Kind:
    if "encryptedpackage" in names:
        raise RefusedFileError(_("This file is protected by a password. Please save it without one."), code="locked")
    kinds = {kind for stream, kind in _STREAMS.items() if stream in names}
    if len(kinds) != 1:
        raise RefusedFileError(UNKNOWN, code="kind")
    return kinds.pop()


def _acts(found: Any, kind: Kind) -> bool:
    """Whether the main stream has sheets of macros, or objects."""
    if kind is XLS:
        name = "Workbook" if found.exists("Workbook") else "Book"
        records = _records(found.openstream(name).read(), header="<HH")
        return any(code == _BOUNDSHEET and len(data) > 5 and data[5] == _MACRO_SHEET for code, data in records)
    if kind is PPT:
        records = _records(found.openstream("PowerPoint Document").read(), header="<xxHL")
        return any(code == _EMBEDDED for code, _data in records)
    return False


def _records(stream: bytes, *, header: str) -> Iterator[tuple[int, bytes]]:
    """Code and data of the records of a stream, one after the other."""
    size, at = struct.calcsize(header), 0
    for _number in range(_MOST_RECORDS):
        if at + size > len(stream):
            return
        code, length = struct.unpack_from(header, stream, at)
        yield code, stream[at + size : at + size + min(length, 64)]
        at += size + length
