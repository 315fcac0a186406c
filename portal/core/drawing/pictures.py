"""The generated pictures of the demonstration: calm drawings without a word in them, the same on every run."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from portal.core.drawing import scenes_details, scenes_news, scenes_parks
from portal.core.drawing.canvas import Canvas

Scene = Callable[[Random], Canvas]

#: Name of a picture → the scene that draws it.
SCENES: dict[str, Scene] = {
    "home": scenes_parks.home,
    "park-zizhu": scenes_parks.zizhu,
    "park-haian": scenes_parks.haian,
    "park-lingang": scenes_parks.lingang,
    "park-lianyungang": scenes_parks.lianyungang,
    "park-sci-tech-city": scenes_parks.sci_tech_city,
    "park-boston": scenes_parks.boston,
    "signing": scenes_news.signing,
    "ranking": scenes_news.ranking,
    "visit": scenes_news.visit,
    "boston-opening": scenes_news.boston_opening,
    "fund": scenes_news.fund,
    "enclave": scenes_details.enclave,
    "growth": scenes_details.growth,
    "seafront": scenes_details.seafront,
    "crossing": scenes_details.crossing,
    "stems": scenes_details.stems,
    "channels": scenes_details.channels,
    "branches": scenes_details.branches,
    "harbour": scenes_details.harbour,
    "border": scenes_details.border,
    "bridges": scenes_details.bridges,
}


def draw(name: str) -> bytes:
    """The picture of that name as PNG, 1600 × 1000. Raises KeyError for a name that is not in `SCENES`."""
    return SCENES[name](Random(name)).png()
