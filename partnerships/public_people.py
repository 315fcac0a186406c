"""Persons as the public sees them: names with the offices of the day, in order of precedence."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import translation
from modeltranslation import settings as columns

from parks.models import OfficeOfTheDay, Person
from partnerships.enums import Side
from partnerships.models import Attendee, Event
from partnerships.public_shapes import PublicOffice, PublicPerson
from portal.core.localized import Said

_SIDES = {side: number for number, side in enumerate(Side.values)}


def person_of(
    person: Person | None, offices: Iterable[OfficeOfTheDay], *, description: Said | None = None
) -> PublicPerson:
    """A person with the offices of the day; `description` serves where the source names nobody."""
    held = tuple(_office(office) for office in offices)
    name = person.said("name") if person else description or Said()
    return PublicPerson(person.slug if person else "", name, held, _line(name, held))


def in_news_order(event: Event) -> list[Attendee]:
    """The attendees by side, within a side by their rank in the news, where none is given as the form has them."""
    return sorted(event.attendees.all(), key=_news_key)


def _news_key(row: Attendee) -> tuple[int, bool, int, int, int]:
    return (_SIDES[row.side], row.news_rank is None, row.news_rank or 0, row.sort_order or 0, row.pk)


def _office(row: OfficeOfTheDay) -> PublicOffice:
    named = row.said("organization_name")
    if not named and row.organization:
        named = row.organization.said("name")
    return PublicOffice(row.said("title"), named, row.organization.slug if row.organization else "")


def _line(name: Said, offices: tuple[PublicOffice, ...]) -> Said:
    texts = []
    for code in columns.AVAILABLE_LANGUAGES:
        with translation.override(code):
            texts.append((code, _line_in(code, name, offices)))
    return Said(tuple(texts), latin_stays=True)


def _line_in(code: str, name: Said, offices: tuple[PublicOffice, ...]) -> str:
    if code.startswith("zh"):
        return "、".join(f"{office.organization}{office.title}" for office in offices) + str(name)
    return ", ".join([str(name), *(", ".join(filter(None, map(str, (o.title, o.organization)))) for o in offices)])
