"""Where the visiting side can reach those who prepare a visit."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from partnerships.models import Visit
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


def contact_of(visit: Visit) -> Contact:
    """The first that is published: of the office that answers, of its park, of the portal."""
    for holder in (visit.unit, visit.park):
        if holder and (holder.phone or holder.email):
            return Contact(holder.phone, holder.email)
    portal = sender()
    return Contact(portal.get("office_phone", ""), portal.get("office_email", ""), portal.get("office", ""))


def answers_to(visit: Visit) -> dict[str, str]:
    """The header by which what people write back goes to who is responsible for the visit."""
    person = visit.responsible
    return {"Reply-To": person.email} if person and person.is_active and person.email else {}
