"""Who answers people without an account, and where they are reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from parks.models import Park
from portal.core.localized import Words
from portal.core.models import Unit, User
from portal.outbox.rendering import sender


@dataclass(frozen=True, slots=True)
class Contact:
    """What the portal publishes of an office; either may be empty."""

    phone: str = ""
    email: str = ""
    #: Named where the office that answers publishes nothing itself.
    office: str = ""

    def __bool__(self) -> bool:
        return bool(self.phone or self.email)

    def __str__(self) -> str:
        return _(" or ").join(said for said in (self.phone, self.email) if said)


def published_contact(*holders: Unit | Park | None) -> Contact:
    """What the first of `holders` publishes that publishes anything; else what the portal does, in the active
    language."""
    for holder in holders:
        if holder and (holder.phone or holder.email):
            return Contact(holder.phone, holder.email)
    portal = sender()
    return Contact(portal.get("office_phone", ""), portal.get("office_email", ""), portal.get("office", ""))


def office_name(park: Park | None, unit: Unit | None) -> Words | str:
    """What people outside call the office that answers: its park's name where it is the park's own."""
    if park and park.unit_id == (unit.pk if unit else None):
        return park.words("name")
    only = _only_parks([unit]).get(unit.pk) if unit else None
    if only:
        return only.words("name")
    return unit.name if unit else ""


def unit_names(units: Iterable[Unit]) -> dict[int, str]:
    """Key → what staff call a unit in the active language: a unit has one name, its park, if it has but one, has one in
    each language."""
    rows = list(units)
    return {row.pk: row.name for row in rows} | {key: str(park) for key, park in _only_parks(rows).items()}


def unit_name(unit: Unit) -> str:
    """As of `unit_names`, for one."""
    return unit_names([unit])[unit.pk]


def _only_parks(units: Iterable[Unit]) -> dict[int, Park]:
    """The park of each unit that has exactly one."""
    found: dict[int, list[Park]] = defaultdict(list)
    for park in Park.objects.filter(unit__in=units).order_by("pk"):
        if park.unit_id is not None:
            found[park.unit_id].append(park)
    return {key: parks[0] for key, parks in found.items() if len(parks) == 1}


def answering(person: User | None) -> str:
    """Who among staff answers; empty where nobody has been named. A user name is for signing in and never shown."""
    return person.get_full_name() if person else ""


def answers_to_person(person: User | None) -> dict[str, str]:
    """The header by which what people write back goes to who is responsible."""
    return {"Reply-To": person.email} if person and person.is_active and person.email else {}
