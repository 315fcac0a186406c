"""The log as a file, read back by readers that know nothing of how it was written."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from portal.audit.exports import write_workbook

pytestmark = pytest.mark.django_db
INDEX = "/admin/audit/"
HEADINGS = ["日期和时间", "操作人", "操作", "类型", "对象", "对象编号", "单位", "详情", "操作（技术名称）"]


@pytest.fixture
def rows(units, root, write_entry):
    write_entry(units["zizhu"], user=root, label='=HYPERLINK("http://x")', data={"reason": "甲，“乙”\n丙"})
    write_entry(units["zizhu"], label="\x07bell")
    return ModelLogEntry.objects.order_by("-timestamp", "-pk")


def read_csv(response):
    raw = b"".join(response.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(raw.decode("utf-8-sig"), newline="")))


def test_csv_reads_back(sign_in, root, rows):
    response = sign_in(root).get(INDEX, {"export": "csv", "object_type": "core.unit"})

    heading, bell, link = read_csv(response)
    assert heading == HEADINGS
    assert link[1:] == [
        "孙瑾（root）",
        "编辑",
        "单位",
        '\'=HYPERLINK("http://x")',
        ModelLogEntry.objects.get(label__contains="HYPERLINK").object_id,
        "紫竹",
        "原因：甲，“乙”\n丙",
        "wagtail.edit",
    ]
    assert link[0].endswith("+08:00")
    assert bell[1] == "系统"


def test_workbook_reads_back_without_formulas(sign_in, root, rows):
    response = sign_in(root).get(INDEX, {"export": "xlsx", "object_type": "core.unit"})
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))

    lines = list(book.active.iter_rows())
    assert [cell.value for cell in lines[0]] == HEADINGS
    assert [line[4].value for line in lines[1:]] == ["\ufffdbell", '\'=HYPERLINK("http://x")']
    assert {cell.data_type for line in lines for cell in line if cell.value is not None} == {"s"}


def test_workbook_begins_a_new_sheet_where_one_is_full(rows):
    file = BytesIO()
    write_workbook(list(rows) * 2, file, sheet_rows=3)

    total = 2 * len(rows)
    filled = [sheet.max_row - 1 for sheet in load_workbook(file).worksheets]
    assert filled == [3] * (total // 3) + [total % 3] * bool(total % 3)
    assert len(filled) > 1


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_export_is_an_entry_itself(sign_in, root, rows, file_format):
    response = sign_in(root).get(INDEX, {"export": file_format, "who": "root", "text": "secret"})
    b"".join(response.streaming_content)

    entry = ModelLogEntry.objects.get(action="audit.export")
    assert entry.user == root
    assert {key: value for key, value in entry.data.items() if key != "stamp"} == {
        "filters": {"who": "root", "text": "…"},
        "format": file_format,
    }
