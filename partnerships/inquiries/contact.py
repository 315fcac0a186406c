"""Where the investor reaches those who answer an inquiry."""

from __future__ import annotations

from partnerships.contact import Contact, answers_to_person, published_contact
from partnerships.models import Inquiry


def contact_of(inquiry: Inquiry) -> Contact:
    """The first that is published: of the office that answers, of its own park, of the portal."""
    own = inquiry.park if inquiry.park and inquiry.park.unit_id == inquiry.unit_id else None
    return published_contact(inquiry.unit, own)


def answers_to(inquiry: Inquiry) -> dict[str, str]:
    """The header by which what people write back goes to who is responsible for the inquiry."""
    return answers_to_person(inquiry.responsible)
