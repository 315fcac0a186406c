"""Tables as files: what is written is read back, and what cannot be read is refused in words."""

from __future__ import annotations

import csv
import tracemalloc
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from time import process_time
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.contrib.auth.models import Group
from django.utils import translation
from openpyxl import Workbook, load_workbook

from portal.core.table_reports import Outcome, RowError, take_rows
from portal.core.tables import FORMATS, MAX_ROWS, Row, TableError, read_table, write_table

COLUMNS = ("slug", "name", "note")
ROWS = [("a", "海安高新区", "=1+1"), ("b", "'Quoted", None), ("c", "Line\nbreak", "-5")]


def written(file_format: str, rows: object = ROWS) -> bytes:
    out = BytesIO()
    assert write_table(out=out, file_format=file_format, columns=COLUMNS, rows=rows) == len(rows)
    return out.getvalue()


@pytest.mark.parametrize("file_format", FORMATS)
def test_table_written_and_read_again_says_the_same(file_format):
    rows = read_table(data=written(file_format), columns=COLUMNS)

    assert [tuple(row.cells.values()) for row in rows] == [tuple(cell or "" for cell in row) for row in ROWS]


def test_cells_that_look_like_formulas_are_text():
    cells = next(csv.reader(StringIO(written("csv").decode("utf-8-sig").split("\n", 1)[1])))
    sheet = load_workbook(BytesIO(written("xlsx"))).active

    assert cells[2] == "'=1+1"
    assert (sheet["C2"].data_type, sheet["C2"].value) == ("s", "'=1+1")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_other_spreadsheets_is_read(encoding, delimiter):
    data = f"Name{delimiter}slug\r\n海安{delimiter}a\r\n\r\n紫竹{delimiter}b\r\n".encode(encoding)

    assert read_table(data=data, columns=COLUMNS) == [
        Row(2, {"slug": "a", "name": "海安", "note": ""}, frozenset({"slug", "name"})),
        Row(4, {"slug": "b", "name": "紫竹", "note": ""}, frozenset({"slug", "name"})),
    ]


def test_numbers_and_days_of_a_workbook_are_read_as_they_are_said():
    book = Workbook()
    book.active.append(COLUMNS)
    book.active.append([5.0, date(2026, 7, 1), 2.5])
    out = BytesIO()
    book.save(out)

    assert list(read_table(data=out.getvalue(), columns=COLUMNS)[0].cells.values()) == ["5", "2026-07-01", "2.5"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "missing: slug"),
        (b"slug\n", "no rows"),
        (b"slug,colour\na,b\n", "not known here: colour"),
        (b"slug,slug\na,b\n", "twice: slug"),
        (b"PK\x03\x04 no workbook", "neither"),
        (b"slug\x00\n", "neither"),
        (b"\xff\xfe\x00", "encoding"),
        (b"slug\n" + b"a\n" * (MAX_ROWS + 1), "more than 5000 rows"),
    ],
)
def test_file_that_cannot_be_read_is_refused_in_words(data, said):
    with translation.override("en"), pytest.raises(TableError, match=said):
        read_table(data=data, columns=COLUMNS, required=["slug"])


def test_caller_may_want_fewer_rows():
    with translation.override("en"), pytest.raises(TableError, match="more than 2 rows"):
        read_table(data=written("csv"), columns=COLUMNS, most=2)
    assert len(read_table(data=written("csv"), columns=COLUMNS, most=3)) == 3


def test_workbook_that_unpacks_beyond_bearing_is_refused(monkeypatch):
    monkeypatch.setattr("portal.core.tables.MAX_UNPACKED", 1000)

    with translation.override("en"), pytest.raises(TableError, match="larger"):
        read_table(data=written("xlsx"), columns=COLUMNS)


@pytest.mark.django_db
def test_row_that_another_person_has_just_written_is_faulty_and_the_rest_still_told():
    Group.objects.create(name="first")

    def take(row):
        Group.objects.create(name=row["slug"])
        return row["slug"], Outcome.NEW, []

    rows = [Row(2, {"slug": "first"}), Row(3, {"slug": "second"})]
    with translation.override("en"):
        report = take_rows(rows=rows, take=take, trial=False, finish=lambda report: None)

    assert [row.outcome for row in report.rows] == [Outcome.FAULTY, Outcome.NEW]
    assert "just written the same" in report.rows[0].messages[0]
    assert not Group.objects.filter(name="second").exists()


def test_rows_far_below_empty_ones_are_read_and_too_many_of_them_refused():
    book = Workbook()
    sheet = book.active
    sheet.append(["slug"])
    sheet.cell(row=3 * MAX_ROWS, column=1, value="far")
    [row] = read_table(data=saved(book), columns=COLUMNS)
    assert (row.line, row["slug"]) == (3 * MAX_ROWS, "far")

    for line in range(1, MAX_ROWS + 1):
        sheet.cell(row=3 * MAX_ROWS + line, column=1, value="more")
    with translation.override("en"), pytest.raises(TableError, match="more than 5000 rows"):
        read_table(data=saved(book), columns=COLUMNS)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('<row r="20000000"><c r="A20000000"><v>1</v></c></row>', "below row 50000"),
        ('<row r="1048576"/>', "below row 50000"),
        ("<row/>" * (10 * MAX_ROWS), "below row 50000"),
        ('<row r="1"/>' * 1_000_001, "far more than its rows"),
        ('<row r="2">' + "<c/>" * 1_000_001 + "</row>", "far more than its rows"),
    ],
    ids=["row far below", "empty row far below", "empty rows", "the same row", "cells"],
)
def test_small_workbook_that_takes_long_to_read_is_refused(rows, said):
    book = Workbook()
    book.active.append(["slug"])
    data = repacked(
        saved(book), "xl/worksheets/sheet1.xml", lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>")
    )

    begun = process_time()
    with translation.override("en"), pytest.raises(TableError, match=said):
        read_table(data=data, columns=COLUMNS)
    assert process_time() - begun < 3


def test_workbook_whose_styles_take_long_to_read_is_refused():
    book = Workbook()
    book.active.append(["slug"])
    data = repacked(
        saved(book), "xl/styles.xml", lambda xml: xml.replace("</cellXfs>", "<xf/>" * 100_001 + "</cellXfs>")
    )

    with translation.override("en"), pytest.raises(TableError, match="far more than its rows"):
        read_table(data=data, columns=COLUMNS)


def repacked(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """A workbook with one part written anew."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            xml = old.read(part)
            new.writestr(part, change(xml.decode()) if part == name else xml)
    return out.getvalue()


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(("trial", "faulty"), [(True, False), (False, True), (False, False)])
def test_rows_stay_only_where_all_are_sound_and_it_is_no_trial(trial, faulty):
    def take(row):
        Group.objects.create(name=row["slug"])
        if row["note"]:
            raise RowError("too long")
        return row["slug"], Outcome.NEW, []

    rows = [Row(2, {"slug": "first", "note": ""}), Row(3, {"slug": "second", "note": "x" if faulty else ""})]
    finished = []
    report = take_rows(rows=rows, take=take, trial=trial, finish=finished.append)

    stays = not trial and not faulty
    assert Group.objects.filter(name__in=["first", "second"]).count() == 2 * stays
    assert len(finished) == stays == report.is_written
    assert [row.outcome for row in report.rows] == [Outcome.NEW, Outcome.FAULTY if faulty else Outcome.NEW]
    assert report.rows[1].messages == (("too long",) if faulty else ())


def test_outcome_of_a_changed_row_is_no_hour_in_chinese():
    with translation.override("zh-hans"):
        assert [str(outcome.label) for outcome in Outcome] == ["新增", "已更改", "无变化", "有误"]


def test_headings_in_words_of_any_language_are_read_where_they_are_of_one_column():
    labels = {"slug": "Short address", "note": "Same", "name": "Same"}
    data = b"short ADDRESS,Note\nfirst,x"
    assert read_table(data=data, columns=["slug", "note", "name"], labels=labels)[0].cells["slug"] == "first"
    with translation.override("en"), pytest.raises(TableError, match="same"):
        read_table(data=b"Same\nx", columns=["slug", "note", "name"], labels=labels)


#: What breaks files: formulas in the writing of Chinese keyboards too, quotes, lines, signs outside the first plane.
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    "'=1",
    "''=1",
    "'",
    '"',
    'a "b", c;d\te',
    "one\ntwo\n\nthree",
    "😀👩‍👩‍👧",
    "𠮷𡃁𪚥㐂〇",
    "e\u0301 ä ﷽ \u202eabc",
    "\ue5e5\ue7c7\ue000\uf8ff",
    "N'Ko ߒߞߏ  ẞ € ‰",
    "\ufeffmark",
    "_x0041_",
    "1E5",
    "00123",
]


@pytest.mark.parametrize(("file_format", "encoding"), [("csv", "utf-8"), ("csv", "gb18030"), ("xlsx", "utf-8")])
def test_hostile_words_are_written_and_read_back_unchanged(file_format, encoding):
    rows = [(str(at), text, text) for at, text in enumerate(HOSTILE)]
    out = BytesIO()
    write_table(out=out, file_format=file_format, columns=COLUMNS, rows=rows, encoding=encoding)

    found = read_table(data=out.getvalue(), columns=COLUMNS)

    assert [(row["name"], row["note"]) for row in found] == [(text, text) for text in HOSTILE]
    if file_format == "csv":
        cells = [line[1] for line in csv.reader(StringIO(out.getvalue().decode(encoding), newline=""))][1:]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))]


@pytest.mark.parametrize(("file_format", "encoding"), [("csv", "utf-8"), ("csv", "gb18030"), ("xlsx", "utf-8")])
def test_control_characters_leave_a_file_that_can_be_read(file_format, encoding):
    told = "".join(map(chr, [*range(32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF, 0xD800]))
    out = BytesIO()
    write_table(out=out, file_format=file_format, columns=COLUMNS, rows=[("a", f"x{told}y", "")], encoding=encoding)

    [row] = read_table(data=out.getvalue(), columns=COLUMNS)

    assert row["name"].startswith("x\ufffd")
    assert row["name"].endswith("y")
    assert {"\t", "\n", "\x85"} <= set(row["name"])


def test_gb18030_holds_every_character():
    whole = "".join(chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000)
    assert whole.encode("gb18030").decode("gb18030") == whole


def test_encoding_that_is_known_is_not_guessed():
    data = "slug,name\r\na,模\r\n".encode("gb18030")

    assert read_table(data=data, columns=COLUMNS)[0]["name"] == "ģ"  # the bytes are UTF-8 too
    assert read_table(data=data, columns=COLUMNS, encoding="gb18030")[0]["name"] == "模"


def test_many_rows_take_no_more_memory_than_few(tmp_path):
    def peak(count: int) -> int:
        rows = ((str(at), "海安高新区" * 40, "=1+1") for at in range(count))
        tracemalloc.start()
        with (tmp_path / "table.csv").open("wb") as out:
            write_table(out=out, file_format="csv", columns=COLUMNS, rows=rows, encoding="gb18030")
        taken = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return taken

    assert peak(5_000) < peak(50) + 200_000
