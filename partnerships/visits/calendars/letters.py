"""The letter that brings an entry to a calendar: words for the reader, and the entry itself for the program."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import translation

from partnerships.models import Visit, VisitInvitation
from partnerships.visits.calendars.addressing import addressed, contact_of, is_own, signed_by
from partnerships.visits.calendars.entries import CANCELLED, CONFIRMED, Invited, message_text, visit_entry
from partnerships.visits.calendars.telling import ENDINGS, Telling
from partnerships.visits.calendars.visit_words import agenda_lines, when, where
from partnerships.visits.contact import answers_to
from partnerships.visits.enums import Direction, InvitationMethod
from portal.outbox.models import Letter
from portal.outbox.services import write_letter

KIND = "visit_invitation"


def write_invitation(visit: Visit, row: VisitInvitation, told: Telling, *, now: datetime) -> Letter:
    """Write the letter of `told`, in the language of its reader; one letter a calendar and sequence."""
    with translation.override(row.locale):
        calendar = _calendar(visit, row, now)
        context = _context(visit, row, told)
    return write_letter(
        kind=KIND,
        key=f"{KIND}:{row.uid}:{row.sequence}",
        recipient=row.email,
        locale=row.locale,
        context=context,
        about=visit,
        unit=visit.unit,
        headers=answers_to(visit),
        calendar=calendar,
    )


def _calendar(visit: Visit, row: VisitInvitation, now: datetime) -> str:
    is_off = row.method == InvitationMethod.CANCEL
    entry = visit_entry(visit, uid=row.uid, status=CANCELLED if is_off else CONFIRMED)
    if is_off:  # who is no longer invited is told no more than that
        entry = replace(entry, location="", description="")
    return message_text(
        entry, Invited(row.email, row.name), method=row.method, sequence=row.sequence, now=now.replace(microsecond=0)
    )


def _context(visit: Visit, row: VisitInvitation, told: Telling) -> dict[str, Any]:
    context: dict[str, Any] = {
        "person": addressed(told.member, row.name),
        "visit": visit.words("name").text,
        "what": told.what,
        "signed": signed_by(visit),
    }
    if told.what in ENDINGS:
        return context | {"is_over": True}
    return context | {
        "when": when(visit),
        "where": where(visit),
        "agenda": agenda_lines(visit),
        "contact": contact_of(visit),
        "answers": bool(answers_to(visit)),
        "is_own": is_own(visit, told.member),
        "is_journey": visit.direction == Direction.OUTGOING,
    }
