"""Where visitors and investors can reach those who work on what they asked for."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from partnerships.models import Inquiry, Visit
from portal.outbox.rendering import sender


@dataclass(frozen=True, slots=True)
class Contact:
    """What the portal publishes of an office; either may be empty."""

    phone: str = ""
    email: str = ""
    #: Named where the office of the visit publishes nothing itself.
    office: str = ""

    def __bool__(self) -> bool:
        return bool(self.phone or self.email)

    def __str__(self) -> str:
        return _(" or ").join(said for said in (self.phone, self.email) if said)


def contact_of(record: Inquiry | Visit) -> Contact:
    """The first that is published: of the office that answers, of its park, of the portal."""
    for holder in (record.unit, record.park):
        if holder and (holder.phone or holder.email):
            return Contact(holder.phone, holder.email)
    portal = sender()
    return Contact(portal.get("office_phone", ""), portal.get("office_email", ""), portal.get("office", ""))


def answers_to(record: Inquiry | Visit) -> dict[str, str]:
    """The header by which what people write back goes to who is responsible for the visit or the inquiry."""
    person = record.responsible
    return {"Reply-To": person.email} if person and person.is_active and person.email else {}
