"""Workbooks out: text as text, numbers as numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from openpyxl import Workbook

from portal.core.spreadsheets import printable, quoted

#: Longer names of sheets, and these characters in them, a workbook cannot hold.
_TITLE_LENGTH = 31
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
#: Programs keep fifteen digits of a number: longer ones are names of something, and stay text.
_MOST = 10**15
#: In a cell of text no program runs a telephone number as a formula.
_TELEPHONE = re.compile(r"\+[0-9 ()/.-]+")


def write_workbook(
    *,
    out: BinaryIO,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    in_words: Callable[[Any], str],
    title: str = "",
) -> int:
    """Write one sheet to `out`; returns how many rows stand below the names of the columns.

    Args:
        in_words: the text of a cell that is no number.
        title: the name of the sheet.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NOT_IN_TITLES.sub(" ", title)[:_TITLE_LENGTH] or None)
    sheet.freeze_panes = "A2"
    sheet.append(list(columns))
    count = 0
    for row in rows:
        sheet.append([_cell(value, in_words) for value in row])
        count += 1
    book.save(out)
    return count


def _cell(value: Any, in_words: Callable[[Any], str]) -> Any:
    """What is empty is no cell at all, which is quicker to write than an empty one."""
    if value is None or value == "":
        return None
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and -_MOST < value < _MOST:
        return value
    text = printable(in_words(value))
    return text if _TELEPHONE.fullmatch(text) else quoted(text)
