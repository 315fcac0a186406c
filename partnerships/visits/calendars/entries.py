"""A visit as an entry of a calendar, and entries as the text of one (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from partnerships.models import Visit
from partnerships.visits.calendars.visit_words import agenda_lines, days_of, span, where
from partnerships.visits.calendars.zones import zone_component
from portal.outbox.recipients import ascii_domain
from portal.outbox.rendering import one_line, sender

PRODUCT = "-//Delta Science Parks//Visits//EN"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


@dataclass(frozen=True)
class Entry:
    """What an entry says; `begins` and `ends` are both moments on the clock of `zone`, both days (the end not
    included), or both None."""

    begins: datetime | date | None
    ends: datetime | date | None
    summary: str
    location: str = ""
    description: str = ""
    zone: str = ""
    status: str = CONFIRMED
    uid: str = ""
    url: str = ""
    changed: datetime | None = None


@dataclass(frozen=True)
class Invited:
    """Whom an entry is sent to."""

    email: str
    name: str


def visit_entry(visit: Visit, *, uid: str = "", status: str = CONFIRMED) -> Entry:
    """The whole visit as one entry, in the active language: from the first item of the agenda to the end of the last,
    or the whole days where no time is known."""
    begins, ends = _bounds(visit)
    lines = agenda_lines(visit)
    purpose = visit.words("purpose").text.strip()
    return Entry(
        begins=begins,
        ends=ends,
        summary=visit.words("name").text,
        location=where(visit),
        description="\n\n".join(filter(None, (purpose, "\n".join(lines)))),
        zone=visit.timezone if isinstance(begins, datetime) else "",
        status=status,
        uid=uid,
        changed=visit.updated_at,
    )


def _bounds(visit: Visit) -> tuple[datetime | date | None, datetime | date | None]:
    if moments := span(visit):
        return moments
    if days := days_of(visit):
        return days[0], days[1] + timedelta(days=1)
    return None, None


def message_text(entry: Entry, invited: Invited, *, method: str, sequence: int, now: datetime) -> str:
    """An invitation (`REQUEST`) or its end (`CANCEL`) for one recipient (RFC 5546, 3.2.2 and 3.2.5)."""
    event = _event(entry, stamp=now)
    event.add("SEQUENCE", sequence)
    event["ORGANIZER"] = organizer()
    event.add("ATTENDEE", _attendee(invited, method), encode=False)
    return _text([event], [entry], method=method)


def feed_text(entries: Sequence[Entry], *, name: str, refresh: timedelta) -> str:
    """Entries as a calendar to subscribe to; the same entries are the same bytes."""
    return _text([_event(one, stamp=one.changed) for one in entries], entries, name=name, refresh=refresh)


def organizer() -> vCalAddress:
    """Who invites: the address from which the portal writes. Answers of calendars go there."""
    address = vCalAddress(f"MAILTO:{parseaddr(one_line(settings.DEFAULT_FROM_EMAIL))[1]}")
    address.params["CN"] = vText(_harmless(str(sender()["brand"])))
    return address


def mail_domain() -> str:
    """What stands behind the “@” of identifiers: the domain from which the portal writes."""
    domain = parseaddr(one_line(settings.DEFAULT_FROM_EMAIL))[1].rpartition("@")[2]
    try:
        return ascii_domain(domain) or "localhost"
    except UnicodeError:
        return "localhost"


def _attendee(invited: Invited, method: str) -> vCalAddress:
    address = vCalAddress(f"MAILTO:{invited.email}")
    address.params["CN"] = vText(_harmless(invited.name or invited.email))
    address.params["CUTYPE"] = vText("INDIVIDUAL")
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    if method == "REQUEST":
        address.params["PARTSTAT"] = vText("NEEDS-ACTION")
        address.params["RSVP"] = vText("TRUE")
    return address


def _harmless(text: str) -> str:
    """A value of a parameter can hold no quotation mark and no line break (RFC 5545, 3.2)."""
    return one_line(text.replace('"', "'"), longest=200)


def _event(entry: Entry, *, stamp: datetime | None) -> Event:
    event = Event()
    event.add("UID", entry.uid)
    event.add("DTSTAMP", (stamp or datetime.now(UTC)).astimezone(UTC))
    if entry.begins is not None and entry.ends is not None:
        event.add("DTSTART", entry.begins)
        event.add("DTEND", entry.ends)
        event.add("TRANSP", "OPAQUE" if entry.zone else "TRANSPARENT")
    event.add("SUMMARY", one_line(entry.summary))
    if entry.location:
        event.add("LOCATION", one_line(entry.location))
    if entry.description:
        event.add("DESCRIPTION", _printable(entry.description))
    event.add("STATUS", entry.status)
    if entry.url:
        event.add("URL", entry.url)
    if entry.changed:
        event.add("LAST-MODIFIED", entry.changed.astimezone(UTC))
    return event


def _printable(text: str) -> str:
    """Line breaks and wide spaces stay; control characters are none of a calendar's."""
    return "\n".join(_CONTROL.sub(" ", line).strip() for line in text.splitlines())


def _text(
    events: Iterable[Event],
    entries: Sequence[Entry],
    *,
    method: str = "",
    name: str = "",
    refresh: timedelta | None = None,
) -> str:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    if method:
        calendar.add("METHOD", method)
    if name:
        calendar.add("X-WR-CALNAME", one_line(name))
    if refresh is not None:
        calendar.add("REFRESH-INTERVAL", refresh, parameters={"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", refresh)
    for zone in _zones(entries):
        calendar.add_component(zone)
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical(sorted=False).decode()


def _zones(entries: Sequence[Entry]) -> list[Timezone]:
    """One VTIMEZONE for every zone that is used, for the years in which it is."""
    years: dict[str, list[int]] = {}
    for entry in entries:
        if entry.zone and entry.begins and entry.ends:
            years.setdefault(entry.zone, []).extend((entry.begins.year, entry.ends.year))
    return [zone_component(name, min(used), max(used)) for name, used in sorted(years.items())]
