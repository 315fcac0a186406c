"""Where the visiting side can reach those who prepare a visit."""

from __future__ import annotations

from partnerships.contact import Contact, answers_to_person, published_contact
from partnerships.models import Visit


def contact_of(visit: Visit) -> Contact:
    """The first that is published: of the office that answers, of its park, of the portal."""
    return published_contact(visit.unit, visit.park)


def answers_to(visit: Visit) -> dict[str, str]:
    """The header by which what people write back goes to who is responsible for the visit."""
    return answers_to_person(visit.responsible)
