"""The page is complete, and says no more than there is."""

from __future__ import annotations

from tests.portal.roles.addresses import RULES, SIDED
from tests.portal.roles.people import PEOPLE
from tests.portal.roles.table import read_table

SIDES = {"page": ("own", "other", "translation")}


def rows() -> set[str]:
    named = {rule.row for rules in RULES.values() for rule in rules} - {"nobody"}
    sided = {f"{row}.{side}" for row in named & SIDED for side in SIDES.get(row, ("own", "other"))}
    return (named - SIDED) | sided


def test_every_role_says_something_of_every_object():
    table = read_table()
    assert {column: sorted(rows() - set(table[column])) for column, *_rest in PEOPLE.values()} == {
        column: [] for column, *_rest in PEOPLE.values()
    }


def test_every_column_has_a_person():
    assert set(read_table()) == {column for column, *_rest in PEOPLE.values()}
