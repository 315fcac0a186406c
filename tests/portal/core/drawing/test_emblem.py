"""The emblem: the same record gives the same drawing, and each fact shows in its own way."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from portal.core.drawing.emblem import EmblemFacts, emblem, emblem_svg, park_hue

FACTS = EmblemFacts(
    slug="lingang",
    level="national",
    founded_year=2009,
    sector_slugs=("aerospace", "integrated-circuits"),
    place_slug="lingang",
)


def layers(facts: EmblemFacts, kind: str) -> list[str]:
    return [layer.path for layer in emblem(facts).layers if layer.kind == kind]


def test_emblem_same_facts_twice_is_equal():
    assert emblem(FACTS) == emblem(replace(FACTS))


def test_emblem_of_known_record_never_changes():
    """The drawing is printed on paper: a change of the geometry must be a decision."""
    shape = emblem(FACTS)
    assert (shape.hue, shape.rotation) == (3, "89")
    assert layers(FACTS, "needle") == ["M57.4 3.5 A2.6 2.6 0 1 1 62.6 3.5 A2.6 2.6 0 1 1 57.4 3.5 Z"]


def test_emblem_two_sectors_draws_two_rings_first_outermost():
    rings = layers(FACTS, "ring")
    assert len(rings) == 2
    assert "A43.5 43.5" in rings[0]
    assert "A36.9 36.9" in rings[1]


def test_emblem_same_sector_on_two_parks_has_same_ring():
    other = EmblemFacts(slug="haian", sector_slugs=("aerospace",))
    assert layers(other, "ring")[0] == layers(FACTS, "ring")[0]


def test_emblem_more_than_five_sectors_draws_five():
    facts = replace(FACTS, sector_slugs=tuple(f"sector-{n}" for n in range(9)))
    assert len(layers(facts, "ring")) == 5


def test_emblem_without_sectors_draws_one_unknown_ring():
    facts = replace(FACTS, sector_slugs=())
    assert (len(layers(facts, "unknown")), layers(facts, "ring")) == (1, [])


@pytest.mark.parametrize(("year", "teeth"), [(2009, 21), (2029, 3), (1950, 48)])
def test_emblem_founded_year_counts_teeth(year, teeth):
    assert layers(replace(FACTS, founded_year=year), "tooth")[0].count("M") == teeth


def test_emblem_unknown_year_has_no_teeth():
    assert layers(replace(FACTS, founded_year=None), "tooth") == []


@pytest.mark.parametrize(("level", "arcs"), [("national", 2), ("provincial", 4), ("municipal", 2), ("overseas", 12)])
def test_emblem_level_shows_in_outline(level, arcs):
    assert layers(replace(FACTS, level=level), "outline")[0].count("M") == arcs


def test_emblem_level_not_stated_has_no_outline():
    assert layers(replace(FACTS, level="not_stated"), "outline") == []


def test_emblem_coordinates_north_of_delta_is_not_turned():
    shape = emblem(replace(FACTS, longitude=121.47, latitude=34.6))
    assert shape.rotation == "0"


def test_emblem_coordinates_east_of_delta_is_turned_by_quarter():
    shape = emblem(replace(FACTS, longitude=122.5, latitude=31.23))
    assert shape.rotation == "90"


def test_park_hue_differs_between_demo_parks():
    slugs = ["zizhu", "haian", "lingang", "lianyungang", "sci-tech-city", "boston"]
    assert [park_hue(slug) for slug in slugs] == [2, 7, 3, 10, 4, 6]


def test_emblem_svg_is_well_formed_and_keeps_to_attributes():
    root = ElementTree.fromstring(emblem_svg(replace(FACTS, sector_slugs=()), size=64))
    assert (root.get("width"), root.get("viewBox")) == ("64", "0 0 120 120")
    assert not [node for node in root.iter() if node.get("style")]
