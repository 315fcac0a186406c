"""Whom a visit's invitations go to, and what each calendar must be told now: nothing is written here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import pgettext

from partnerships.models import Visit, VisitInvitation, VisitMember
from partnerships.visits.calendars.entries import Entry, visit_entry
from partnerships.visits.enums import InvitationMethod
from portal.core.names import is_han
from portal.outbox.recipients import normalised

#: What a calendar is told; `SAME` is nothing.
NEW, CHANGED, AGAIN, SAME = "new", "changed", "again", "same"
#: Why there is nothing to come: the visit is put off, does not take place, or the reader is no longer on the list.
POSTPONED, CANCELLED, REMOVED = "postponed", "cancelled", "removed"
ENDINGS = frozenset({POSTPONED, CANCELLED, REMOVED})
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Telling:
    """What one address is told of a visit.

    Attributes:
        what: `NEW`, `CHANGED`, `AGAIN` (invited anew after a cancellation), `SAME` or one of `ENDINGS`.
        sequence: of the message; of `SAME` that of the last one.
        row: what this calendar was told before; None for a new one.
        member: who is invited, the first of several with this address; None for somebody who is no longer listed.
    """

    what: str
    email: str
    name: str
    locale: str
    sequence: int
    digest: str
    row: VisitInvitation | None
    member: VisitMember | None

    @property
    def is_told(self) -> bool:
        return self.what != SAME

    @property
    def method(self) -> str:
        return InvitationMethod.CANCEL if self.what in ENDINGS else InvitationMethod.REQUEST


def visits_to_invite() -> QuerySet[Visit]:
    """Visits with everything that an invitation says."""
    rows: QuerySet[Visit] = QuerySet(Visit).select_related("unit", "park", "place", "request", "responsible")
    return rows.prefetch_related(
        "agenda__room", "agenda__organization", "members__person", "members__offices", "invitations"
    )


def tellings(visit: Visit, locales: Mapping[str, str] | None = None) -> list[Telling]:
    """What every address must be told so that its calendar says what the visit says: members in their order, then
    those who are listed no longer.

    Args:
        visit: one of `visits_to_invite`.
        locales: address → language, where somebody has chosen one.
    """
    rows = {normalised(row.email): row for row in visit.invitations.all()}
    people: dict[str, list[VisitMember]] = {}
    for member in visit.members.all():
        if member.email:
            people.setdefault(normalised(member.email), []).append(member)
    entries: dict[str, Entry] = {}
    told = [_invited(visit, found, rows.get(key), locales or {}, entries) for key, found in people.items()]
    gone = [row for key, row in rows.items() if key not in people and row.method == InvitationMethod.REQUEST]
    return told + [ended(row, REMOVED) for row in gone]


def ended(row: VisitInvitation, why: str) -> Telling:
    """Tell the calendar of `row` that there is nothing to come, and `why`: one of `ENDINGS`."""
    return Telling(
        why, row.email, row.name, row.locale, row.sequence + 1, row.digest, row, None if why == REMOVED else row.member
    )


def fingerprint(told: list[Telling]) -> str:
    """What stands on a screen: the same where the same people would be told the same."""
    rows = [(one.what, one.email, one.locale, one.sequence, one.digest) for one in told if one.is_told]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:32]


def _invited(
    visit: Visit,
    members: list[VisitMember],
    row: VisitInvitation | None,
    locales: Mapping[str, str],
    entries: dict[str, Entry],
) -> Telling:
    email = row.email if row else members[0].email
    chosen = locales.get(email, "")
    locale = chosen if chosen in LANGUAGES else _language(visit, members[0], row)
    with translation.override(locale):
        entry = entries.get(locale) or entries.setdefault(locale, visit_entry(visit))
        name = pgettext("between names", ", ").join(str(member) for member in members)[:200]
    digest = _digest(entry, name, locale)
    if row is None:
        return Telling(NEW, email, name, locale, 0, digest, None, members[0])
    if row.method == InvitationMethod.CANCEL:
        return Telling(AGAIN, email, name, locale, row.sequence + 1, digest, row, members[0])
    if row.digest != digest:
        return Telling(CHANGED, email, name, locale, row.sequence + 1, digest, row, members[0])
    return Telling(SAME, email, name, locale, row.sequence, digest, row, members[0])


def _language(visit: Visit, member: VisitMember, row: VisitInvitation | None) -> str:
    """That of the last letter; of guests that in which they asked for the visit; else the script of the name."""
    if row and row.locale in LANGUAGES:
        return row.locale
    request = getattr(visit, "request", None)
    if request and normalised(request.email) == normalised(member.email) and request.locale in LANGUAGES:
        return str(request.locale)
    with translation.override(settings.LANGUAGE_CODE):
        return settings.LANGUAGE_CODE if is_han(str(member)) else "en"


def _digest(entry: Entry, name: str, locale: str) -> str:
    """Names what a calendar is told. When the record was saved is no part of it: that alone moves nothing."""
    said = {key: value for key, value in asdict(entry).items() if key not in ("uid", "changed")}
    return hashlib.sha256(json.dumps([said, name, locale], default=str, sort_keys=True).encode()).hexdigest()
