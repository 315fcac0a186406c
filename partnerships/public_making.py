"""Makes shapes for the public of rows that `partnerships.public` has read: no queries, and no other reader of rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from parks.models import Organization, Park, Place
from partnerships.enums import (
    AgreementKind,
    AgreementState,
    Arrangement,
    DocumentKind,
    EventKind,
    PartOfDay,
    PlatformKind,
    PlatformStatus,
    PointKind,
    PublicField,
    Side,
    SignatoryRole,
)
from partnerships.models import Agreement, AgreementParty, Attendee, AttendeeBehalf, Event, JointPlatform, PlatformBody
from partnerships.precedence import arranged
from partnerships.public_links import (
    AgreementLink,
    EventLink,
    Link,
    OrganizationLink,
    ParkLink,
    PlaceLink,
    PlatformLink,
)
from partnerships.public_people import person_of
from partnerships.public_shapes import (
    PublicAgreement,
    PublicAttendee,
    PublicBody,
    PublicDocument,
    PublicEvent,
    PublicManager,
    PublicMilestone,
    PublicParty,
    PublicPlatform,
    PublicPoint,
    PublicProgrammeItem,
    PublicSignatory,
)
from portal.core.localized import Said


def visible_fields(agreement: Agreement) -> frozenset[str]:
    """The `PublicField`s that the public may see of an agreement; none of an internal one."""
    return frozenset(field for field in PublicField.values if agreement.shows(field))


def agreement_view(agreement: Agreement) -> PublicAgreement:
    """What the public sees of a row of `public_agreements()`."""
    row: Any = agreement
    event = row.event if row.event and row.event.is_shown else None
    return PublicAgreement(
        slug=row.slug,
        name=row.said("name"),
        subject=row.said("subject"),
        kind=AgreementKind(row.kind),
        state=AgreementState(row.state),
        signed_on=row.signed_on or (event.date if event else None),
        parties=tuple(_party(party) for party in row.parties.all()),
        framework=_agreement(row.framework),
        specifics=_agreements(row.public_specifics),
        amends=_agreement(row.amends),
        amendments=_agreements(row.public_amendments),
        renews=_agreement(row.renews),
        renewals=_agreements(row.public_renewals),
        event=_event(event),
        platforms=_platforms(row.public_platforms),
        shown=visible_fields(row),
        **_beyond_essentials(row),
    )


def _beyond_essentials(row: Any) -> dict[str, Any]:
    """Fields that are public one by one."""
    shown = visible_fields(row)
    term, value, texts = (field in shown for field in (PublicField.TERM, PublicField.VALUE, PublicField.TEXTS))
    return {
        "summary": row.said("summary") if PublicField.SUMMARY in shown else Said(),
        "points": _points(row) if PublicField.POINTS in shown else (),
        "sectors": sector_links(row) if PublicField.SECTORS in shown else (),
        "starts_on": row.starts_on if term else None,
        "ends_on": row.ends_on if term else None,
        "renewal": row.said("renewal") if PublicField.RENEWAL in shown else Said(),
        "value": row.value if value else None,
        "currency": row.currency if value and row.value is not None else "",
        "originals": row.originals if texts else None,
        "languages": tuple(row.languages) if texts else (),
        "prevailing_language": row.prevailing_language if texts else "",
        "signatories": _signatories(row) if PublicField.SIGNATORIES in shown else (),
        "milestones": _milestones(row) if PublicField.MILESTONES in shown else (),
        "documents": _documents(row) if PublicField.DOCUMENTS in shown else (),
    }


def _points(row: Any) -> tuple[PublicPoint, ...]:
    return tuple(PublicPoint(PointKind(point.kind), point.said("text")) for point in row.points.all())


def _signatories(row: Any) -> tuple[PublicSignatory, ...]:
    return tuple(
        PublicSignatory(person_of(one.person, one.offices.all()), SignatoryRole(one.role), one.party_number)
        for one in row.signatories.all()
    )


def _milestones(row: Any) -> tuple[PublicMilestone, ...]:
    return tuple(PublicMilestone(one.said("name"), one.due_on, one.done_on) for one in row.public_milestones)


def _documents(row: Any) -> tuple[PublicDocument, ...]:
    return tuple(
        PublicDocument(one.pk, one.file.url, DocumentKind(one.kind), one.said("title"), one.version, one.language)
        for one in row.public_documents
    )


def _party(row: AgreementParty) -> PublicParty:
    body = body_of(row)
    return PublicParty(body.name, body.park, body.organization, row.said("description"))


def event_view(event: Event) -> PublicEvent:
    """What the public sees of a row of `public_events()`."""
    row: Any = event
    return PublicEvent(
        slug=row.slug,
        name=row.said("name"),
        kind=EventKind(row.kind),
        date=row.date,
        date_basis=row.said("date_basis"),
        part_of_day=PartOfDay(row.part_of_day),
        park=park_link(row.park),
        place=place_link(row.place),
        venue=row.said("venue"),
        programme=tuple(PublicProgrammeItem(item.said("text"), item.starts_at) for item in row.programme.all()),
        attendees=tuple(_attendee(attendee) for attendee in arranged(row, Arrangement.NEWS)),
        agreements=_agreements(row.public_agreements),
        platforms=_platforms(row.public_platforms),
    )


def _attendee(row: Attendee) -> PublicAttendee:
    return PublicAttendee(
        person=person_of(row.person, row.offices.all(), description=row.said("description")),
        side=Side(row.side),
        spoke=row.spoke,
        is_quoted=row.is_quoted,
        part=row.said("part"),
        note=row.said("note"),
        on_behalf_of=tuple(link for one in row.behalves.all() if (link := _behalf(one))),
    )


def _behalf(row: AttendeeBehalf) -> Link | None:
    return park_link(row.park) or organization_link(row.organization) or place_link(row.place)


def platform_view(platform: JointPlatform) -> PublicPlatform:
    """What the public sees of a row of `public_platforms()`."""
    row: Any = platform
    return PublicPlatform(
        slug=row.slug,
        name=row.said("name"),
        kind=PlatformKind(row.kind),
        status=PlatformStatus(row.status),
        agreement=_agreement(row.agreement),
        event=_event(row.event),
        announced_on=row.announced_on,
        unveiled_on=row.unveiled_on,
        parks=tuple(link for one in row.park_links.all() if (link := park_link(one.park))),
        managers=tuple(_manager(manager) for manager in row.managers.all()),
        research_place=place_link(row.research_place),
        transformation_place=place_link(row.transformation_place),
        around=row.said("around"),
        sectors=sector_links(row),
        forms=tuple(form.said("text") for form in row.forms.all()),
        size=row.size,
        currency=row.currency if row.size is not None else "",
        summary=row.said("summary"),
    )


def _manager(row: PlatformBody) -> PublicManager:
    named = row.organization
    return PublicManager(named.said("name") if named else row.said("description"), organization_link(named))


# --- links to other records -----------------------------------------------------------------------------------
def park_link(park: Park | None) -> ParkLink | None:
    """A park with its names."""
    return ParkLink(park.slug, park.said("name"), park.said("short_name")) if park else None


def organization_link(record: Organization | None) -> OrganizationLink | None:
    """An organisation with its names."""
    return OrganizationLink(record.slug, record.said("name"), record.said("short_name")) if record else None


def body_of(row: Any) -> PublicBody:
    """Whom a row with `park`, `organization` and `description` names."""
    named = row.organization or row.park
    return PublicBody(
        name=named.said("name") if named else row.said("description"),
        park=park_link(row.park),
        organization=organization_link(row.organization),
    )


def place_link(place: Place | None) -> PlaceLink | None:
    """A place with its name, and the name as it stands in an address."""
    if place is None:
        return None
    return PlaceLink(place.slug, place.said("name"), place.said("full_name") or place.said("name"))


def sector_links(row: Any) -> tuple[Link, ...]:
    """The sectors of a row with `sector_links`."""
    return tuple(Link(one.sector.slug, one.sector.said("name")) for one in row.sector_links.all())


def _agreement(row: Agreement | None) -> AgreementLink | None:
    if row is None or not row.is_shown:
        return None
    return AgreementLink(row.slug, row.said("name"), AgreementKind(row.kind), AgreementState(row.state))


def _agreements(rows: Iterable[Agreement]) -> tuple[AgreementLink, ...]:
    return tuple(link for row in rows if (link := _agreement(row)))


def _platforms(rows: Iterable[JointPlatform]) -> tuple[PlatformLink, ...]:
    return tuple(
        PlatformLink(row.slug, row.said("name"), PlatformKind(row.kind), PlatformStatus(row.status)) for row in rows
    )


def _event(row: Event | None) -> EventLink | None:
    if row is None or not row.is_shown:
        return None
    return EventLink(row.slug, row.said("name"), EventKind(row.kind), row.date)
