"""Events, agreements and joint platforms, as they stand in their files."""

from __future__ import annotations

from typing import Any

from partnerships.enums import usually_public
from partnerships.models import (
    Agreement,
    AgreementParty,
    AgreementPoint,
    Attendee,
    AttendeeBehalf,
    AttendeeOffice,
    Event,
    JointPlatform,
    PlatformForm,
    PlatformPark,
    PlatformSector,
    ProgrammeItem,
)
from portal.core.written_records import tell_followers
from portal.home.demo_loader.files import read
from portal.home.demo_loader.records import Loaded
from portal.home.demo_loader.words import columns, ensure, partial_date


def load_partnerships(loaded: Loaded) -> None:
    """Make what is missing, all of it public; a record that is there already stays as staff left it."""
    events = {entry["slug"]: _event(entry, loaded) for entry in read("events")}
    agreements: dict[str, Agreement] = {}
    for entry in read("agreements"):
        agreements[entry["slug"]] = _agreement(entry, loaded, events, agreements)
    for entry in read("platforms"):
        _platform(entry, loaded, events, agreements)


def _named(known: dict[str, Any], entry: dict[str, Any], name: str) -> Any:
    """The record that the entry names, None where it names none. Raises KeyError for one that is not known."""
    return known[entry[name]] if name in entry else None


def _event(entry: dict[str, Any], loaded: Loaded) -> Event:
    values = {name: entry[name] for name in ("kind", "part_of_day") if name in entry}
    event, created = ensure(
        Event,
        entry["slug"],
        unit=loaded.units[entry["unit"]],
        is_public=True,
        date=partial_date(entry["date"]),
        park=_named(loaded.parks, entry, "park"),
        place=_named(loaded.places, entry, "place"),
        **values,
        **columns(name=entry["name"], venue=entry.get("venue"), date_basis=entry.get("date_basis")),
    )
    if created:
        for number, words in enumerate(entry.get("programme", [])):
            ProgrammeItem.objects.create(event=event, sort_order=number, **columns(text=words))
        for number, attendee in enumerate(entry["attendees"]):
            _add_attendee(event, number, attendee, loaded)
        tell_followers(instance=event)
    return event


def _add_attendee(event: Event, number: int, entry: dict[str, Any], loaded: Loaded) -> None:
    attendee = Attendee.objects.create(
        event=event,
        person=loaded.people[entry["person"]],
        side=entry["side"],
        spoke=entry.get("spoke", False),
        is_quoted=entry.get("is_quoted", False),
        sort_order=number,
        **columns(part=entry.get("part"), note=entry.get("note")),
    )
    for order, office in enumerate(entry["offices"]):
        words = columns(title=office["title"], organization_name=office.get("organization"))
        body = _named(loaded.organizations, office, "by")
        stated = office.get("as_stated", "")
        AttendeeOffice.objects.create(attendee=attendee, sort_order=order, organization=body, as_stated=stated, **words)
    for order, behalf in enumerate(entry.get("on_behalf_of", [])):
        AttendeeBehalf.objects.create(attendee=attendee, sort_order=order, **_subject(behalf, loaded))


def _subject(entry: dict[str, str], loaded: Loaded) -> dict[str, Any]:
    """A park, an organisation (`by`) or a place, as values of the fields of those names."""
    known: dict[str, dict[str, Any]] = {"park": loaded.parks, "place": loaded.places, "by": loaded.organizations}
    names = {"by": "organization"}
    return {names.get(kind, kind): known[kind][slug] for kind, slug in entry.items()}


def _agreement(
    entry: dict[str, Any], loaded: Loaded, events: dict[str, Event], agreements: dict[str, Agreement]
) -> Agreement:
    agreement, created = ensure(
        Agreement,
        entry["slug"],
        unit=loaded.units[entry["unit"]],
        is_public=True,
        kind=entry["kind"],
        state=entry["state"],
        framework=_named(agreements, entry, "under"),
        event=events[entry["event"]],
        public_fields=[*usually_public(), *entry.get("public", [])],
        **columns(name=entry["name"], subject=entry.get("subject"), summary=entry.get("summary")),
    )
    if created:
        for number, party in enumerate(entry["parties"]):
            AgreementParty.objects.create(agreement=agreement, sort_order=number, **_subject(party, loaded))
        points = [(kind, words) for kind, phrases in entry.get("points", {}).items() for words in phrases]
        for number, (kind, words) in enumerate(points):
            AgreementPoint.objects.create(agreement=agreement, kind=kind, sort_order=number, **columns(text=words))
        tell_followers(instance=agreement)
    return agreement


def _platform(
    entry: dict[str, Any], loaded: Loaded, events: dict[str, Event], agreements: dict[str, Agreement]
) -> None:
    platform, created = ensure(
        JointPlatform,
        entry["slug"],
        unit=loaded.units[entry["unit"]],
        is_public=True,
        kind=entry["kind"],
        status=entry["status"],
        agreement=_named(agreements, entry, "agreement"),
        event=events[entry["event"]],
        announced_on=partial_date(entry.get("announced_on")),
        unveiled_on=partial_date(entry.get("unveiled_on")),
        research_place=_named(loaded.places, entry, "research_in"),
        transformation_place=_named(loaded.places, entry, "transformation_in"),
        **columns(name=entry["name"], around=entry.get("around")),
    )
    if created:
        _add_platform_parts(platform, entry, loaded)
        tell_followers(instance=platform)


def _add_platform_parts(platform: JointPlatform, entry: dict[str, Any], loaded: Loaded) -> None:
    for number, slug in enumerate(entry["parks"]):
        PlatformPark.objects.create(platform=platform, park=loaded.parks[slug], sort_order=number)
    for number, words in enumerate(entry.get("forms", [])):
        PlatformForm.objects.create(platform=platform, sort_order=number, **columns(text=words))
    for number, slug in enumerate(entry.get("sectors", [])):
        PlatformSector.objects.create(platform=platform, sector=loaded.sectors[slug], sort_order=number)
