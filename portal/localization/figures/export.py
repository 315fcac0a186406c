"""A table of figures as a file: a CSV that spreadsheets open in Chinese, or a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook

from portal.core.spreadsheets import harmless, printable
from portal.localization.figures.queries import Table

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_response(table: Table, name: str) -> HttpResponse:
    """A CSV in UTF-8 with a byte order mark, without which Excel takes Chinese for another encoding."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerows([_cell(value) for value in row] for row in _lines(table))
    return _file("\ufeff" + file.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


def xlsx_response(table: Table, name: str) -> HttpResponse:
    """A workbook whose numbers are numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for row in _lines(table):
        sheet.append([_cell(value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return _file(file.getvalue(), _XLSX, f"{name}.xlsx")


def _lines(table: Table) -> Iterator[Any]:
    yield table.headings
    yield from table.rows
    yield from table.totals


def _cell(value: Any) -> Any:
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    return harmless(printable(value)) if isinstance(value, str) else value


def _file(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


EXPORTS = {"csv": csv_response, "xlsx": xlsx_response}
