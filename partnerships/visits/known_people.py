"""Persons on record who go by the names of a list: offered to whoever enters it, never taken by name alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from parks.models import Organization, Person
from parks.spellings import fold


def people_going_by(names: Mapping[int, Iterable[str]]) -> dict[int, list[Person]]:
    """For each key the persons on record who go by one of its names, however both are spelled.

    Three queries for all of them together; the persons' offices are at hand.
    """
    keys = {key: {folded for name in spellings if (folded := fold(name))} for key, spellings in names.items()}
    wanted = sorted({folded for folded_names in keys.values() for folded in folded_names})
    if not wanted:
        return {key: [] for key in keys}
    rows = Person.objects.standing().going_by(*wanted).order_by("slug").prefetch_related("offices__organization")
    people = [(person, set(person.search_key.split("\n"))) for person in rows]
    return {key: [person for person, spelled in people if spelled & folded] for key, folded in keys.items()}


def organizations_called(names: Iterable[str]) -> dict[str, Organization]:
    """Folded name → the one organisation on record that is called so; names of none or of several are left out."""
    wanted = {key for name in names if (key := fold(name))}
    found: dict[str, list[Organization]] = {}
    for row in Organization.objects.standing().going_by(*sorted(wanted)) if wanted else ():
        for key in wanted & set(row.search_key.split("\n")):
            found.setdefault(key, []).append(row)
    return {key: rows[0] for key, rows in found.items() if len(rows) == 1}


def holds_office_in(person: Person, organization: str) -> bool:
    """Whether an office of `person` is in the organisation of this name: then it is most likely the one meant."""
    key = fold(organization)
    if not key:
        return False
    return any(key in {fold(name) for name in _bodies(office)} for office in person.offices.all())


def _bodies(office: object) -> list[str]:
    names = [getattr(office, "organization_name_zh_hans", ""), getattr(office, "organization_name_en", "")]
    organization: Organization | None = getattr(office, "organization", None)
    return [name for name in (*names, *(organization.names() if organization else ())) if name]
