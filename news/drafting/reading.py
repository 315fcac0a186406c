"""Reads facts of records: what the public sees, or would see once the record is public, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from news.drafting.facts import (
    EventFacts,
    Member,
    Named,
    Photograph,
    Platform,
    Present,
    Promise,
    Signed,
    VisitFacts,
)
from parks.models import Organization, Park, Place
from partnerships.enums import AgreementKind, Arrangement, PlatformStatus, Side
from partnerships.models import Event, FollowUp, Visit, VisitMember
from partnerships.precedence import in_order
from partnerships.public import (
    agreement_view,
    event_view,
    events_as_shown,
    platform_view,
    public_agreements,
    public_platforms,
)
from partnerships.public_people import person_of
from partnerships.public_shapes import PublicAgreement, PublicParty, PublicPlatform
from partnerships.visits.enums import AgendaKind, Direction, FollowUpState, MemberRole, VisitPublicField
from portal.core.localized import Said

#: Who serves the visit is not part of what is told of it.
_TOLD = frozenset({MemberRole.HEAD, MemberRole.MEMBER})


def visit_facts(visit: Visit, parts: Collection[str]) -> VisitFacts:
    """What may be told of a visit.

    Args:
        parts: `VisitPublicField`s beyond the essentials; those that the visit does not name itself are left out.
    """
    told = frozenset(parts) & frozenset(visit.public_fields)
    row: Any = visit
    return VisitFacts(
        name=row.said("name"),
        is_incoming=row.direction == Direction.INCOMING,
        date=row.date,
        until=row.until,
        date_basis=row.said("date_basis"),
        park=_named(row.park),
        place=_place(row.place),
        venue=row.said("venue"),
        partners=tuple(filter(None, (_body(one) for one in row.partners.select_related("park", "organization")))),
        purpose=row.said("purpose"),
        park_ids=_park_ids(row.park_id, row.partners.values_list("park_id", flat=True)),
        **_beyond_essentials(row, told),
    )


def _beyond_essentials(row: Any, told: frozenset[str]) -> dict[str, Any]:
    readers = {
        "topics": (VisitPublicField.TOPICS, lambda: tuple(one.said("text") for one in row.topics.all())),
        "sectors": (VisitPublicField.SECTORS, lambda: _sectors(row)),
        "members": (VisitPublicField.PEOPLE, lambda: _members(row)),
        "sites": (VisitPublicField.SITES, lambda: _sites(row)),
        "minutes": (VisitPublicField.MINUTES, lambda: _minutes(row)),
        "promises": (VisitPublicField.FOLLOW_UPS, lambda: _promises(row, VisitPublicField.PEOPLE in told)),
        "photographs": (VisitPublicField.PHOTOGRAPHS, lambda: _photographs(row)),
    }
    read = {name: reader() if field in told else () for name, (field, reader) in readers.items()}
    return read | {"outcome": row.said("outcome") if VisitPublicField.OUTCOME in told else Said()}


def _sectors(row: Any) -> tuple[Said, ...]:
    return tuple(one.sector.said("name") for one in row.sector_links.select_related("sector"))


def _members(row: Any) -> tuple[Member, ...]:
    rows = row.members.filter(role__in=_TOLD).select_related("person").prefetch_related("offices__organization")
    return tuple(_member(one) for one in in_order(rows, Arrangement.NEWS))


def _member(row: VisitMember) -> Member:
    offices = row.offices.all()  # type: ignore[attr-defined]
    person = person_of(row.person, offices, description=row.said("description"))
    return Member(person, Side(row.side), row.role == MemberRole.HEAD)


def _sites(row: Any) -> tuple[Said, ...]:
    tours = row.agenda.filter(kind=AgendaKind.TOUR).select_related("organization")
    return tuple(_site(one) for one in tours)


def _site(row: Any) -> Said:
    words: Said = row.said("text")
    return words or (row.organization.said("name") if row.organization else Said())


def _minutes(row: Any) -> tuple[Said, ...]:
    return tuple(one.said("text") for one in row.minutes.filter(confidence="public"))


def _promises(row: Any, names_people: bool) -> tuple[Promise, ...]:
    rows = row.follow_ups.filter(is_public=True).exclude(state=FollowUpState.DROPPED)
    rows = rows.select_related("park", "organization").prefetch_related("invitees__person")
    return tuple(_promise(one, names_people) for one in rows)


def _promise(row: FollowUp, names_people: bool) -> Promise:
    invited = row.invitees.all() if names_people else ()  # type: ignore[attr-defined]
    return Promise(_body(row), row.said("what"), row.due_on, tuple(one.person.said("name") for one in invited))


def _photographs(row: Any) -> tuple[Photograph, ...]:
    return tuple(Photograph(one.image_id, one.said("alt"), one.said("caption")) for one in row.photographs.all())


# --- events ---------------------------------------------------------------------------------------------------
def event_facts(event: Event) -> EventFacts:
    """What may be told of an event; of what was signed and set up there the public records alone."""
    view = event_view(events_as_shown(Event.objects.filter(pk=event.pk)).get())
    agreements = _agreements([link.slug for link in view.agreements])
    platforms = _platforms([link.slug for link in view.platforms])
    return EventFacts(
        name=view.name,
        kind=view.kind,
        date=view.date,
        date_basis=view.date_basis,
        part_of_day=view.part_of_day,
        park=_named(event.park),
        place=_place(event.place),
        venue=view.venue,
        agreements=tuple(_signed(one) for one in agreements),
        platforms=tuple(_platform(one) for one in platforms),
        present=tuple(
            Present(one.person, one.spoke, one.part, tuple(link.name for link in one.on_behalf_of), one.is_quoted)
            for one in view.attendees
        ),
        park_ids=_park_ids(event.park_id, _parks_of(agreements)),
    )


def _agreements(slugs: list[str]) -> list[PublicAgreement]:
    """The framework before what stands under it, else as they were entered."""
    views = [agreement_view(row) for row in public_agreements().filter(slug__in=slugs).order_by("pk")]
    return sorted(views, key=lambda one: one.kind != AgreementKind.FRAMEWORK)


def _platforms(slugs: list[str]) -> list[PublicPlatform]:
    return [platform_view(row) for row in public_platforms().filter(slug__in=slugs).order_by("pk")]


def _signed(view: PublicAgreement) -> Signed:
    return Signed(
        view.name,
        view.kind == AgreementKind.FRAMEWORK,
        view.subject,
        tuple(_party(one) for one in view.parties),
        tuple((kind, tuple(texts)) for kind, texts in view.point_groups),
    )


def _party(view: PublicParty) -> Named:
    is_park = view.park is not None and view.organization is None
    return Named(view.name, view.park.short if is_park and view.park else Said())


def _platform(view: PublicPlatform) -> Platform:
    return Platform(
        view.name,
        view.status,
        was_unveiled=view.status == PlatformStatus.UNVEILED or view.unveiled_on is not None,
        was_announced=view.status == PlatformStatus.ANNOUNCED or view.announced_on is not None,
    )


def _parks_of(agreements: Iterable[PublicAgreement]) -> Iterable[int]:
    slugs = {party.park.slug for one in agreements for party in one.parties if party.park}
    return Park.objects.filter(slug__in=slugs).order_by("sort_key").values_list("pk", flat=True)


# --- both -----------------------------------------------------------------------------------------------------
def _park_ids(*found: Any) -> tuple[int, ...]:
    first, others = found
    return tuple(dict.fromkeys(pk for pk in (first, *others) if pk is not None))


def _named(record: Park | Organization | None) -> Named:
    return Named(record.said("name"), record.said("short_name")) if record else Named(Said(), Said())


def _body(row: Any) -> Named:
    named = row.organization or row.park
    return _named(named) if named else Named(row.said("description"), Said())


def _place(place: Place | None) -> Said:
    return place.said("name") if place else Said()
