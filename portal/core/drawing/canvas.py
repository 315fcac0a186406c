"""A supersampled canvas in picture units, with the few strokes that the generated pictures are made of."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

from PIL import Image, ImageDraw

Point = tuple[float, float]
Colour = tuple[int, int, int]

#: Size of a finished picture in pixels; all coordinates are in these units.
WIDTH, HEIGHT = 1600, 1000

_SCALE = 2


def colour(code: str) -> Colour:
    """`#2f7d6b` as red, green, blue."""
    return (int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16))


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """The colour that lies `share` (0 to 1) of the way from `first` to `second`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return (red, green, blue)


def around(centre: Point, radius: float, degrees: float) -> Point:
    """The point on a circle; 0 degrees is to the right, 90 is down."""
    angle = math.radians(degrees)
    return (centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle))


def between(first: Point, second: Point, share: float) -> Point:
    """The point that lies `share` of the way from `first` to `second`."""
    return (first[0] + (second[0] - first[0]) * share, first[1] + (second[1] - first[1]) * share)


def bearing(first: Point, second: Point) -> float:
    """The direction from `first` to `second` in degrees, as `around` counts them."""
    return math.degrees(math.atan2(second[1] - first[1], second[0] - first[0]))


def smooth(points: Sequence[Point], steps: int = 24) -> list[Point]:
    """A Catmull-Rom curve through all `points`."""
    padded = [points[0], *points, points[-1]]
    curve: list[Point] = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        curve.extend(_segment(before, start, end, after, steps))
    return [*curve, points[-1]]


def _segment(before: Point, start: Point, end: Point, after: Point, steps: int) -> list[Point]:
    def at(axis: int, t: float) -> float:
        a, b, c, d = before[axis], start[axis], end[axis], after[axis]
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)

    return [(at(0, step / steps), at(1, step / steps)) for step in range(steps)]


def _edges(path: Sequence[Point], index: int, half: float) -> tuple[Point, Point]:
    """The two points beside `path[index]`, at right angles to the path."""
    before, after = path[max(0, index - 1)], path[min(len(path) - 1, index + 1)]
    length = math.hypot(after[0] - before[0], after[1] - before[1]) or 1.0
    across = ((before[1] - after[1]) / length * half, (after[0] - before[0]) / length * half)
    x, y = path[index]
    return (x + across[0], y + across[1]), (x - across[0], y - across[1])


def arch(start: Point, end: Point, rise: float, steps: int = 60) -> list[Point]:
    """A parabola from `start` to `end` whose middle lies `rise` above (below, if negative) the straight line."""
    line = [between(start, end, step / steps) for step in range(steps + 1)]
    return [(x, y - rise * 4 * (step / steps) * (1 - step / steps)) for step, (x, y) in enumerate(line)]


def box(left: float, top: float, right: float, bottom: float) -> list[Point]:
    """The four corners of an upright rectangle."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def turned(points: Sequence[Point], centre: Point, degrees: float) -> list[Point]:
    """`points` rotated about `centre`."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    moved = [(x - centre[0], y - centre[1]) for x, y in points]
    return [(centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos) for x, y in moved]


class Canvas:
    """What a scene draws on."""

    def __init__(self, ground: Colour) -> None:
        self._image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), ground)
        self._draw = ImageDraw.Draw(self._image)

    def shape(self, points: Sequence[Point], fill: Colour) -> None:
        """A filled polygon."""
        self._draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=fill)

    def line(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """A stroke through `points` with round ends."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._draw.line(scaled, fill=fill, width=max(1, round(width * _SCALE)), joint="curve")
        if width >= 3:
            for x, y in (points[0], points[-1]):
                self.disc((x, y), width / 2, fill)

    def curve(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """A smooth stroke through `points`."""
        if width < 12:
            self.line(smooth(points), width, fill)
        else:
            self.ribbon(points, [width] * len(points), fill)

    def ribbon(self, points: Sequence[Point], widths: Sequence[float], fill: Colour) -> None:
        """A smooth stroke through `points` that is as wide at each of them as `widths` says, with round ends."""
        path = smooth(points)
        breadth = [value for value, _ in smooth([(float(width), 0.0) for width in widths])]
        edges = [_edges(path, index, breadth[index] / 2) for index in range(len(path))]
        self.shape([edge[0] for edge in edges] + [edge[1] for edge in reversed(edges)], fill)
        self.disc(path[0], breadth[0] / 2, fill)
        self.disc(path[-1], breadth[-1] / 2, fill)

    def dashes(self, points: Sequence[Point], width: float, fill: Colour, every: int = 2) -> None:
        """A broken stroke along already dense `points`: `every` of them drawn, `every` left out."""
        for start in range(0, len(points) - every, every * 2):
            self.line(points[start : start + every + 1], width, fill)

    def disc(self, centre: Point, radius: float, fill: Colour) -> None:
        """A filled circle."""
        self._draw.ellipse(self._bounds(centre, radius), fill=fill)

    def ring(self, centre: Point, radius: float, width: float, fill: Colour) -> None:
        """A circle whose line has its middle at `radius`."""
        self._draw.ellipse(self._bounds(centre, radius + width / 2), outline=fill, width=max(1, round(width * _SCALE)))

    def wedge(self, centre: Point, radii: tuple[float, float], degrees: tuple[float, float], fill: Colour) -> None:
        """The part of a ring between two radii and two angles."""
        steps = max(6, round(abs(degrees[1] - degrees[0]) / 1.5))
        angles = [degrees[0] + (degrees[1] - degrees[0]) * step / steps for step in range(steps + 1)]
        outer = [around(centre, radii[1], angle) for angle in angles]
        inner = [around(centre, radii[0], angle) for angle in reversed(angles)]
        self.shape([*outer, *inner], fill)

    def plate(self, points: tuple[float, float, float, float], radius: float, fill: Colour) -> None:
        """An upright rectangle (left, top, right, bottom) with round corners."""
        left, top, right, bottom = (value * _SCALE for value in points)
        self._draw.rounded_rectangle((left, top, right, bottom), radius * _SCALE, fill=fill)

    def png(self) -> bytes:
        """The finished picture."""
        finished = self._image.reduce(_SCALE)
        flat = finished.quantize(colors=224, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        target = io.BytesIO()
        flat.save(target, "PNG")
        return target.getvalue()

    @staticmethod
    def _bounds(centre: Point, radius: float) -> tuple[float, float, float, float]:
        x, y, r = centre[0] * _SCALE, centre[1] * _SCALE, radius * _SCALE
        return (x - r, y - r, x + r, y + r)
