"""Terms as CSV: one row for each wording, rows of one term with the same value in `term`.

What is written is UTF-8 with a byte order mark, which spreadsheets need to recognise it. What is read may be that,
UTF-16 with a byte order mark (“Unicode text” of a spreadsheet) or GB18030 (what a Chinese spreadsheet saves as CSV),
parted by commas, semicolons or tabs. A cell that a spreadsheet would run as a formula has an apostrophe before it.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from io import StringIO, TextIOWrapper
from typing import BinaryIO

from django.utils.translation import gettext as _

from portal.core.spreadsheets import quoted, unquoted
from portal.localization.enums import OrganizationKind, RenderingForm, RenderingStatus, TermKind
from portal.localization.exchange.safety import MAX_BYTES, ExchangeError
from portal.localization.exchange.term_rows import (
    MAX_TERMS,
    MAX_WORDINGS,
    Fault,
    FaultyFileError,
    FileTerm,
    FileWording,
    too_long,
    too_many,
)

OF_TERM = ("kind", "organization_kind", "broader", "note", "authority")
COLUMNS = ("term", *OF_TERM, "language", "only_from", "wording", "form", "status", "reading")
REQUIRED = ("term", "language", "wording")
#: column → what may stand in it, besides nothing
_CHOICES = {
    "kind": TermKind.values,
    "organization_kind": OrganizationKind.values,
    "form": RenderingForm.values,
    "status": RenderingStatus.values,
}


def write_csv(terms: Iterable[FileTerm], out: BinaryIO) -> int:
    """Write terms to `out`; returns how many."""
    text = TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    count = 0
    for term in terms:
        writer.writerows(_cells(term, wording) for wording in term.wordings)
        count += 1
    text.detach()
    return count


def _cells(term: FileTerm, said: FileWording) -> list[str]:
    cells = [term.key, *(getattr(term, name) for name in OF_TERM)]
    cells += [said.language, said.only_from, said.text, said.form, said.status, said.reading]
    return [quoted(cell) for cell in cells]


def read_csv(data: bytes) -> list[FileTerm]:
    """The terms of a file, in its order.

    Raises:
        ExchangeError: the file is refused as a whole.
        FaultyFileError: rows are faulty; names them all.
    """
    if len(data) > MAX_BYTES:
        raise ExchangeError(_("The file is larger than %(size)d MB. Split it into smaller ones.") % {"size": 20})
    terms: dict[str, FileTerm] = {}
    faults: list[Fault] = []
    for line, row in _rows(_decoded(data)):
        faults += _faults_of(line, row)
        if key := row["term"]:
            term = terms.setdefault(key, FileTerm(line, key))
            faults += _take(term, line, row)
        if len(terms) > MAX_TERMS:
            raise too_many()
    faults += [too_long(term) for term in terms.values() if len(term.wordings) > MAX_WORDINGS]
    if faults:
        raise FaultyFileError(faults)
    if not terms:
        raise ExchangeError(_("The file has no terms."))
    return list(terms.values())


def is_utf16(data: bytes) -> bool:
    """Whether the file says of itself that it is UTF-16."""
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if is_utf16(data) else "utf-8-sig"
    for name in (encoding, "gb18030"):
        try:
            return data.decode(name)
        except UnicodeError:
            continue
    raise ExchangeError(_("The encoding of the file is not known. Save it as UTF-8."))


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that hold something, each with its line and all columns."""
    if "\0" in text:
        raise ExchangeError(_("This is not a file of the format %(name)s.") % {"name": "CSV"})
    head = text.split("\n", 1)[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        _check_header(names)
        line = reader.line_num + 1
        for cells in reader:
            values = dict.fromkeys(COLUMNS, "") | dict(
                zip(names, (unquoted(cell).strip() for cell in cells), strict=False)
            )
            if any(values.values()):
                yield line, values
            line = reader.line_num + 1
    except csv.Error as error:
        raise ExchangeError(
            _("Line %(line)d: this cannot be read as CSV (%(reason)s).") % {"line": reader.line_num, "reason": error}
        ) from error


def _check_header(names: list[str]) -> None:
    if missing := [name for name in REQUIRED if name not in names]:
        raise ExchangeError(
            _("The first line must name the columns; missing: %(names)s. An exported file shows them all.")
            % {"names": ", ".join(missing)}
        )
    if unknown := [name for name in names if name and name not in COLUMNS]:
        raise ExchangeError(
            _("The first line names columns that the glossary does not have: %(names)s.")
            % {"names": ", ".join(unknown)}
        )


def _faults_of(line: int, row: dict[str, str]) -> Iterator[Fault]:
    for name in REQUIRED:
        if not row[name]:
            yield Fault(line, _("the column “%(column)s” is empty.") % {"column": name})
    for name, choices in _CHOICES.items():
        if row[name] and row[name] not in choices:
            yield Fault(
                line,
                _("“%(value)s” in the column “%(column)s” is none of: %(choices)s.")
                % {"value": row[name], "column": name, "choices": ", ".join(choices)},
            )


def _take(term: FileTerm, line: int, row: dict[str, str]) -> Iterator[Fault]:
    """Add a row to its term. What is said of the term itself may stand in one of its rows or in all."""
    for name in OF_TERM:
        said = getattr(term, name)
        if row[name] and said and said != row[name]:
            yield Fault(
                line,
                _("“%(column)s” differs from an earlier row of the term: “%(value)s”.")
                % {"column": name, "value": said},
            )
        elif row[name]:
            setattr(term, name, row[name])
    term.wordings.append(
        FileWording(
            line,
            row["language"],
            row["wording"],
            row["only_from"],
            row["form"] or RenderingForm.FULL,
            row["status"] or RenderingStatus.PREFERRED,
            row["reading"],
        )
    )
