"""Lists of people as they are pasted from Word, a spreadsheet or a letter: rows, and what could not be taken.

Cells are parted by tabs, by several spaces or wide ones, or by commas; lines may be numbered; a cell may hold line
breaks, and be empty because it was merged with the one above. The first line may name the columns, in Chinese or in
English and in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace

from django.utils.translation import gettext as _

from partnerships.visits.list_headings import column_of
from partnerships.visits.list_words import NOT_NAMED
from partnerships.visits.pasted_lines import CONTROL, NUMBER, Line, PastedError, is_group, lines_of, role_heading
from partnerships.visits.pasted_names import is_name, is_post, role_in, split_name, split_post
from partnerships.visits.pasted_needs import in_role, read_remark
from partnerships.visits.pasted_shape import PastedName
from portal.core.names import is_han

#: Characters of a list, and people on it.
MAX_TEXT = 200_000
MAX_PEOPLE = 300
_MAX_COLUMNS = 40
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")
_YES, _NO = (
    re.compile(r"^(?:是|同意|可|可以|允许|y|yes|ok|√|✓)$", re.I),
    re.compile(r"^(?:否|不|不同意|不可|n|no|×)", re.I),
)


@dataclass(frozen=True, slots=True)
class PastedPerson:
    """One person of a list. `line` is that of the text or file; `doubts` are sentences for who looks it over.

    `notes` say what is no guess. Somebody who `is_open` has an office and no name yet.
    """

    line: int
    name: PastedName
    office: str = ""
    organization: str = ""
    role: str = ""
    email: str = ""
    dietary: str = ""
    access_needs: str = ""
    interpreting: str = ""
    photographs: str = ""
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_open: bool = False


@dataclass
class Pasted:
    """What a list holds: its people, and lines and columns that were not taken, in words."""

    people: list[PastedPerson] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def read_text(text: str) -> Pasted:
    """The people of a list that was pasted.

    Raises:
        PastedError: it is too long, or holds nobody.
    """
    if len(text) > MAX_TEXT:
        raise PastedError(
            _("The list has %(count)d characters; at most %(limit)d are read at once.")
            % {"count": len(text), "limit": MAX_TEXT}
        )
    return _people(lines_of(text))


def read_cells(rows: Iterable[tuple[int, Sequence[str]]]) -> Pasted:
    """The people of a file: its lines with their numbers. Raises PastedError."""
    return _people([Line(number, [CONTROL.sub("", cell) for cell in cells]) for number, cells in rows])


# --- columns --------------------------------------------------------------------------------------------------
def _people(lines: list[Line]) -> Pasted:
    found = Pasted()
    heading, columns = _heading(lines)
    if columns:
        found.left_out += [_left(line) for line in lines[:heading]]
        found.left_out += list(_columns_left(lines[heading].cells, columns))
    fills = "organization" in columns or "both" in columns
    organization = role_word = ""
    for line in lines[heading + 1 :] if columns else lines:
        if word := role_heading(line.cells):
            role_word = word
            continue
        line.role_word = line.role_word or role_word
        if is_group(line.cells):
            organization = next(cell.strip() for cell in line.cells if cell.strip())
            found.left_out.append(_left(line))
            continue
        person = _by_columns(line, columns) if columns else _by_looks(line)
        if person is None:
            found.left_out.append(_left(line))
            continue
        if fills and person.organization:
            organization = person.organization
        found.people.append(_filled(person, organization))
    _demand_people(found)
    return found


def _columns_left(heading: Sequence[str], columns: Sequence[str]) -> Iterator[str]:
    """Columns that have no place on the list of a visit; running numbers are missed by nobody."""
    for cell, column in zip(heading, columns, strict=False):
        name = " ".join(cell.split())
        if column in ("", "ignored", "gender") and name and name not in ("序号", "编号", "No.", "No", "#"):
            yield _("Column “%(name)s” was not taken.") % {"name": name}


def _filled(person: PastedPerson, organization: str) -> PastedPerson:
    """With the organisation of the row above, where the cell was merged with it or stood above all."""
    if person.organization or not organization:
        return person
    said = _("The organisation is that of the rows above.")
    return replace(person, organization=organization, notes=(*person.notes, said))


def _demand_people(found: Pasted) -> None:
    if not found.people:
        raise PastedError(_("Nobody was found on this list. Paste at least a name in each line."))
    if len(found.people) > MAX_PEOPLE:
        raise PastedError(
            _("The list has %(count)d people; at most %(limit)d are taken at once.")
            % {"count": len(found.people), "limit": MAX_PEOPLE}
        )


def _heading(lines: list[Line]) -> tuple[int, list[str]]:
    """The place of the line that names the columns, among the first ones, and their names; none without it."""
    for place, line in enumerate(lines[:6]):
        columns = [column_of(cell) for cell in line.cells[:_MAX_COLUMNS]]
        if "name" in columns or {"family", "given"} <= {*columns} or ("other" in columns and len(columns) > 1):
            return place, columns
    return 0, []


def _left(line: Line) -> str:
    text = " · ".join(" ".join(cell.split()) for cell in line.cells if cell.strip())
    return _("Line %(line)d was not taken: %(text)s") % {"line": line.number, "text": text[:200]}


def _by_columns(line: Line, columns: Sequence[str]) -> PastedPerson | None:
    cells: dict[str, str] = {}
    for cell, column in zip(line.cells, columns, strict=False):
        if column and column != "ignored" and cell.strip():
            text = _in_one_line(cell)
            cells[column] = f"{cells[column]}、{text}" if column in cells else text
    name = _name(line, columns, cells)
    if name is None:
        return None
    body, post, doubts = cells.get("organization", ""), cells.get("office", ""), list(line.doubts)
    if both := cells.get("both", ""):
        found_body, found_post, is_guess = split_post(both)
        body, post = body or found_body, post or found_post
        doubts += [_("Organisation and office were separated by a guess.")] if is_guess else []
    if lost := [cell.strip() for cell in line.cells[len(columns) :] if cell.strip()]:
        doubts.append(_("Not taken: “%(text)s”.") % {"text": " · ".join(lost)[:200]})
    asked, remark = cells.get("photographs", ""), read_remark(cells.get("remark", ""))
    if remark.is_taken:
        doubts.append(_("Needs were taken from the remarks “%(text)s”.") % {"text": cells["remark"][:200]})
    needs = {key: _need(cells.get(key, "")) for key in ("dietary", "access_needs", "interpreting")}
    return _person(
        line,
        name,
        office=post,
        organization=body,
        role=role_in(cells.get("role", "")),
        email=_email([cells.get("email", ""), *line.cells]),
        photographs="refused" if _NO.match(asked) else "allowed" if _YES.match(asked) else "",
        doubts=tuple(doubts),
        notes=tuple(_("Remark, not taken: “%(text)s”.") % {"text": text[:200]} for text in remark.rest),
        **{key: text or getattr(remark, key, "") for key, text in needs.items()},
    )


def _in_one_line(cell: str) -> str:
    """A cell without its line breaks: between offices they part them, in a long Chinese name they are nothing."""
    lines = [" ".join(line.split()) for line in cell.split("\n") if line.strip()]
    if len(lines) < 2 or not is_han(cell):
        return ", ".join(lines) if all(is_post(line) for line in lines) else " ".join(lines)
    if all(is_post(line) for line in lines):
        return "、".join(lines)
    return " ".join(lines) if is_name(lines[0]) else "".join(lines)


def _name(line: Line, columns: Sequence[str], cells: dict[str, str]) -> PastedName | None:
    if cells.get("family") and "name" not in cells:
        return PastedName(cells["family"], cells.get("given", ""), other=cells.get("other", ""))
    raw = cells.get("name") or cells.get("other", "")
    if not raw:
        return None
    if NOT_NAMED.fullmatch(raw.strip(" （）()")):
        return PastedName()
    name = split_name(NUMBER.sub("", raw, count=1))
    if cells.get("name") and cells.get("other"):
        name = replace(name, other=cells["other"])
    return name


def _need(text: str) -> str:
    """A need; “none” is none."""
    return "" if re.fullmatch(r"(?i)无|没有|无需|否|不需要|none|no|n/?a|-+|/", text) else text


def _by_looks(line: Line) -> PastedPerson | None:
    """A line without headings: the first cell that looks like a name, and the others by what they look like."""
    cells = [" ".join(cell.split()) for cell in line.cells if cell.strip()]
    genders = [cell for cell in cells if cell in ("男", "女")]
    cells = [cell for cell in cells if not re.fullmatch(r"\d{1,3}[.、]?|男|女", cell)]
    if not cells:
        return None
    open_place = next((number for number, cell in enumerate(cells) if NOT_NAMED.fullmatch(cell)), None)
    if open_place is not None:
        cells.pop(open_place)
        return _by_cells(line, PastedName(), cells, genders)
    place = next((number for number, cell in enumerate(cells) if is_name(cell)), 0)
    return _by_cells(line, split_name(NUMBER.sub("", cells.pop(place), count=1)), cells, genders)


def _by_cells(line: Line, name: PastedName, cells: list[str], genders: list[str]) -> PastedPerson:
    """A person whose other cells are told by what they look like."""
    body, posts, doubts = "", [], list(line.doubts)
    for cell in (cell for cell in cells if not _EMAIL.search(cell) and not re.fullmatch(r"[\d+() -]{7,}", cell)):
        found_body, found_post, is_guess = split_post(cell) if not is_post(cell) else ("", cell, False)
        body = body or found_body
        posts += [found_post] if found_post else []
        doubts += [_("Organisation and office were separated by a guess.")] if is_guess else []
    post = "、".join(posts) if is_han("".join(posts)) else ", ".join(posts)
    notes = tuple(_("Not taken: “%(text)s”.") % {"text": gender} for gender in genders)
    values = {"office": post, "organization": body, "email": _email(line.cells)}
    return _person(line, name, doubts=tuple(doubts), notes=notes, **values)


def _person(line: Line, name: PastedName, **values: object) -> PastedPerson:
    """What the cell of the name gave counts where no other cell says it."""
    known = {one.name for one in fields(PastedPerson)}
    given = {key: value for key, value in values.items() if key in known}
    for key in ("office", "organization", "role"):
        given[key] = given.get(key) or getattr(name, key)
    given |= in_role(line.role_word, str(given["role"]), str(given["office"]))
    given["is_open"] = not name.family
    doubts = (*name.doubts, *values.get("doubts", ()))  # type: ignore[misc]
    given["notes"] = tuple(dict.fromkeys((*name.notes, *values.get("notes", ()))))  # type: ignore[misc]
    if "\ufffd" in "".join(line.cells):
        doubts = (*doubts, _("Some characters could not be read."))
    return PastedPerson(line.number, name, **{**given, "doubts": tuple(dict.fromkeys(doubts))})  # type: ignore[arg-type]


def _email(cells: Iterable[str]) -> str:
    return next((found[0] for cell in cells if (found := _EMAIL.search(cell))), "")
