"""Persons with their spellings and offices."""

from __future__ import annotations

from typing import Any

from parks.models import Office, Person, PersonAlias
from portal.core.partial_dates import PartialDate
from portal.home.demo_loader.files import read
from portal.home.demo_loader.records import Loaded
from portal.home.demo_loader.words import columns, ensure

#: Key of the file → field.
_VALUES = {
    "order": "latin_order",
    "form": "chinese_form",
    "courtesy": "courtesy_title",
    "basis": "name_basis",
    "country": "country",
}


def load_people(loaded: Loaded) -> None:
    """Make the persons that are missing; the organisations of their offices must be there."""
    for entry in read("people"):
        loaded.people[entry["slug"]] = _person(entry, loaded)


def _person(entry: dict[str, Any], loaded: Loaded) -> Person:
    defaults = columns(family_name=entry["family"], given_name=entry["given"])
    defaults |= {field: entry[key] for key, field in _VALUES.items() if key in entry}
    person, created = ensure(Person, entry["slug"], **defaults)
    if created:
        for number, spelling in enumerate(entry.get("also", [])):
            PersonAlias.objects.create(person=person, spelling=spelling, sort_order=number)
        for number, office in enumerate(entry["offices"]):
            Office.objects.create(person=person, sort_order=number, **_office(office, loaded))
        person.save()  # found by its spellings
    return person


def _office(entry: dict[str, Any], loaded: Loaded) -> dict[str, Any]:
    dates = {name: PartialDate.parse(entry[name]) for name in ("since", "until") if name in entry}
    values: dict[str, Any] = {
        "organization": loaded.organizations[entry["by"]] if "by" in entry else None,
        "has_ended": entry.get("ended", False),
        "source": entry.get("source", ""),
    }
    return columns(title=entry["title"]) | values | dates
