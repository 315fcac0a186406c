"""Lines and cells of a list that was pasted: parted by tabs, by several spaces or wide ones, or by commas."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO

from django.utils.translation import gettext as _

from partnerships.visits.list_headings import column_of
from partnerships.visits.list_words import HAN, ROLE_HEADING, ROLE_PREFIX
from partnerships.visits.pasted_names import is_body, is_name
from portal.core.names import is_han

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]")
NUMBER = re.compile(
    r"^\s*(?:[（(]?\d{1,3}[)）.、．:：]\s*|\d{1,3}\s+|[①-⑳]\s*|[（(]?[一二三四五六七八九十]{1,3}[)）、.．]\s*|[-•*]\s+)"
)
#: 孙　瑾: two characters set wide.
_WIDE_NAME = re.compile(rf"^\s*([{HAN}])[ \u3000]{{1,4}}([{HAN}])(?![{HAN}])")

#: The rest of a name of an organisation that was broken; what is longer stands above those who come from there.
_LONGEST_REST = 4


class PastedError(Exception):
    """A list is refused as a whole; the message says why."""


@dataclass
class Line:
    number: int
    cells: list[str]
    doubts: list[str] = field(default_factory=list)
    role_word: str = ""


def lines_of(text: str) -> list[Line]:
    """The lines of `text` that hold something. Raises PastedError."""
    text = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " "))
    return _tabbed(text) if "\t" in text else _spaced(text)


def _tabbed(text: str) -> list[Line]:
    """Lines of a table; a cell with line breaks is quoted by a spreadsheet and simply broken by Word."""
    is_quoted = text.count('"') % 2 == 0
    reader = csv.reader(
        StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_MINIMAL if is_quoted else csv.QUOTE_NONE
    )
    lines: list[Line] = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append(Line(begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise PastedError(_("Line %(line)d cannot be read.") % {"line": begins}) from error
    return _rejoined(lines)


def _rejoined(lines: list[Line]) -> list[Line]:
    """Lines as the table had them: what is too short to be a row and begins with nobody goes on with the cell above."""
    width = max((len(line.cells) for line in lines), default=0)
    joined: list[Line] = []
    for line in lines:
        above = joined[-1] if joined else None
        is_rest = above is not None and len(line.cells) < width and _goes_on(above, line, width)
        if above is None or not is_rest:
            joined.append(line)
            continue
        above.cells[-1] = f"{above.cells[-1]}\n{line.cells[0]}"
        above.cells.extend(line.cells[1:])
        above.doubts = [_("Two lines were taken for one row.")]
    return joined


def _goes_on(above: Line, line: Line, width: int) -> bool:
    first = line.cells[0].strip()
    is_heading = role_heading(line.cells) or (is_group(line.cells) and len(first) > _LONGEST_REST)
    if not first or NUMBER.match(line.cells[0]) or first.isdigit() or is_heading:
        return False
    return len(above.cells) + len(line.cells) - 1 <= width and not is_name(first) and len(above.cells) > 1


def _spaced(text: str) -> list[Line]:
    lines = ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())
    return [one for number, line in lines for one in _people_of(number, line)]


def _people_of(number: int, line: str) -> Iterator[Line]:
    """A line of a letter: “团长：孙瑾副局长” has one person, “成员：李明（处长）、王小红” has two."""
    bare = NUMBER.sub("", line, count=1)
    word, found = "", ROLE_PREFIX.match(bare.strip())
    if found and (rest := bare.strip()[found.end() :]) and not any(column_of(cell) for cell in rest.split()):
        word, line = found["word"] or found["bare"], rest
    parts = [part.strip(" 。.") for part in re.split(r"[；;]", line)] if word else [line]
    for part in filter(None, parts):
        for one in _enumerated(part):
            yield Line(number, _split(one), role_word=word)


def _enumerated(text: str) -> list[str]:
    """“李明（处长）、王小红（科长）”: several people, where every part is one; else what stands there."""
    parts = [part.strip(" 。") for part in re.split(r"、(?![^（(]*[)）])", NUMBER.sub("", text, count=1))]
    return parts if len(parts) > 1 and all(is_name(part) for part in parts) else [text]


def _split(line: str) -> list[str]:
    line = _WIDE_NAME.sub(r"\1\2", NUMBER.sub("", line, count=1)).strip()
    for mark in (r"\s*\u3000[\s\u3000]*|\s{2,}", r"\s*\|\s*", r"\s*[，；;]\s*"):
        cells = [cell.strip() for cell in re.split(mark, line)]
        if len(cells) > 1:
            return cells
    if not is_han(line):
        return [cell.strip() for cell in line.split(",", 2)]
    latin_name = rf"(?<![A-Za-z.,]) +| +(?=[{HAN}])"  # the spaces of a Latin name stay
    return [cell for cell in re.split(latin_name, line) if cell]


def role_heading(cells: Sequence[str]) -> str:
    """“一、团长”, “成员名单（5人）：”: what those below are on their side; empty where the line is no such heading."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    bare = NUMBER.sub("", filled[0], count=1) if len(filled) == 1 else ""
    return bare if ROLE_HEADING.fullmatch(bare) else ""


def is_group(cells: Sequence[str]) -> bool:
    """A line that says nothing but from where those below come, as a merged line of a table does."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) == 1 and is_body(filled[0]) and not is_name(filled[0])
