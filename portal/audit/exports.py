"""The log as a file, written as it is read: a CSV that spreadsheets open in Chinese, or a workbook."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from openpyxl import Workbook

from portal.audit.units import unit_names
from portal.audit.words import action_name, details_line, object_name, person, type_name
from portal.core.spreadsheets import harmless, printable

#: Rows of a sheet, below the heading; Excel ends at 1,048,576.
SHEET_ROWS = 1_000_000
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def headings() -> list[str]:
    return [
        gettext("Date/Time"),
        gettext("Who"),
        gettext("Action"),
        gettext("Type"),
        gettext("Object"),
        gettext("Object: number"),
        gettext("Unit"),
        gettext("Details"),
        gettext("Action: technical name"),
    ]


def rows(entries: Iterable[Any]) -> Iterator[list[str]]:
    """Each entry as a line of text; moments in the time of the portal with its offset."""
    names = unit_names()
    for entry in entries:
        units = entry.data.get("stamp", {}).get("units", []) if isinstance(entry.data, dict) else []
        yield [
            timezone.localtime(entry.timestamp).isoformat(sep=" ", timespec="seconds"),
            person(entry),
            action_name(entry.action),
            type_name(entry),
            object_name(entry),
            str(entry.page_id if hasattr(entry, "page_id") else entry.object_id),
            "、".join(names.get(unit, str(unit)) for unit in units),
            details_line(entry),
            entry.action,
        ]


def csv_response(entries: Iterable[Any], name: str) -> StreamingHttpResponse:
    """A CSV in UTF-8 with a byte order mark, without which Excel takes Chinese for another encoding."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(headings())
        for row in rows(entries):
            yield writer.writerow([harmless(cell) for cell in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def xlsx_response(entries: Iterable[Any], name: str) -> HttpResponseBase:
    """A workbook, written to a file of its own row by row; a new sheet where one is full."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the response)
    write_workbook(entries, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE)


def write_workbook(entries: Iterable[Any], file: IO[bytes], *, sheet_rows: int = SHEET_ROWS) -> None:
    """Write `entries` into `file` as a workbook of sheets of at most `sheet_rows` rows below their heading."""
    book = Workbook(write_only=True)
    sheet, filled = _new_sheet(book), 0
    for row in rows(entries):
        if filled == sheet_rows:
            sheet, filled = _new_sheet(book), 0
        sheet.append([harmless(printable(cell)) for cell in row])
        filled += 1
    book.save(file)


def _new_sheet(book: Workbook) -> Any:
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFGHI", (26, 26, 22, 16, 40, 10, 24, 60, 26), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.append(headings())
    return sheet
