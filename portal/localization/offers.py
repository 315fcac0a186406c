"""Wordings on offer, as the screens of records and of pages show them (`localization/offers.html`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from portal.core.models import User
from portal.localization.services.fuzzy import Match


@dataclass(frozen=True, slots=True)
class Offer:
    """A wording that a person may take over, and where it comes from.

    Attributes:
        text: as people read it.
        value: what the button sends, where that is not the text.
        person, at: whose it is, and when it was last used; of the memory only.
    """

    text: str
    label: str
    value: str = ""
    person: str = ""
    at: datetime | None = None


def memory_offer(match: Match, text: str, value: str = "") -> Offer:
    """What the memory knows, read as `text`."""
    label = _("Translation memory, %(percent)d%% alike, %(origin)s") % {
        "percent": int(match.similarity * 100),
        "origin": match.origin.label,
    }
    return Offer(text, label, value, name_of(match.by) if match.by else "", match.updated_at)


def name_of(person: User) -> str:
    return person.get_full_name() or person.username
