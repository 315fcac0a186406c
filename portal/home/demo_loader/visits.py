"""Rooms and visits, as they stand in their files."""

from __future__ import annotations

import datetime
from typing import Any

from partnerships.models import (
    AgendaItem,
    FollowUp,
    FollowUpInvitee,
    MemberOffice,
    Room,
    Visit,
    VisitMember,
    VisitPartner,
    VisitPhotograph,
    VisitSector,
    VisitTopic,
)
from partnerships.visits.enums import TO_COME
from partnerships.visits.readiness import begin_checklist
from portal.core.days import today
from portal.core.models import User
from portal.core.partial_dates import PartialDate
from portal.core.written_records import tell_followers
from portal.home.demo_loader.files import read
from portal.home.demo_loader.pictures import picture
from portal.home.demo_loader.records import Loaded
from portal.home.demo_loader.words import columns, ensure, partial_date

#: Visits that are to come begin on a Tuesday.
_TUESDAY = 1


def load_visits(loaded: Loaded) -> None:
    """Make what is missing; a record that is there already stays as staff left it."""
    rooms = {entry["key"]: _room(entry, loaded) for entry in read("rooms")}
    for entry in read("visits"):
        _visit(entry, loaded, rooms)


def _room(entry: dict[str, Any], loaded: Loaded) -> Room:
    values = {"park": loaded.parks[entry["park"]], **columns(name=entry["name"])}
    found = Room.objects.filter(**values).first()
    if found is None:
        found = Room(seats=entry.get("seats"), **values)
        found.save()
    return found  # type: ignore[return-value]


def _visit(entry: dict[str, Any], loaded: Loaded, rooms: dict[str, Room]) -> None:
    first = _first_day(entry)
    visit, created = ensure(Visit, entry["slug"], **_values(entry, loaded, first), **_words(entry))
    if not created:
        return
    _add_contents(visit, entry, loaded)
    for number, member in enumerate(entry["members"]):
        _add_member(visit, number, member, loaded)
    for number, item in enumerate(entry.get("agenda", [])):
        _add_item(visit, number, item, first, loaded, rooms)
    for number, promise in enumerate(entry.get("follow_ups", [])):
        _add_follow_up(visit, number, promise, loaded)
    if visit.state in TO_COME:
        begin_checklist(visit)
    tell_followers(instance=visit)


def _first_day(entry: dict[str, Any]) -> datetime.date | None:
    """The first day of a visit that is always to come; None of one whose date the file states."""
    if "in_weeks" not in entry:
        return None
    day = today() + datetime.timedelta(weeks=entry["in_weeks"])
    return day + datetime.timedelta(days=(_TUESDAY - day.weekday()) % 7)


def _values(entry: dict[str, Any], loaded: Loaded, first: datetime.date | None) -> dict[str, Any]:
    last = first + datetime.timedelta(days=entry.get("days", 1) - 1) if first else None
    return {
        "unit": loaded.units[entry["unit"]],
        "park": loaded.parks[entry["park"]],
        "place": loaded.places[entry["place"]] if "place" in entry else None,
        "is_public": entry.get("public", False),
        "date": _whole(first) or partial_date(entry.get("date")),
        "until": _whole(last) if last != first else None,
        "responsible": User.objects.filter(username=entry.get("responsible", "")).first(),
        "internal_note": entry.get("note", ""),
        "headcount": entry.get("headcount"),
        **{name: entry[name] for name in ("direction", "kind", "state")},
    }


def _whole(day: datetime.date | None) -> PartialDate | None:
    return PartialDate(day.year, day.month, day.day) if day else None


def _words(entry: dict[str, Any]) -> dict[str, Any]:
    return columns(**{name: entry.get(name) for name in ("name", "venue", "purpose", "outcome", "date_basis")})


def _body(entry: dict[str, Any], loaded: Loaded) -> dict[str, Any]:
    """A park, an organisation (`by`) or a description, as values of the fields of those names."""
    values: dict[str, Any] = columns(description=entry.get("description"))
    values |= {"organization": loaded.organizations[entry["by"]]} if "by" in entry else {}
    return values | ({"park": loaded.parks[entry["park"]]} if "park" in entry else {})


def _add_contents(visit: Visit, entry: dict[str, Any], loaded: Loaded) -> None:
    for number, partner in enumerate(entry["partners"]):
        VisitPartner.objects.create(visit=visit, sort_order=number, **_body(partner, loaded))
    for number, words in enumerate(entry.get("topics", [])):
        VisitTopic.objects.create(visit=visit, sort_order=number, **columns(text=words))
    for number, slug in enumerate(entry.get("sectors", [])):
        VisitSector.objects.create(visit=visit, sort_order=number, sector=loaded.sectors[slug])
    for number, content in enumerate(entry.get("photographs", [])):
        alt = content["alt"]["zh"]
        title = alt.removeprefix("示意画：")
        image = picture(content["file"], title=title, description=alt, collection=visit.unit and visit.unit.collection)
        words = columns(alt=content["alt"], caption=content.get("caption"))
        VisitPhotograph.objects.create(visit=visit, sort_order=number, image=image, **words)


def _add_member(visit: Visit, number: int, entry: dict[str, Any], loaded: Loaded) -> None:
    member = VisitMember.objects.create(
        visit=visit,
        person=loaded.people[entry["person"]],
        side=entry["side"],
        role=entry.get("role", "member"),
        interpreting=entry.get("interpreting", ""),
        dietary=entry.get("dietary", ""),
        access_needs=entry.get("access", ""),
        sort_order=number,
    )
    for order, office in enumerate(entry["offices"]):
        words = columns(title=office["title"], organization_name=office.get("organization"))
        body = loaded.organizations[office["by"]] if "by" in office else None
        MemberOffice.objects.create(
            member=member, sort_order=order, organization=body, as_stated=office.get("as_stated", ""), **words
        )


def _add_item(
    visit: Visit,
    number: int,
    entry: dict[str, Any],
    first: datetime.date | None,
    loaded: Loaded,
    rooms: dict[str, Room],
) -> None:
    day = first + datetime.timedelta(days=entry["day"] - 1) if first and "day" in entry else None
    times = {name: datetime.time.fromisoformat(entry[key]) for name, key in _TIMES.items() if key in entry}
    AgendaItem.objects.create(
        visit=visit,
        kind=entry["kind"],
        day=day,
        timezone=entry.get("timezone", ""),
        organization=loaded.organizations[entry["by"]] if "by" in entry else None,
        room=rooms[entry["room"]] if "room" in entry else None,
        responsible=loaded.people[entry["responsible"]] if "responsible" in entry else None,
        sort_order=number,
        **times,
        **columns(text=entry["text"], venue=entry.get("venue")),
    )


#: Field → key of the file.
_TIMES = {"starts_at": "from", "ends_at": "to"}


def _add_follow_up(visit: Visit, number: int, entry: dict[str, Any], loaded: Loaded) -> None:
    follow_up = FollowUp.objects.create(
        visit=visit,
        kind=entry["kind"],
        side=entry["side"],
        due_on=entry.get("due"),
        state=entry.get("state", "open"),
        is_public=entry.get("public", False),
        sort_order=number,
        **_body(entry, loaded),
        **columns(what=entry["what"]),
    )
    for order, slug in enumerate(entry.get("invited", [])):
        FollowUpInvitee.objects.create(follow_up=follow_up, sort_order=order, person=loaded.people[slug])
