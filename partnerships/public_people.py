"""Persons as the public sees them: names with the offices of the day."""

from __future__ import annotations

from collections.abc import Iterable

from modeltranslation import settings as columns

from parks.models import OfficeOfTheDay, Person
from parks.name_lines import name_line
from partnerships.public_shapes import PublicOffice, PublicPerson
from portal.core.localized import Said


def person_of(
    person: Person | None, offices: Iterable[OfficeOfTheDay], *, description: Said | None = None
) -> PublicPerson:
    """A person with the offices of the day; `description` serves where the source names nobody."""
    rows = list(offices)
    name = person.said("name") if person else description or Said()
    held = tuple(_office(office) for office in rows)
    return PublicPerson(person.slug if person else "", name, held, _line(person, rows, name))


def _office(row: OfficeOfTheDay) -> PublicOffice:
    named = row.said("organization_name")
    if not named and row.organization:
        named = row.organization.said("name")
    slug = row.organization.slug if row.organization else ""
    return PublicOffice(row.said("title"), named, slug, tuple(row.wordings_of_source))


def _line(person: Person | None, offices: list[OfficeOfTheDay], name: Said) -> Said:
    """Both, as the one formatter writes them, in every language that knows all the words of it."""
    if person is None:
        return name
    lines = [(code, name_line(person, offices, language=code)) for code in columns.AVAILABLE_LANGUAGES]
    whole = [(code, line.text) for code, line in lines if not line.untranslated]
    return Said(tuple(whole or [(code, line.text) for code, line in lines]))
