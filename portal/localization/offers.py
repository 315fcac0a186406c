"""Wordings on offer, as the screens of records and of pages show them (`localization/offers.html`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.core.names import name_of
from portal.localization.marks import marked_changes
from portal.localization.services.fuzzy import Match
from portal.localization.services.record_words import as_plain


@dataclass(frozen=True, slots=True)
class Offer:
    """A wording that a person may take over, and where it comes from.

    Attributes:
        text: as people read it.
        value: what the button sends, where that is not the text.
        person, at: whose it is, and when it was last used; of the memory only.
        change: how the present source text differs from the one it was made for; empty where it does not.
    """

    text: str
    label: str
    value: str = ""
    person: str = ""
    at: datetime | None = None
    change: SafeString = field(default_factory=SafeString)


def memory_offer(match: Match, text: str, value: str = "", *, asked: str = "") -> Offer:
    """What the memory knows, read as `text`.

    Args:
        value: what the button sends, where that is not the text.
        asked: the present source text (inline HTML), to mark what is different in it.
    """
    old, new = (as_plain(one, long=True) for one in (match.source_text, asked))
    change = marked_changes(old, new) if asked and old != new else SafeString("")
    label = _("Translation memory, %(percent)d%% alike, %(origin)s") % {
        "percent": int(match.similarity * 100),
        "origin": match.origin.label,
    }
    return Offer(text, label, value, name_of(match.by) if match.by else "", match.updated_at, change)
