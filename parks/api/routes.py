"""The resources `parks`, `rankings` and `organizations`."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query
from pydantic import Field, StringConstraints

from parks import enums, models
from parks.api import reading, shapes
from parks.fact_sheet import PREFETCH
from parks.page_queries import with_profile_addresses
from parks.spellings import fold
from portal.api.parameters import Key, ListParameters, codes, named
from portal.api.routes import Resource

parks = Resource("parks", _("High-tech parks, incubators and sci-tech cities, by name."))
rankings = Resource("rankings", _("What parks got in evaluations, newest edition first."))
organizations = Resource("organizations", _("Organisations that parks, evaluations and agreements name."))


# --- parks ----------------------------------------------------------------------------------------------------
def _parks() -> QuerySet[models.Park]:
    rows = models.Park.objects.for_index().prefetch_related("place_links__place__parent")
    return with_profile_addresses(rows)


class ParkFilters(ListParameters):
    level: codes(enums.Level) | None = None  # type: ignore[valid-type]
    kind: codes(enums.ParkKind) | None = None  # type: ignore[valid-type]
    sector: Key | None = Field(None, description=_("A leading industry, by id or short address."))
    place: Key | None = Field(None, description=_("A place in which the park lies, or one that contains it."))


@parks.listing(shapes.ParkItem, reading.park_item)
def list_parks(request: HttpRequest, filters: Query[ParkFilters]) -> QuerySet[models.Park]:
    rows = _parks()
    for name in ("level", "kind"):
        if value := getattr(filters, name):
            rows = rows.filter(**{name: value})
    if filters.sector:
        rows = rows.filter(pk__in=models.ParkSector.objects.filter(named("sector", filters.sector)).values("park"))
    if filters.place:
        rows = rows.filter(pk__in=models.ParkPlace.objects.filter(_within(filters.place)).values("park"))
    return rows


def _within(key: str) -> Q:
    """Links to a place or to one in it: a district of a city of a province of a country."""
    found = Q()
    for depth in range(4):
        found |= named("place" + "__parent" * depth, key)
    return found


_RESULTS = models.EvaluationResult.objects.select_related("park", "edition__scheme__authority").order_by(
    "-edition__year", "pk"
)


@parks.item(shapes.Park, reading.park_detail, _("One park with everything that is known of it."))
def read_park(request: HttpRequest) -> QuerySet[models.Park]:
    rows = _parks()
    return rows.select_related("positioning").prefetch_related(
        *PREFETCH,
        "clusters__aliases",
        "place_links__place__clusters__aliases",
        "statements",
        "scheme_memberships__scheme__authority",
        "positioning__columns",
        "positioning__rows__items",
        Prefetch("evaluation_results", _RESULTS),
    )


# --- rankings -------------------------------------------------------------------------------------------------
class RankingFilters(ListParameters):
    park: Key | None = Field(None, description=_("The park, by id or short address."))
    scheme: Key | None = Field(None, description=_("The evaluation, by id or short address."))
    year: int | None = Field(None, ge=1800, le=2200, description=_("The year of the edition."))


@rankings.listing(shapes.RankingItem, reading.ranking_item)
def list_rankings(request: HttpRequest, filters: Query[RankingFilters]) -> QuerySet[models.EvaluationResult]:
    rows = _RESULTS.all()
    if filters.park:
        rows = rows.filter(named("park", filters.park))
    if filters.scheme:
        rows = rows.filter(named("edition__scheme", filters.scheme))
    return rows.filter(edition__year=filters.year) if filters.year else rows


@rankings.item(shapes.Ranking, reading.ranking_detail, _("One result, with the ranks in the parts of the evaluation."))
def read_ranking(request: HttpRequest) -> QuerySet[models.EvaluationResult]:
    return _RESULTS.select_related("speaker").prefetch_related(
        "park__scheme_memberships", "sub_ranks__sub_index", "points", "speaker_offices__organization"
    )


# --- organisations --------------------------------------------------------------------------------------------
class OrganizationFilters(ListParameters):
    kind: codes(enums.OrganizationKind) | None = None  # type: ignore[valid-type]
    country: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2}$")] | None = Field(
        None, description=_("The code of a country or region (ISO 3166).")
    )
    q: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = Field(
        None, description=_("Part of a name in any language or spelling: Hai'an, Haian and Hai’an are one.")
    )


def _organizations() -> QuerySet[models.Organization]:
    rows: QuerySet[Any] = models.Organization.objects.all()
    return rows.filter(merged_into__isnull=True, is_public=True).select_related("parent").order_by("slug")


@organizations.listing(shapes.OrganizationItem, reading.organization_item)
def list_organizations(request: HttpRequest, filters: Query[OrganizationFilters]) -> QuerySet[models.Organization]:
    rows = _organizations()
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.country:
        rows = rows.filter(country=filters.country.upper())
    if filters.q is None:
        return rows
    found = fold(filters.q)
    return rows.filter(search_key__contains=found) if found else rows.none()


@organizations.item(
    shapes.Organization, reading.organization_detail, _("One organisation with its spellings and what belongs to it.")
)
def read_organization(request: HttpRequest) -> QuerySet[models.Organization]:
    return _organizations().select_related("site__parent").prefetch_related("aliases", "parts")
