"""What the search knows of parks: their profiles, and the record where a locale has no profile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from parks.models import Cluster, Organization, Park, Place, Sector
from parks.models.pages import ParkIndexPage, ParkPage
from parks.page_queries import with_profile_urls
from portal.core.localized import Worded, word_columns
from portal.search.pages import page_documents, public_path
from portal.search.registry import SearchDocument, register, register_dependents

KIND = "park"
#: Parts of a park whose words its profile shows: accessor → field.
_PARTS = {
    "statements": "text",
    "honours": "designation",
    "sub_sites": "name",
    "tenants": "name",
    "phases": "name",
    "operators": "description",
    "shareholders": "description",
    "clusters": "name",
}


def connect() -> None:
    """Register the models of this app. Called once, when the app is ready."""
    register(ParkPage, kind=KIND, label=_("Park"), read=read_profile)
    register(Park, kind=KIND, label=_("Park"), read=read_park)
    register_dependents(Park, _profiles)
    register_dependents(ParkPage, lambda page: [page.park])
    register_dependents(Sector, lambda sector: _parks_and_profiles(sector_links__sector=sector))
    register_dependents(Place, lambda place: _parks_and_profiles(place_links__place=place))
    register_dependents(Cluster, _of_cluster)
    register_dependents(Organization, _of_company)


def park_names(park: Park | None) -> list[str]:
    """Every name a park is found by: full and short in each language, other and former spellings."""
    if park is None:
        return []
    own = [*_all_words(park, "name"), *_all_words(park, "short_name")]
    return [*own, *(alias.spelling for alias in park.aliases.all())]


def read_profile(page: ParkPage) -> Iterator[SearchDocument]:
    """A profile, with the facts of the record that it shows."""
    with translation.override(page.locale.language_code):
        facts = list(_facts(page.park))
    return page_documents(
        page,
        summary=page.introduction,
        fields=["body"],
        facts=facts,
        names=_found_by(page.park),
        park_slug=page.park.slug,
    )


def read_park(park: Park) -> Iterator[SearchDocument]:
    """The record itself, in every locale that has no public profile of it; marked where its name is not translated."""
    names = tuple(dict.fromkeys(_found_by(park)))
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        with translation.override(code):
            url = _address_without_profile(park, code)
            name = park.words("name")
            if url:
                yield SearchDocument(
                    locale_code=code,
                    title=name.text,
                    url=url,
                    summary=" · ".join(filter(None, [park.kind_line, park.place_line])),
                    body="\n".join(_facts(park)),
                    names=names,
                    park_slug=park.slug,
                    text_locale=name.language if name.untranslated else "",
                )


def _address_without_profile(park: Park, code: str) -> str:
    """Where the record shows in a locale: its profile in another language, else the list of parks; empty if the
    locale has a profile of its own, which is then the result."""
    shown = with_profile_urls([park])[0]
    if shown.profile_url and not shown.profile_language:
        return ""
    if shown.profile_url:
        return shown.profile_url
    indexes = ParkIndexPage.objects.filter(locale__language_code=code)
    return next(filter(None, (public_path(page) for page in indexes)), "")


def _profiles(park: Park) -> Iterable[models.Model]:
    return ParkPage.objects.filter(park=park).select_related("locale")


def _of_cluster(cluster: Cluster) -> Iterator[models.Model]:
    yield from _parks_and_profiles(pk=cluster.park_id)
    if cluster.place_id:
        yield from _parks_and_profiles(place_links__place=cluster.place_id)


def _of_company(company: Organization) -> Iterator[models.Model]:
    clusters: models.QuerySet[Cluster] = models.QuerySet(Cluster)
    for cluster in clusters.filter(companies__organization=company).distinct():
        yield from _of_cluster(cluster)


def _parks_and_profiles(**lookup: object) -> Iterator[models.Model]:
    """What shows the words of a sector, a place or a cluster."""
    for park in Park.objects.filter(**lookup).distinct():
        yield park
        yield from _profiles(park)


def _facts(park: Park) -> Iterator[str]:
    """The words of the record as the active language shows them."""
    yield from filter(None, [park.kind_line, park.words("feature").text, park.words("layout").text])
    yield from (sector.words("name").text for sector in park.sectors)
    for place in park.places:
        yield place.address
    for accessor, field in _PARTS.items():
        yield from (part.words(field).text for part in getattr(park, accessor).all())


def _place_names(park: Park) -> list[str]:
    return [name for place in park.places for name in _all_words(place, "name")]


def _cluster_names(park: Park) -> list[str]:
    """Clusters of the park and of its places, and their companies, by every name and spelling."""
    every: models.QuerySet[Cluster] = models.QuerySet(Cluster)
    clusters = every.filter(Q(park=park) | Q(place__in=[place.pk for place in park.places]))
    rows = clusters.prefetch_related("aliases", "companies__organization__aliases")
    companies = [one.organization for cluster in rows for one in cluster.companies.all() if one.organization]
    records: list[Any] = [*rows, *companies]
    return [
        name
        for record in records
        for name in (*_all_words(record, "name"), *(alias.spelling for alias in record.aliases.all()))
    ]


def _found_by(park: Park) -> list[str]:
    return [*park_names(park), *_place_names(park), *_cluster_names(park)]


def _all_words(record: Worded, field: str) -> list[str]:
    return [text for column in word_columns(field) if (text := getattr(record, column))]
