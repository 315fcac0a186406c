"""Visits that calendars are told of, and calendars as an independent reader (`vobject`) understands them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from typing import Any

import vobject

from partnerships.models import AgendaItem, Room, Visit, VisitInvitation, VisitMember
from partnerships.visits.calendars.invitations import send_invitations
from partnerships.visits.calendars.telling import fingerprint, tellings, visits_to_invite
from portal.core.models import User
from portal.core.partial_dates import PartialDate
from portal.outbox.models import Letter
from tests.partnerships.factories import PersonFactory, VisitFactory, VisitMemberFactory
from tests.portal.outbox.smtp_sink import ScriptedSink

#: Words that only those who work on the visit may read.
PRIVATE = {
    "dietary": "NEEDS-no-peanuts",
    "access_needs": "NEEDS-wheelchair",
    "interpreting": "NEEDS-Polish",
    "internal_note": "NOTE-do-not-mention-price",
    "minutes": "MINUTES-secret-offer",
    "gift": "GIFT-silk-fan",
    "letter_number": "LETTER-2026-77",
}


def visit_on(park: Any, day: date, **values: Any) -> Visit:
    """A confirmed visit to `park` on `day`, with talks from nine to half past ten and a tour until noon."""
    zone = values.pop("timezone", "Asia/Shanghai")
    visit = VisitFactory(
        unit=park.unit,
        park=park,
        state="confirmed",
        date=PartialDate(day.year, day.month, day.day),
        timezone=zone,
        **{"name_zh_hans": "波士顿代表团来访", "name_en": "Visit of the Boston delegation", **values},
    )
    room = Room.objects.create(park=park, name_zh_hans="三楼会议室", name_en="Room 301")
    agenda(visit, day, time(9), time(10, 30), "合作会谈", "Talks on cooperation", room=room)
    agenda(visit, day, time(10, 30), time(12), "参观孵化器", "Tour of the incubator", sort_order=1)
    return visit


def agenda(visit: Visit, day: date, begins: time, ends: time, chinese: str, english: str, **more: Any) -> AgendaItem:
    return AgendaItem.objects.create(
        visit=visit, day=day, starts_at=begins, ends_at=ends, text_zh_hans=chinese, text_en=english, **more
    )


def member(visit: Visit, email: str, *, english: bool = True, **values: Any) -> VisitMember:
    """A delegate with an address; without `english` one whose name is Chinese."""
    names = {"family_name_zh_hans": "", "family_name_en": "Morgan", "given_name_en": "Alex"}
    names |= {"latin_order": "given_first"}
    if not english:
        names = {"family_name_zh_hans": "孙", "given_name_zh_hans": "瑾", "family_name_en": "Sun"}
    return VisitMemberFactory(visit=visit, email=email, person=PersonFactory(**names), **values)


def invite(visit: Visit, by: User, **more: Any) -> list[str]:
    """Send what is due; what was told to whom: `new a@example.com`."""
    told = send_invitations(visit_id=visit.pk, by=by, seen=seen(visit), **more)
    return [f"{one.what} {one.email}" for one, _letter in told]


def seen(visit: Visit) -> str:
    return fingerprint(tellings(visits_to_invite().get(pk=visit.pk)))


def row(visit: Visit, email: str) -> VisitInvitation:
    return VisitInvitation.objects.get(visit=visit, email=email)


def last_letter(email: str) -> Letter:
    return Letter.objects.filter(recipient=email).latest("pk")


def read(text: str) -> Any:
    """The one calendar in `text`, as vobject reads it."""
    return vobject.readOne(text, validate=True)


def calendar_part(message: EmailMessage) -> EmailMessage:
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return part


def utc(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M}"


@contextmanager
def mail_server(settings: Any) -> Iterator[ScriptedSink]:
    """A running mail server that the outbox sends to."""
    server = ScriptedSink()
    server.start()
    settings.OUTBOX_TRANSPORT = {
        "BACKEND": "portal.outbox.smtp.OutboxSMTPBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 1},
    }
    try:
        yield server
    finally:
        server.stop()
