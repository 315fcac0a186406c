"""Who answers people without an account, and where they are reached."""

from __future__ import annotations

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
    return unit.name if unit else ""


def answering(person: User | None) -> str:
    """Who among staff answers; empty where nobody has been named. A user name is for signing in and never shown."""
    return person.get_full_name() if person else ""


def answers_to_person(person: User | None) -> dict[str, str]:
    """The header by which what people write back goes to who is responsible."""
    return {"Reply-To": person.email} if person and person.is_active and person.email else {}
