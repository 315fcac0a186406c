"""`docs/roles.md` as data: role → object → marks."""

from __future__ import annotations

import re
from pathlib import Path

FILE = Path(__file__).resolve().parents[3] / "docs" / "roles.md"
MARKS = frozenset("rcwadpls")


def read_table() -> dict[str, dict[str, frozenset[str]]]:
    """The tables of the page, joined.

    Raises:
        ValueError: a row of another length, an unknown mark, an object named twice for a role.
    """
    rights: dict[str, dict[str, frozenset[str]]] = {}
    for block in FILE.read_text(encoding="utf-8").split("<!-- table:")[1:]:
        lines = [line for line in block.splitlines() if line.startswith("|")]
        _object, *roles = _cells(lines[0])
        for line in lines[2:]:
            name, *marks = _cells(line)
            if len(marks) != len(roles):
                raise ValueError(f"{name}: {len(marks)} cells for {len(roles)} roles")
            for key in re.findall(r"`([\w.]+)`", name):
                _add(rights, key, dict(zip(roles, marks, strict=True)))
    return rights


def _add(rights: dict[str, dict[str, frozenset[str]]], key: str, marks: dict[str, str]) -> None:
    for role, text in marks.items():
        letters = frozenset(text.strip("–"))
        if letters - MARKS:
            raise ValueError(f"{key}, {role}: {text} is no mark")
        if key in rights.setdefault(role, {}):
            raise ValueError(f"{key} is named twice for {role}")
        rights[role][key] = letters


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
