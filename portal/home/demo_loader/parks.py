"""Units and parks with everything that belongs to a park."""

from __future__ import annotations

from typing import Any

from wagtail.models import Collection

from parks.models import (
    Park,
    ParkAlias,
    ParkOperator,
    ParkPlace,
    ParkSector,
    Positioning,
    PositioningColumn,
    PositioningItem,
    PositioningRow,
    Statement,
    SubSite,
    SubSiteSector,
    Tenant,
)
from portal.core.models import Unit
from portal.home.demo_loader.files import read
from portal.home.demo_loader.records import Loaded
from portal.home.demo_loader.words import columns, ensure

_WORDS = ("name", "short_name", "kind_stated", "layout", "feature")
_VALUES = ("kind", "level", "operator_kind", "founded_year")
_BODIES = ("founder", "launched_by")


def load_parks(loaded: Loaded) -> None:
    """Make the units and parks that are missing."""
    for entry in read("parks"):
        if "unit" in entry:
            loaded.units[entry["slug"]] = _unit(entry)
        loaded.parks[entry["slug"]] = _park(entry, loaded)


def _unit(entry: dict[str, Any]) -> Unit:
    unit = Unit.objects.filter(slug=entry["slug"]).first()
    if unit is None:
        name = entry["unit"]["zh"]
        collection = Collection.get_first_root_node().add_child(instance=Collection(name=name))
        unit = Unit.objects.create(slug=entry["slug"], name=name, collection=collection)
    return unit


def _park(entry: dict[str, Any], loaded: Loaded) -> Park:
    defaults = columns(**{name: entry.get(name) for name in _WORDS})
    defaults |= {name: entry[name] for name in _VALUES if name in entry}
    defaults |= {name: loaded.organizations[entry[name]] for name in _BODIES if name in entry}
    defaults["unit"] = loaded.units.get(entry["slug"])
    park, created = ensure(Park, entry["slug"], **defaults)
    if created:
        _add_links(park, entry, loaded)
        _add_statements(park, entry)
        _add_sub_sites(park, entry, loaded)
        if "positioning" in entry:
            _add_positioning(park, entry["positioning"])
    return park


def _add_links(park: Park, entry: dict[str, Any], loaded: Loaded) -> None:
    for number, spelling in enumerate(entry.get("also", [])):
        ParkAlias.objects.create(park=park, spelling=spelling, sort_order=number)
    for number, slug in enumerate(entry.get("places", [])):
        ParkPlace.objects.create(park=park, place=loaded.places[slug], sort_order=number)
    for number, slug in enumerate(entry.get("leading_industries", [])):
        ParkSector.objects.create(park=park, sector=loaded.sectors[slug], sort_order=number)
    for number, slug in enumerate(entry.get("tenants", [])):
        Tenant.objects.create(park=park, organization=loaded.organizations[slug], sort_order=number)
    for number, operator in enumerate(entry.get("operators", [])):
        part = {"organization": loaded.organizations[operator["by"]]} if "by" in operator else {}
        words = columns(description=operator.get("description"))
        ParkOperator.objects.create(park=park, sort_order=number, **part, **words)


def _add_statements(park: Park, entry: dict[str, Any]) -> None:
    number = 0
    for kind, sentences in entry.get("statements", {}).items():
        for words in sentences:
            texts = columns(text=words, source=entry.get("statement_source"))
            Statement.objects.create(park=park, kind=kind, sort_order=number, **texts)
            number += 1


def _add_sub_sites(park: Park, entry: dict[str, Any], loaded: Loaded) -> None:
    number = 0
    for part in entry.get("sub_parks", []):
        values = {name: part[name] for name in ("kind", "status", "founded_year") if name in part}
        place = loaded.places[part["place"]] if "place" in part else None
        words = columns(name=part["name"])
        site = SubSite.objects.create(park=park, place=place, sort_order=number, **values, **words)
        for order, slug in enumerate(part.get("industries", [])):
            SubSiteSector.objects.create(sub_site=site, sector=loaded.sectors[slug], sort_order=order)
        number += 1
    for slug in entry.get("in_talks_with", []):
        place = loaded.places[slug]
        SubSite.objects.create(park=park, place=place, kind="partner_place", status="in_talks", sort_order=number)
        number += 1


def _add_positioning(park: Park, entry: dict[str, Any]) -> None:
    matrix = Positioning.objects.create(park=park, **columns(title=entry["title"]))
    for number, words in enumerate(entry["columns"]):
        PositioningColumn.objects.create(positioning=matrix, sort_order=number, **columns(name=words))
    for number, line in enumerate(entry["rows"]):
        row = PositioningRow.objects.create(positioning=matrix, sort_order=number, **columns(name=line["title"]))
        cells = [(column, words) for column, cell in enumerate(line["cells"], start=1) for words in cell]
        for order, (column, words) in enumerate(cells):
            PositioningItem.objects.create(row=row, column=column, sort_order=order, **columns(text=words))
