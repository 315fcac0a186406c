"""Everything that has happened to an inquiry, in the order of time: steps, letters, notes, and what the log says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import ModelLogEntry

from partnerships.contact import unit_names
from partnerships.inquiries.enums import MessageDirection
from partnerships.inquiries.outside.services import WROTE
from partnerships.inquiries.services.assigning import ASSIGNED, NOTED, PASSED
from partnerships.inquiries.services.moves import MOVED
from partnerships.inquiries.services.replies import REPLIED
from partnerships.models import Inquiry
from portal.core.models import Unit, User
from portal.core.names import name_of

#: Entries of the log that have rows of their own, which say more.
_TOLD_ELSEWHERE = (MOVED, NOTED)
#: Those of messages, until these are erased.
_OF_MESSAGES = (REPLIED, WROTE)
_LOOKS = "core.look."


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the history. `who` is empty for the portal and its rules."""

    at: datetime
    what: str
    who: str
    note: str = ""


def history_of(inquiry: Inquiry, *, with_notes: bool) -> list[Happening]:
    """The history, the latest first.

    Args:
        inquiry: whose.
        with_notes: whether what staff wrote for themselves is in it.
    """
    found = [*_steps(inquiry, with_notes), *_messages(inquiry), *_log(inquiry)]
    if with_notes:
        found += _notes(inquiry)
    return sorted(found, key=lambda one: one.at, reverse=True)


def _steps(inquiry: Inquiry, with_notes: bool) -> Iterator[Happening]:
    for move in inquiry.moves.select_related("by"):
        yield Happening(move.moved_at, str(move), name_of(move.by), move.note if with_notes else "")


def _messages(inquiry: Inquiry) -> Iterator[Happening]:
    for message in inquiry.messages.select_related("by"):
        from_investor = message.direction == MessageDirection.IN
        who = inquiry.person if from_investor else name_of(message.by)
        yield Happening(message.created_at, _("Message: %(way)s") % {"way": message.get_direction_display()}, who)


def _notes(inquiry: Inquiry) -> Iterator[Happening]:
    for note in inquiry.notes.select_related("by"):
        yield Happening(note.created_at, _("Internal note"), name_of(note.by))


def _log(inquiry: Inquiry) -> Iterator[Happening]:
    """What else the log holds, without looks; of assignments who and where to."""
    elsewhere = _TOLD_ELSEWHERE if inquiry.erased_at else _TOLD_ELSEWHERE + _OF_MESSAGES
    entries = ModelLogEntry.objects.for_instance(inquiry).exclude(action__in=elsewhere)
    rows = list(entries.exclude(action__startswith=_LOOKS).select_related("user"))
    names = _names(rows)
    for row in rows:
        yield Happening(row.timestamp, _words(row, names), name_of(row.user))


def _words(row: ModelLogEntry, names: dict[tuple[str, Any], str]) -> str:
    to = row.data.get("to") if isinstance(row.data, dict) else None
    if row.action == ASSIGNED:
        nobody = pgettext("responsible", "nobody")
        return _("Responsible: %(person)s") % {"person": names.get((ASSIGNED, to), "—") if to else nobody}
    if row.action == PASSED:
        own = pgettext("unit", "The portal’s own office")
        # It reads what was noted before too: nobody is to wonder later how it came to know.
        return _("Passed on with all messages and internal notes to: %(unit)s") % {
            "unit": names.get((PASSED, to), "—") if to else own
        }
    return str(row.message) if row.formatter else row.action


def _names(rows: list[ModelLogEntry]) -> dict[tuple[str, Any], str]:
    """Names of the people and units that the entries speak of; three queries at most."""
    keys: dict[str, set[Any]] = {ASSIGNED: set(), PASSED: set()}
    for row in rows:
        if row.action in keys and isinstance(row.data, dict):
            keys[row.action].add(row.data.get("to"))
    people = {(ASSIGNED, one.pk): name_of(one) for one in User.objects.filter(pk__in=keys[ASSIGNED] - {None})}
    named = unit_names(Unit.objects.filter(pk__in=keys[PASSED] - {None})) if keys[PASSED] else {}
    units = {(PASSED, key): name for key, name in named.items()}
    return {**people, **units}
