"""The emblem of a park: a small mark that follows from its record and from nothing else.

How to read one: every ring is a leading industry, the first one outermost, and an industry
looks the same on every park; the teeth outside count the years since the founding, every
fifth year longer; the outer line tells the level; the whole is turned to where the park lies.
The rosette in the middle is the park's own.
"""

import math
from dataclasses import dataclass

from portal.core.drawing.paths import arc, circle, number, point, stable_hash

SIZE = 120
CENTRE = SIZE / 2
HUES = 12
MAX_RINGS = 5
OUTER_RING, RING_GAP = 43.5, 6.6
EPOCH_END = 2030
MAX_TEETH = 48
TOOTH_STEP = 360 / MAX_TEETH
# The Delta's middle: the bearing from here turns an emblem whose park has coordinates.
DELTA_LONGITUDE, DELTA_LATITUDE = 121.47, 31.23
# The outer line of each level: (number of arcs, share of the circle they cover).
LEVEL_LINES = {
    "national": (1, 1.0),
    "provincial": (4, 0.84),
    "municipal": (2, 0.72),
    "overseas": (12, 0.5),
}
# Standalone files carry their colours; pages take them from the hue classes of the style sheet.
HUE_INKS = (
    "#8f3a57", "#3d5a66", "#6a3f8a", "#8c4430", "#7a5410", "#3f6726",
    "#3b4f8f", "#1f5a78", "#656010", "#0b5c4a", "#1d6540", "#7b3d7d",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EmblemFacts:
    """What of a park's record the emblem shows; unknown facts stay empty."""

    slug: str
    level: str = ""
    founded_year: int | None = None
    sector_slugs: tuple[str, ...] = ()
    place_slug: str = ""
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True)
class EmblemLayer:
    """One path. ``kind`` is ``ring``, ``unknown``, ``tooth``, ``outline``, ``needle`` or ``core``."""

    kind: str
    path: str
    width: str

    @property
    def filled(self) -> bool:
        return self.kind in {"core", "needle"}


@dataclass(frozen=True, slots=True)
class EmblemShape:
    """Geometry for ``components/emblem.html``; every number is ready-made text."""

    hue: int
    rotation: str
    layers: tuple[EmblemLayer, ...]
    view_box: str = f"0 0 {SIZE} {SIZE}"
    centre: str = number(CENTRE)


def park_hue(slug: str) -> int:
    """Return the park's hue class, 0 to 11, from its slug alone."""
    return stable_hash("tint", slug) % HUES


def emblem(record: EmblemFacts) -> EmblemShape:
    """Draw the emblem of one park; equal facts give equal geometry, always."""
    layers = (*_outline(record), *_teeth(record), *_rings(record), _core(record), _needle())
    return EmblemShape(park_hue(record.slug), number(_rotation(record)), layers)


def emblem_svg(facts: EmblemFacts, size: int = 240) -> str:
    """Return the emblem as a standalone SVG file, ``size`` pixels square."""
    shape = emblem(facts)
    ink = HUE_INKS[shape.hue]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" '
        f'viewBox="{shape.view_box}"><rect width="{SIZE}" height="{SIZE}" fill="#faf8f3"/>'
        f'<g transform="rotate({shape.rotation} {shape.centre} {shape.centre})">'
        f"{''.join(_standalone(layer, ink) for layer in shape.layers)}</g></svg>"
    )


def _standalone(layer: EmblemLayer, ink: str) -> str:
    if layer.filled:
        return f'<path d="{layer.path}" fill="{ink}" fill-rule="evenodd"/>'
    dash = ' stroke-dasharray="1.5 3"' if layer.kind == "unknown" else ""
    return f'<path d="{layer.path}" fill="none" stroke="{ink}" stroke-width="{layer.width}"{dash}/>'


def _rotation(record: EmblemFacts) -> float:
    if record.longitude is None or record.latitude is None:
        return stable_hash("place", record.place_slug or record.slug) % 360
    east = (record.longitude - DELTA_LONGITUDE) * math.cos(math.radians(DELTA_LATITUDE))
    return math.degrees(math.atan2(east, record.latitude - DELTA_LATITUDE)) % 360


def _outline(record: EmblemFacts) -> tuple[EmblemLayer, ...]:
    arcs, share = LEVEL_LINES.get(record.level, (0, 0.0))
    if not arcs:
        return ()
    step = 360 / arcs
    path = " ".join(arc(CENTRE, 57.5, n * step, step * share) for n in range(arcs))
    return (EmblemLayer("outline", path, "1.4"),)


def _teeth(record: EmblemFacts) -> tuple[EmblemLayer, ...]:
    if record.founded_year is None:
        return ()
    count = min(max(EPOCH_END - record.founded_year, 3), MAX_TEETH)
    path = " ".join(_tooth(n, record.founded_year + n) for n in range(count))
    return (EmblemLayer("tooth", path, "1.4"),)


def _tooth(position: int, year: int) -> str:
    angle = position * TOOTH_STEP
    inner = 48.5 if year % 5 == 0 else 51
    return f"M{point(CENTRE, inner, angle)} L{point(CENTRE, 54.5, angle)}"


def _rings(record: EmblemFacts) -> tuple[EmblemLayer, ...]:
    sectors = record.sector_slugs[:MAX_RINGS]
    if not sectors:
        return (EmblemLayer("unknown", arc(CENTRE, OUTER_RING, 0, 360), "1.6"),)
    return tuple(_ring(sector, _radius(n), n) for n, sector in enumerate(sectors))


def _radius(position: int) -> float:
    return OUTER_RING - position * RING_GAP


def _innermost(rings: int) -> float:
    return _radius(max(rings - 1, 0))


def _ring(sector: str, radius: float, position: int) -> EmblemLayer:
    """One industry: the number of arcs, their share and their start follow from its slug."""
    seed = stable_hash("sector", sector)
    arcs = 1 + seed % 3
    step = 360 / arcs
    share = 0.52 + (seed >> 8) % 7 * 0.06
    start = (seed >> 16) % 24 * 15
    path = " ".join(arc(CENTRE, radius, start + n * step, step * share) for n in range(arcs))
    return EmblemLayer("ring", path, number(4.4 - position * 0.45))


def _core(record: EmblemFacts) -> EmblemLayer:
    """The park's own rosette: petals counted and shaped by its slug, as large as the rings leave."""
    seed = stable_hash("core", record.slug)
    petals = 3 + seed % 5
    length = _innermost(len(record.sector_slugs[:MAX_RINGS])) - 7 - (seed >> 8) % 3
    spread = 0.34 + (seed >> 16) % 3 * 0.1
    path = " ".join(_petal(n * 360 / petals, 360 / petals * spread, length) for n in range(petals))
    return EmblemLayer("core", path, "0")


def _petal(angle: float, half: float, length: float) -> str:
    left = point(CENTRE, length * 0.72, angle - half)
    right = point(CENTRE, length * 0.72, angle + half)
    middle, tip = point(CENTRE, 1.6, angle), point(CENTRE, length, angle)
    return f"M{middle} Q{left} {tip} Q{right} {middle} Z"


def _needle() -> EmblemLayer:
    """A dot on the outer line towards the place, so that the turn can be read."""
    return EmblemLayer("needle", circle(CENTRE, CENTRE - 56.5, 2.6) + " Z", "0")
