"""The publication sheet and the list of publications as files. Cells are harmless to spreadsheets."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from portal.core.spreadsheets import harmless, printable
from portal.publication.sheet import Sheet
from portal.publication.sheet_chain import Step
from portal.publication.sheet_list import Line
from portal.publication.sheet_translation import Translated

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LINE = Side(style="thin")
_WIDTHS = (22, 34, 24, 44)


def moment(value: object) -> str:
    """A moment as the sheet writes it, in the time of the portal; empty for none."""
    return formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT") if value else ""  # type: ignore[arg-type]


def sheet_rows(sheet: Sheet) -> Iterator[tuple[str, str, str, str]]:
    """The form line by line: what, who, when, remarks."""
    yield _("Title"), sheet.title, "", ""
    yield _("Unit"), sheet.unit, pgettext("of a page", "Language"), sheet.language
    yield _("Address of the page"), sheet.address, "", ""
    if sheet.translation is None:
        yield _("Written by"), pgettext("between names", ", ").join(sheet.authors), "", ""
    else:
        yield from _translation_rows(sheet.translation)
    yield _("Submitted by"), sheet.steps.submitted_by, moment(sheet.steps.submitted_at), ""
    for reading in sheet.proofs:
        yield reading.name, reading.person, moment(reading.at), reading.note
    for step in sheet.chain:
        yield _step_row(step, step.stage)
    for step in sheet.steps.rejections:
        yield _step_row(step, _("%(stage)s: sent back") % {"stage": step.stage})
    for step in sheet.steps.earlier:
        yield _step_row(step, _("%(stage)s: of an earlier text") % {"stage": step.stage})
    for passed in sheet.passed:
        remark = _("%(finding)s Reason: %(reason)s") % {"finding": passed.message, "reason": passed.reason}
        yield _("Finding let pass"), passed.person, moment(passed.at), remark
    if sheet.bundle:
        yield _("Bundle"), sheet.bundle, "", ""
    yield _("Published by"), sheet.published_by, moment(sheet.published_at), ""


def _translation_rows(facts: Translated) -> Iterator[tuple[str, str, str, str]]:
    yield _("Translated from"), facts.source_title, facts.source_language, ""
    yield _("Translator"), facts.translator, moment(facts.finished_at), ""
    yield _("Reviser"), facts.reviser, moment(facts.approved_at), ""
    yield _("Engine and memory"), facts.way, "", ""


def _step_row(step: Step, name: str) -> tuple[str, str, str, str]:
    return name, step.person, moment(step.at), step.comment


def sheet_response(sheet: Sheet) -> HttpResponseBase:
    """The form as a workbook of one sheet, with borders, to be printed on A4."""
    book = Workbook()
    book.remove(book.worksheets[0])
    table = book.create_sheet(_("Publication sheet"))
    table.append([_("Publication sheet")])
    table.merge_cells("A1:D1")
    table["A1"].font = Font(size=18, bold=True)
    table["A1"].alignment = Alignment(horizontal="center")
    table.append([pgettext("of a form", "Item"), _("Name"), _("Date/Time"), _("Remarks")])
    for row in sheet_rows(sheet):
        table.append([harmless(printable(cell)) for cell in row])
    for letter, width in zip("ABCD", _WIDTHS, strict=True):
        table.column_dimensions[letter].width = width
    for cells in table.iter_rows(min_row=2):
        for cell in cells:
            cell.border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    table.page_setup.paperSize = table.PAPERSIZE_A4
    table.page_setup.orientation = table.ORIENTATION_LANDSCAPE
    table.page_setup.fitToHeight = 0
    return _workbook(book, f"publication-sheet-{sheet.number}")


def headings() -> list[str]:
    return [
        pgettext("sheet", "Number"),
        _("Published at"),
        _("Title"),
        pgettext("of a page", "Language"),
        _("Unit"),
        _("Address of the page"),
        _("Submitted by"),
        _("Approvals"),
        _("Published by"),
    ]


def _cells(line: Line) -> list[str]:
    said = [
        pgettext("stage and person", "%(stage)s: %(person)s") % {"stage": s, "person": p} for s, p in line.approvals
    ]
    values = [
        str(line.number),
        timezone.localtime(line.published_at).isoformat(sep=" ", timespec="seconds"),
        line.title,
        line.language,
        line.units,
        line.address,
        line.submitted_by,
        pgettext("between approvals", "; ").join(said),
        line.published_by,
    ]
    return [harmless(printable(value)) for value in values]


def list_as_xlsx(lines: Iterable[Line], name: str) -> HttpResponseBase:
    book = Workbook(write_only=True)
    table = book.create_sheet(_("Publications"))
    table.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHI", (10, 20, 44, 12, 26, 44, 24, 60, 24), strict=True):
        table.column_dimensions[letter].width = width
    table.append(headings())
    for line in lines:
        table.append(_cells(line))
    return _workbook(book, name)


def list_as_csv(lines: Iterable[Line], name: str) -> HttpResponseBase:
    """A CSV in UTF-8 with a byte order mark, without which Excel takes Chinese for another encoding."""

    def written() -> Iterator[str]:
        yield "\ufeff" + _csv_line(headings())
        for line in lines:
            yield _csv_line(_cells(line))

    response = StreamingHttpResponse(written(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _csv_line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


def _workbook(book: Workbook, name: str) -> HttpResponseBase:
    file = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the response)
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE)
