"""Tables as files, CSV and XLSX, out and in: the columns by their names, every cell as text but numbers of workbooks.

A CSV is written as UTF-8 with a byte order mark, which spreadsheets need to recognise it, or as GB18030, which holds
all of Unicode too and which older Chinese programs expect. What is read may be either, or UTF-16 with a byte order
mark, separated by commas, semicolons or tabs.
A cell that a spreadsheet would run as a formula has an apostrophe before it, which reading takes away again.
"""

from __future__ import annotations

import codecs
import csv
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO, TextIOWrapper
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from portal.core.spreadsheets import quoted, unquoted
from portal.core.table_labels import column_of_heading
from portal.core.workbooks import write_workbook

MAX_BYTES = 10 * 1024 * 1024
#: What a workbook may be once it is unpacked.
MAX_UNPACKED = 8 * MAX_BYTES
MAX_ROWS = 5_000
#: Further columns of a sheet are not looked at.
_MAX_COLUMNS = 200
#: A sheet that goes on below is not read: missing and empty rows take time too.
_MAX_LINE = 10 * MAX_ROWS
#: Elements of XML that a workbook may have in its sheets and their texts, and in whatever else (styles, names).
_MAX_ELEMENTS = 1_000_000
_MAX_OTHER_ELEMENTS = 100_000
_SHEET_PARTS = ("xl/worksheets/", "xl/sharedStrings")
#: Format → its media type.
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

#: What a CSV may be written as → the codec that does it.
ENCODINGS = {"utf-8": "utf-8-sig", "gb18030": "gb18030"}


class TableError(Exception):
    """A file is refused as a whole; the message says why."""


@dataclass(frozen=True)
class Row:
    """A row of a file that holds something: its line, and the text of every column, empty where there is none.

    `given` are the columns that the file has: of the others it says nothing, not that they are empty.
    """

    line: int
    cells: dict[str, str]
    given: frozenset[str] = frozenset()

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


# --- out ------------------------------------------------------------------------------------------------------
def write_table(
    *,
    out: BinaryIO,
    file_format: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    encoding: str = "utf-8",
    title: str = "",
) -> int:
    """Write the names of the columns and then `rows` to `out`; returns how many rows.

    Args:
        file_format: a key of `FORMATS`.
        rows: cells in the order of `columns`; None and empty text give an empty cell. They are written as they come, so
            that many of them take no more memory than few.
        encoding: of a CSV, a key of `ENCODINGS`.
        title: of the sheet of a workbook.
    """
    if file_format == "csv":
        return _write_csv(out, columns, rows, ENCODINGS[encoding])
    return write_workbook(out=out, columns=columns, rows=rows, in_words=_text, title=title)


def _write_csv(out: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[Any]], codec: str) -> int:
    # What stands for no character at all (half of a pair) is no reason to have no file.
    text = TextIOWrapper(out, encoding=codec, errors="replace", newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    count = 0
    for row in rows:
        # A NUL ends the text for some programs, and makes others take the file for none of text.
        writer.writerow([quoted(_text(value).replace("\0", "\ufffd")) for value in row])
        count += 1
    text.detach()  # writes what is left, and leaves `out` open
    return count


def _text(value: Any) -> str:
    """A cell in words: of a moment of no hour the day, of a whole number no decimals."""
    if value is None:
        return ""
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


# --- in -------------------------------------------------------------------------------------------------------
def read_table(
    *,
    data: bytes,
    columns: Sequence[str],
    labels: Mapping[str, Any] | None = None,
    required: Collection[str] = (),
    most: int = MAX_ROWS,
    encoding: str = "",
) -> list[Row]:
    """The rows of a file, CSV or XLSX (told by its first bytes), in its order; empty ones are left out.

    Args:
        columns: the names that the first line may hold, whatever their case and order.
        labels: column → its name as people read it, which the first line may hold in its place.
        required: those that it must hold.
        most: so many rows are read at most, where each takes long to write.
        encoding: of a CSV, a key of `ENCODINGS` where it is known. Else it is told by the bytes: a short GB18030 text
            may be UTF-8 as well.

    Raises:
        TableError: the file is too large, is neither format, or its first line names other columns.
    """
    if len(data) > MAX_BYTES:
        raise TableError(_too_large())
    lines = _sheet_lines(data) if data.startswith(b"PK") else _text_lines(data, encoding)
    names = [column_of_heading(name, columns, labels or {}) for name in next(lines, (1, []))[1]]
    _check_header(names, columns, required)
    found = [row for line, cells in lines if (row := _row(line, names, cells, columns))]
    if not found:
        raise TableError(_("The file has no rows below its first line."))
    if len(found) > most:
        raise TableError(_too_many(most))
    return found


def read_lines(*, data: bytes) -> list[tuple[int, list[str]]]:
    """The filled lines of a file, CSV or XLSX, with their numbers, whatever its first line says.

    Raises:
        TableError: the file is too large, or neither format.
    """
    if len(data) > MAX_BYTES:
        raise TableError(_too_large())
    lines = _sheet_lines(data) if data.startswith(b"PK") else _text_lines(data)
    return [(line, cells) for line, cells in lines if any(cells)]


def _row(line: int, names: list[str], cells: list[str], columns: Collection[str]) -> Row | None:
    values = dict(zip(names, cells, strict=False))
    row = Row(line, {name: values.get(name, "") for name in columns}, frozenset(names) - {""})
    return row if any(row.cells.values()) else None


def _check_header(names: list[str], columns: Collection[str], required: Collection[str]) -> None:
    given = [name for name in names if name]
    if missing := [name for name in required if name not in given]:
        raise TableError(
            _("The first line must name the columns; missing: %(names)s. An exported file shows them all.")
            % {"names": ", ".join(missing)}
        )
    if unknown := [name for name in given if name not in columns]:
        raise TableError(
            _("The first line names columns that are not known here: %(names)s.") % {"names": ", ".join(unknown)}
        )
    if twice := sorted({name for name in given if given.count(name) > 1}):
        raise TableError(_("The first line names columns twice: %(names)s.") % {"names": ", ".join(twice)})


def _counted(lines: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    filled = 0
    for line, cells in lines:
        filled += any(cells)
        if filled > MAX_ROWS + 1:
            raise TableError(_too_many(MAX_ROWS))
        yield line, cells


def _text_lines(data: bytes, encoding: str = "") -> Iterator[tuple[int, list[str]]]:
    text = _decoded(data, encoding)
    if "\0" in text:
        raise TableError(_neither())
    return _counted(_csv_lines(text))


def _csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    head = text.split("\n", 1)[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    line = 1
    try:
        for cells in reader:
            yield line, [unquoted(cell).strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise TableError(
            _("Line %(line)d: this cannot be read as CSV (%(reason)s).") % {"line": reader.line_num, "reason": error}
        ) from error


def _decoded(data: bytes, encoding: str = "") -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    told = (ENCODINGS[encoding],) if encoding else ("utf-16" if wide else "utf-8-sig", "gb18030")
    for name in told:
        try:
            return data.decode(name)
        except UnicodeError:
            continue
    raise TableError(_("The encoding of the file is not known. Save it as UTF-8."))


def _sheet_lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The lines of the first sheet; formulas by the value last calculated."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            _refuse_overgrown(packed)
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a sheet says of its own size may be wrong: rows below would be left out
        rows = sheet.iter_rows(max_col=_MAX_COLUMNS, values_only=True)
        lines = list(_counted(_filled_lines(rows)))
    except TableError:
        raise
    except Exception as error:  # a damaged workbook makes the library stumble in ways that it does not list
        raise TableError(_neither()) from error
    return iter(lines)


def _refuse_overgrown(packed: zipfile.ZipFile) -> None:
    """Refuse a workbook that takes long to read, however small it is packed. Raises TableError."""
    parts = packed.infolist()
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise TableError(_too_large())
    in_sheets = in_others = 0
    for part in parts:
        xml = packed.read(part) if part.filename.endswith((".xml", ".rels")) else b""
        if part.filename.startswith(_SHEET_PARTS):
            in_sheets += _elements(xml)
        else:
            in_others += _elements(xml)
        if in_sheets > _MAX_ELEMENTS or in_others > _MAX_OTHER_ELEMENTS:
            raise TableError(
                _("The workbook holds far more than its rows. Copy the rows into a new workbook, or save it as CSV.")
            )


def _elements(xml: bytes) -> int:
    return xml.count(b"<") - xml.count(b"</")


def _filled_lines(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, list[str]]]:
    """The first line and those that hold something: between them a sheet may have many that hold nothing."""
    for line, cells in enumerate(rows, start=1):
        if line > _MAX_LINE:
            raise TableError(_too_long(_MAX_LINE))
        if line == 1 or cells.count(None) < len(cells):
            yield line, [unquoted(_text(cell)).strip() for cell in cells]


def _too_long(line: int) -> str:
    sentence = _("The sheet goes on below row %(line)d. Delete the empty rows, or copy the filled ones to a new sheet.")
    return sentence % {"line": line}


def _too_large() -> str:
    return _("The file is larger than %(size)d MB. Split it into smaller ones.") % {"size": MAX_BYTES // 1024 // 1024}


def _too_many(most: int) -> str:
    return _("The file has more than %(count)d rows. Split it into smaller ones.") % {"count": most}


def _neither() -> str:
    return _("This is neither a CSV file nor an XLSX workbook that can be read.")
