"""Sectors, places and organisations: the records that parks refer to."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from parks.models import (
    Cluster,
    ClusterAlias,
    ClusterCompany,
    ClusterProduct,
    EducationFigure,
    Organization,
    OrganizationAlias,
    Park,
    Person,
    Place,
    PlaceSector,
    Sector,
    Statement,
)
from portal.core.models import Unit
from portal.home.demo_loader.files import read
from portal.home.demo_loader.words import columns, ensure

_COUNTRIES = {"china": "CN", "united-states": "US"}


@dataclass
class Loaded:
    """What the loader has made or found so far, by slug."""

    sectors: dict[str, Sector] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    parks: dict[str, Park] = field(default_factory=dict)


def load_references(loaded: Loaded) -> None:
    """Make what is missing; a record that is there already stays as staff left it."""
    for entry in read("sectors"):
        loaded.sectors[entry["slug"]] = _sector(entry)
    for entry in read("organizations"):
        loaded.organizations[entry["slug"]] = _organization(entry, loaded)
    for entry in read("places"):
        loaded.places[entry["slug"]] = _place(entry, loaded)


def _sector(entry: dict[str, Any]) -> Sector:
    words = columns(name={"zh": entry["zh"], "en": entry["en"]})
    return ensure(Sector, entry["slug"], **words)[0]


def _organization(entry: dict[str, Any], loaded: Loaded) -> Organization:
    defaults = columns(name=entry["name"], short_name=entry.get("short")) | {
        "kind": entry["kind"],
        "country": entry.get("country", ""),
        "is_public": True,
        "parent": loaded.organizations[entry["parent"]] if "parent" in entry else None,
    }
    organization, created = ensure(Organization, entry["slug"], **defaults)
    if created:
        for number, spelling in enumerate(entry.get("also", [])):
            OrganizationAlias.objects.create(organization=organization, spelling=spelling, sort_order=number)
        organization.save()  # found by its spellings
    return organization


def _place(entry: dict[str, Any], loaded: Loaded) -> Place:
    longitude, latitude = entry.get("coordinates", (None, None))
    parent = loaded.places[entry["parent"]] if "parent" in entry else None
    defaults = columns(name=entry["name"], full_name=entry.get("full_name")) | {
        "kind": entry["kind"],
        "parent": parent,
        "country": parent.country if parent else _COUNTRIES[entry["slug"]],
        "longitude": None if longitude is None else Decimal(str(longitude)),
        "latitude": None if latitude is None else Decimal(str(latitude)),
    }
    place, created = ensure(Place, entry["slug"], **defaults)
    if created:
        _add_place_facts(place, entry, loaded)
    return place


def _add_place_facts(place: Place, entry: dict[str, Any], loaded: Loaded) -> None:
    """What is said of the place itself, not of a park in it."""
    for number, words in enumerate(entry.get("standings", [])):
        Statement.objects.create(place=place, kind="standing", sort_order=number, **columns(text=words))
    for number, slug in enumerate(entry.get("industries", [])):
        PlaceSector.objects.create(place=place, sector=loaded.sectors[slug], sort_order=number)
    for kind, count in entry.get("education", {}).items():
        EducationFigure.objects.create(place=place, kind=kind, count=count)
    for cluster in entry.get("clusters", []):
        _add_cluster(place, cluster, loaded)


def _add_cluster(place: Place, entry: dict[str, Any], loaded: Loaded) -> None:
    cluster, _created = ensure(Cluster, entry["slug"], place=place, **columns(name=entry["name"]))
    for number, spelling in enumerate(entry.get("also", [])):
        ClusterAlias.objects.create(cluster=cluster, spelling=spelling, sort_order=number)
    for number, slug in enumerate(entry["companies"]):
        ClusterCompany.objects.create(cluster=cluster, organization=loaded.organizations[slug], sort_order=number)
    for number, words in enumerate(entry["products"]):
        ClusterProduct.objects.create(cluster=cluster, sort_order=number, **columns(name=words))
