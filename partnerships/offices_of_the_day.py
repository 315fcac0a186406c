"""Offices of a day, copied in words from the person's record where nobody has entered them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from parks.models import Office, OfficeOfTheDay, Organization
from parks.models.people import Person
from parks.office_changes import is_held, office_warnings
from portal.core.localized import word_columns
from portal.core.partial_dates import PartialDate

_TITLES = word_columns("title")
_ORGANIZATION_NAMES = word_columns("organization_name")


def offices_on(person: Person, day: PartialDate | None) -> list[Office]:
    """The offices of `person` on `day`, as far as is known; without a year of it those held today. One query."""
    offices = Office.objects.filter(person=person).select_related("organization").order_by("sort_order", "pk")
    return [office for office in offices if is_held(office, day)]


def fill_offices(rows: Iterable[models.Model], day: PartialDate | None) -> list[OfficeOfTheDay]:
    """Copy the offices of their persons to those of `rows` (signatories or attendees) that have none; saved.

    Where an office has been entered without the name of its organisation, the name of the record is copied.
    """
    made: list[OfficeOfTheDay] = []
    for row in rows:
        entered = list(row.offices.select_related("organization"))  # type: ignore[attr-defined]
        for office in entered:
            _name_organization(office)
        if not entered and getattr(row, "person", None):
            made.extend(_copied(row, offices_on(row.person, day)))  # type: ignore[attr-defined]
    return made


def doubts(rows: Iterable[models.Model], day: PartialDate | None) -> list[str]:
    """What to ask an editor about the offices of `rows` (saved signatories or attendees) on `day`; empty if nothing."""
    asked: list[str] = []
    for row in rows:
        person = getattr(row, "person", None)
        if person is not None:
            asked.extend(office_warnings(person, row.offices.all(), day))  # type: ignore[attr-defined]
    return list(dict.fromkeys(asked))


def _copied(row: Any, offices: list[Office]) -> Iterator[OfficeOfTheDay]:
    for number, office in enumerate(offices):
        words = {name: getattr(office, name) or "" for name in (*_TITLES, *_ORGANIZATION_NAMES)}
        copy = row.offices.model(**words, organization=office.organization, sort_order=number)
        setattr(copy, _parent(copy, row), row)
        _take_name(copy)
        copy.save()
        yield copy


def _parent(copy: models.Model, row: models.Model) -> str:
    """The name of the key by which an office of the day belongs to `row`."""
    keys = copy._meta.concrete_fields
    return next(key.name for key in keys if key.is_relation and issubclass(type(row), key.related_model))  # type: ignore[arg-type]


def _name_organization(office: OfficeOfTheDay) -> None:
    if _take_name(office):
        office.save()


def _take_name(office: OfficeOfTheDay) -> bool:
    """Write the organisation's names as they are today into what is empty; whether anything was."""
    organization: Organization | None = office.organization
    empty = [name for name in _ORGANIZATION_NAMES if not getattr(office, name)]
    if organization is None or len(empty) < len(_ORGANIZATION_NAMES):
        return False
    for name in empty:
        setattr(office, name, getattr(organization, name.replace("organization_name", "name")) or "")
    return any(getattr(office, name) for name in empty)
