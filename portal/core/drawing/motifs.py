"""Motifs that several pictures share: blocks of a town, bamboo, hills, water, a dome, the rings of a park."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from portal.core.drawing.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, around, between, box, smooth, turned
from portal.core.drawing.palette import GOLD, PAPER, Palette


def town(canvas: Canvas, palette: Palette, rng: Random, *, tilt: float, share: float = 0.34) -> None:
    """Blocks of buildings seen from above, filling the canvas, turned by `tilt` degrees."""
    centre = (WIDTH / 2, HEIGHT / 2)
    for row in range(-4, 13):
        for column in range(-4, 17):
            left, top = column * 118 - 140, row * 104 - 130
            if rng.random() < 0.1:
                grove(canvas, palette, turned([(left + 50, top + 44)], centre, tilt)[0], rng)
                continue
            strength = share * rng.uniform(0.35, 1)
            block(canvas, palette, (left, top, 96, 82), centre, tilt, strength, rng)


def block(
    canvas: Canvas,
    palette: Palette,
    frame: tuple[float, float, float, float],
    centre: Point,
    tilt: float,
    strength: float,
    rng: Random,
) -> None:
    """One block (left, top, width, height): two slabs, or one around a court."""
    left, top, width, height = frame
    if rng.random() < 0.45:
        parts = [
            box(left, top, left + width * 0.42, top + height),
            box(left + width * 0.56, top, left + width, top + height),
        ]
        for part in parts:
            canvas.shape(turned(part, centre, tilt), palette.tint(strength))
        return
    canvas.shape(turned(box(left, top, left + width, top + height), centre, tilt), palette.tint(strength))
    court = box(left + width * 0.3, top + height * 0.3, left + width * 0.7, top + height * 0.7)
    canvas.shape(turned(court, centre, tilt), palette.tint(0.07))


def grove(canvas: Canvas, palette: Palette, centre: Point, rng: Random) -> None:
    """A few round trees."""
    for angle in (20, 140, 260):
        canvas.disc(around(centre, 24, angle + rng.uniform(-20, 20)), rng.uniform(12, 19), palette.tint(0.5))


def stem(canvas: Canvas, palette: Palette, foot: Point, size: tuple[float, float, int], strength: float) -> None:
    """A jointed bamboo stem: `size` is width, length of a joint and number of joints."""
    width, length, joints = size
    for joint in range(joints):
        bottom = foot[1] - joint * length
        waist = width * (0.5 - joint * 0.012)
        fill = palette.shade(0.3 - joint * 0.03) if strength > 0.9 else palette.tint(strength)
        canvas.plate((foot[0] - waist, bottom - length + 7, foot[0] + waist, bottom), 9, fill)
        canvas.plate((foot[0] - waist - 4, bottom - 5, foot[0] + waist + 4, bottom + 3), 4, palette.shade(0.45))


def leaf(canvas: Canvas, palette: Palette, root: Point, reach: float, degrees: float) -> None:
    """A slender leaf from `root`."""
    tip = around(root, reach, degrees)
    sides = [around(between(root, tip, 0.4), reach * 0.1, degrees + turn) for turn in (90, -90)]
    outline = [*smooth([root, sides[0], tip], 12), *smooth([tip, sides[1], root], 12)]
    canvas.shape(outline, palette.shade(0.2))


def furrows(canvas: Canvas, plot: Sequence[Point], fill: Colour) -> None:
    """Thin lines along a field."""
    for share in (0.2, 0.4, 0.6, 0.8):
        canvas.line([between(plot[0], plot[3], share), between(plot[1], plot[2], share)], 1.4, fill)


def works(canvas: Canvas, palette: Palette, corner: Point) -> None:
    """A hall with a saw-tooth roof, seen from above."""
    left, top = corner
    canvas.shape(box(left - 10, top - 8, left + 250, top + 88), PAPER)
    for tooth in range(5):
        x = left + tooth * 48
        canvas.shape(box(x, top, x + 30, top + 80), palette.shade(0.25))
        canvas.shape(box(x + 30, top, x + 46, top + 80), palette.tint(0.6))


def ridge(canvas: Canvas, points: Sequence[Point], fill: Colour, base: float = HEIGHT) -> None:
    """A hill whose upper edge runs through `points`."""
    canvas.shape([*smooth(points), (points[-1][0], base), (points[0][0], base)], fill)


def wave(canvas: Canvas, y: float, rng: Random, fill: Colour) -> None:
    """A few short strokes of water at one height."""
    for x in range(-40, WIDTH, 190):
        left = x + rng.uniform(0, 110)
        canvas.curve([(left, y), (left + 28, y - 6), (left + 58, y), (left + 88, y - 6), (left + 116, y)], 2.6, fill)


def dome(canvas: Canvas, foot: Point, radius: float) -> None:
    """A golden dome on a colonnade, whose middle base is at `foot`."""
    x, y = foot
    canvas.shape(box(x - radius * 1.5, y - 6, x + radius * 1.5, y + radius * 0.86), PAPER)
    for column in range(-4, 5):
        left = x + column * radius * 0.31 - 9
        canvas.shape(box(left, y + 12, left + 18, y + radius * 0.7), Palette.of("slate").tint(0.62))
    canvas.shape(
        box(x - radius * 1.5, y + radius * 0.7, x + radius * 1.5, y + radius * 0.86), Palette.of("slate").shade(0.2)
    )
    canvas.shape(box(x - radius * 1.22, y - 22, x + radius * 1.22, y + 12), Palette.of("slate").shade(0.2))
    canvas.wedge((x, y - 22), (0, radius), (180, 360), GOLD)
    canvas.shape(box(x - 9, y - radius - 64, x + 9, y - radius - 18), GOLD)


def water(canvas: Canvas, coast: Sequence[Point], depth: float, fill: Colour) -> None:
    """The sea to the right of a line that runs `depth` beyond the coast."""
    edge = smooth([(x + depth, y) for x, y in coast])
    canvas.shape([*edge, (WIDTH, HEIGHT), (WIDTH, 0)], fill)


def contours(canvas: Canvas, palette: Palette) -> None:
    """Faint lines of the plain."""
    for level in range(12):
        y = level * 96 - 30
        canvas.curve([(-40, y + 30), (380, y), (860, y + 44), (1640, y - 60)], 2, palette.tint(0.2))


def seal(canvas: Canvas, centre: Point, radius: float, hue: str) -> None:
    """A park as rings."""
    palette = Palette.of(hue)
    canvas.disc(centre, radius + 12, PAPER)
    canvas.ring(centre, radius, 7, palette.hue)
    canvas.ring(centre, radius * 0.66, 4, palette.tint(0.6))
    canvas.disc(centre, radius * 0.3, palette.hue)
