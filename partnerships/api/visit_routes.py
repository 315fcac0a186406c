"""The resource `visits`: what `visits.public` lets out, and nothing more."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query
from pydantic import Field

from parks.models import Organization, Park, Sector
from partnerships.api import visit_reading, visit_shapes
from partnerships.models import Visit
from partnerships.visits.enums import Direction, VisitKind
from partnerships.visits.public.filters import (
    of_visit_sectors,
    of_year,
    with_partner_organizations,
    with_partner_parks,
)
from partnerships.visits.public.querysets import listed_visits, public_visits
from portal.api.parameters import Key, ListParameters, codes, is_id, named
from portal.api.routes import Resource

visits = Resource("visits", _("Visits to and from the parks that have taken place, newest record first."))


class VisitFilters(ListParameters):
    park: Key | None = Field(
        None, description=_("The park that received the visitors, or whose people travelled, by id or short address.")
    )
    partner: Key | None = Field(
        None,
        description=_("A park or an organisation on the other side, by short address; an id is that of a park."),
    )
    organization: Key | None = Field(None, description=_("An organisation on the other side, by id or short address."))
    kind: codes(VisitKind) | None = None  # type: ignore[valid-type]
    direction: codes(Direction) | None = None  # type: ignore[valid-type]
    sector: Key | None = Field(None, description=_("A sector, by id or short address."))
    year: int | None = Field(None, ge=1800, le=2200, description=_("The year, an inferred one included."))


@visits.listing(visit_shapes.VisitItem, visit_reading.visit_item)
def list_visits(request: HttpRequest, filters: Query[VisitFilters]) -> QuerySet[Visit]:
    rows = listed_visits()
    for name in ("kind", "direction"):
        if value := getattr(filters, name):
            rows = rows.filter(**{name: value})
    if filters.park:
        rows = rows.filter(named("park", filters.park))
    if filters.partner:
        rows = rows.filter(_with_partner(filters.partner))
    if filters.organization:
        rows = rows.filter(with_partner_organizations(Organization.objects.filter(named("", filters.organization))))
    if filters.sector:
        rows = rows.filter(of_visit_sectors(Sector.objects.filter(named("", filters.sector))))
    return rows.filter(of_year(filters.year)) if filters.year else rows


def _with_partner(key: str) -> Q:
    """Visits on whose other side the park stands, or the organisation with that short address."""
    parks = with_partner_parks(Park.objects.filter(named("", key)))
    return parks if is_id(key) else parks | with_partner_organizations(Organization.objects.filter(slug=key))


@visits.item(
    visit_shapes.Visit,
    visit_reading.visit_detail,
    _("One visit: who met whom with the offices of the day, what was seen, what came of it, what follows."),
)
def read_visit(request: HttpRequest) -> QuerySet[Visit]:
    return public_visits()
