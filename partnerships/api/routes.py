"""The resources `agreements`, `events` and `platforms`: what `partnerships.public` lets out, and nothing more."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query
from pydantic import Field

from parks.models import Organization, Park, Sector
from partnerships import enums
from partnerships.api import reading, shapes
from partnerships.models import Agreement, Event, JointPlatform
from partnerships.public import (
    listed_agreements,
    listed_events,
    listed_platforms,
    public_agreements,
    public_events,
    public_platforms,
)
from partnerships.public_filters import events_of_parks, of_organizations, of_parks, of_sectors
from portal.api.parameters import Key, ListParameters, codes, named
from portal.api.routes import Resource

agreements = Resource("agreements", _("Agreements between parks and organisations, newest record first."))
events = Resource("events", _("Signings, openings and other events of partnerships, newest record first."))
platforms = Resource("platforms", _("What parks run together: centres, bases, laboratories, funds."))


class AgreementFilters(ListParameters):
    park: Key | None = Field(
        None, description=_("A park that is a party, or a party of the framework above, by id or short address.")
    )
    organization: Key | None = Field(
        None, description=_("An organisation that is a party as a legal person, by id or short address.")
    )
    kind: codes(enums.AgreementKind) | None = None  # type: ignore[valid-type]
    state: codes(enums.AgreementState) | None = None  # type: ignore[valid-type]
    sector: Key | None = Field(None, description=_("A sector, by id or short address."))
    framework: Key | None = Field(None, description=_("The framework under which they stand, by id or short address."))
    year: int | None = Field(None, ge=1800, le=2200, description=_("The year of signing, an inferred one included."))


@agreements.listing(shapes.AgreementItem, reading.agreement_item)
def list_agreements(request: HttpRequest, filters: Query[AgreementFilters]) -> QuerySet[Agreement]:
    rows = listed_agreements()
    for name in ("kind", "state"):
        if value := getattr(filters, name):
            rows = rows.filter(**{name: value})
    if filters.park:
        rows = rows.filter(of_parks(Park.objects.filter(named("", filters.park))))
    if filters.organization:
        rows = rows.filter(of_organizations(Organization.objects.filter(named("", filters.organization))))
    if filters.sector:
        rows = rows.filter(of_sectors(Sector.objects.filter(named("", filters.sector))))
    if filters.framework:
        rows = rows.filter(named("framework", filters.framework), framework__in=Agreement.objects.public())
    return rows.filter(_signed_in(filters.year)) if filters.year else rows


def _signed_in(year: int) -> Q:
    """Signed in a year by the agreement's own date, else by that of its public event."""
    event = Q(signed_on__isnull=True, event__is_public=True, event__date__regex=_year(year))
    return Q(signed_on__regex=_year(year)) | event


def _year(year: int) -> str:
    """What the column of a partial date of a year begins with."""
    return rf"^\??{year:04}-"


@agreements.item(
    shapes.Agreement,
    reading.agreement_detail,
    _("One agreement with its event: programme, attendees with the offices of the day, and what stands under it."),
)
def read_agreement(request: HttpRequest) -> QuerySet[Agreement]:
    return public_agreements()


class EventFilters(ListParameters):
    park: Key | None = Field(
        None,
        description=_(
            "The park in which it was held, or of which an agreement or platform was made at it, "
            "by id or short address."
        ),
    )
    kind: codes(enums.EventKind) | None = None  # type: ignore[valid-type]
    year: int | None = Field(None, ge=1800, le=2200, description=_("The year, an inferred one included."))


@events.listing(shapes.EventItem, reading.event_item)
def list_events(request: HttpRequest, filters: Query[EventFilters]) -> QuerySet[Event]:
    rows = listed_events()
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.park:
        rows = rows.filter(events_of_parks(Park.objects.filter(named("", filters.park))))
    return rows.filter(date__regex=_year(filters.year)) if filters.year else rows


@events.item(
    shapes.EventWithId,
    reading.event_detail,
    _("One event with its programme and its attendees in order of precedence."),
)
def read_event(request: HttpRequest) -> QuerySet[Event]:
    return public_events()


class PlatformFilters(ListParameters):
    kind: codes(enums.PlatformKind) | None = None  # type: ignore[valid-type]
    status: codes(enums.PlatformStatus) | None = None  # type: ignore[valid-type]
    park: Key | None = Field(None, description=_("A park that runs it, by id or short address."))
    sector: Key | None = Field(None, description=_("A focus sector, by id or short address."))


@platforms.listing(shapes.PlatformItem, reading.platform_item)
def list_platforms(request: HttpRequest, filters: Query[PlatformFilters]) -> QuerySet[JointPlatform]:
    rows = listed_platforms()
    for name in ("kind", "status"):
        if value := getattr(filters, name):
            rows = rows.filter(**{name: value})
    if filters.park:
        rows = rows.filter(park_links__park__in=Park.objects.filter(named("", filters.park)))
    if filters.sector:
        rows = rows.filter(sector_links__sector__in=Sector.objects.filter(named("", filters.sector)))
    return rows


@platforms.item(shapes.Platform, reading.platform_detail, _("One joint platform with everything public."))
def read_platform(request: HttpRequest) -> QuerySet[JointPlatform]:
    return public_platforms()
