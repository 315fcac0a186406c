"""Lead pictures of the demonstration's news."""

from __future__ import annotations

from random import Random

from portal.core.drawing.canvas import HEIGHT, WIDTH, Canvas, Point, arch, around, between, box, smooth, turned
from portal.core.drawing.motifs import dome, seal
from portal.core.drawing.palette import CINNABAR, GOLD, INK, PAPER, Palette


def seat(canvas: Canvas, palette: Palette, centre: Point, degrees: float, strength: float) -> None:
    """A chair from above; `degrees` is where its back is."""
    canvas.disc(centre, 33, palette.tint(strength))
    back = around(centre, 4, degrees)
    canvas.wedge(back, (36, 46), (degrees - 62, degrees + 62), palette.tint(min(1, strength + 0.3)))


def sheet(canvas: Canvas, palette: Palette, centre: Point, degrees: float, seal_at: bool) -> None:
    """An opened document with lines of text and, where wanted, a red seal."""
    x, y = centre
    canvas.shape(turned(box(x - 96, y - 60, x + 104, y + 70), centre, degrees), palette.shade(0.5))
    canvas.shape(turned(box(x - 100, y - 66, x + 100, y + 64), centre, degrees), PAPER)
    for line in range(5):
        for left, right in ((x - 84, x - 16), (x + 16, x + (84 if line < 4 else 44))):
            level = y - 40 + line * 20
            canvas.line(turned([(left, level), (right, level)], centre, degrees), 2.4, palette.tint(0.5))
    canvas.line(turned([(x, y - 66), (x, y + 64)], centre, degrees), 2, palette.tint(0.35))
    if seal_at:
        stamp = turned([(x + 66, y + 38)], centre, degrees)[0]
        canvas.ring(stamp, 16, 5, CINNABAR)


def signing(rng: Random) -> Canvas:
    """A long table from above, two rows of seats, three documents."""
    palette, guest = Palette.of("jade"), Palette.of("river")
    canvas = Canvas(palette.tint(0.1))
    for row in range(-2, 12):
        for column in range(-2, 12):
            canvas.shape(
                turned(box(column * 170, row * 170, column * 170 + 167, row * 170 + 167), (800, 500), 45),
                palette.tint(rng.uniform(0.1, 0.15)),
            )
    for number in range(9):
        x = 280 + number * 130
        seat(canvas, palette, (x, 268), -90, 0.62)
        seat(canvas, guest, (x, 732), 90, 0.62)
    canvas.plate((168, 350, 1444, 672), 44, palette.tint(0.28))
    canvas.plate((160, 336, 1440, 656), 44, palette.shade(0.32))
    canvas.plate((184, 360, 1416, 632), 30, palette.shade(0.22))
    sheet(canvas, palette, (800, 496), -2, True)
    sheet(canvas, palette, (470, 500), 3, True)
    sheet(canvas, palette, (1130, 492), -4, True)
    for x, hue in ((268, "jade"), (1336, "river")):
        seal(canvas, (x, 496), 40, hue)
    return canvas


def ranking(rng: Random) -> Canvas:
    """Terraces that climb to a single point."""
    palette = Palette.of("jade")
    canvas = Canvas(palette.tint(0.07))
    canvas.disc((1270, 250), 236, palette.tint(0.14))
    canvas.ring((1270, 250), 300, 2.5, palette.tint(0.2))
    canvas.ring((1270, 250), 368, 2.5, palette.tint(0.16))
    for step in range(9):
        left, top = 60 + step * 146, 900 - step * 76
        tone = palette.tint(0.22 + step * 0.085)
        canvas.shape(box(left, top, left + 140, HEIGHT), tone)
        canvas.shape(
            [(left, top), (left + 40, top - 30), (left + 180, top - 30), (left + 140, top)],
            palette.tint(0.14 + step * 0.05),
        )
        canvas.shape(
            [(left + 140, top), (left + 180, top - 30), (left + 180, HEIGHT), (left + 140, HEIGHT)],
            palette.shade(0.1 + step * 0.03),
        )
        for level in range(top + 40, HEIGHT, 46):
            canvas.line([(left + 18, level), (left + 122 - rng.uniform(0, 40), level)], 2, palette.tint(0.1))
    path = [(80 + step * 146 + 70, 884 - step * 76) for step in range(9)]
    canvas.curve([(x, y - 44) for x, y in path], 4, INK)
    for x, y in path[:-1]:
        canvas.disc((x, y - 44), 9, INK)
    canvas.disc((path[-1][0], path[-1][1] - 44), 26, CINNABAR)
    return canvas


def visit(rng: Random) -> Canvas:
    """Seats around a round table, a route that arrives from the coast."""
    palette, sea = Palette.of("indigo"), Palette.of("river")
    canvas = Canvas(palette.tint(0.07))
    for radius in range(400, 900, 60):
        canvas.ring((1040, 510), radius, 2, palette.tint(0.15))
    coast: list[Point] = [(420, -20), (520, 180), (360, 420), (470, 700), (330, 1020)]
    for depth, share in ((0, 0.24), (-90, 0.34), (-200, 0.44)):
        canvas.shape([*smooth([(x + depth, y) for x, y in coast]), (-20, HEIGHT), (-20, 0)], sea.tint(share))
    canvas.dashes(arch((120, 220), (760, 440), 170), 5, INK, 1)
    for angle in range(0, 360, 30):
        tone = Palette.of("ochre") if 120 < angle < 270 else palette
        seat(canvas, tone, around((1040, 510), 322, angle), angle, 0.6)
    canvas.disc((1048, 522), 250, palette.tint(0.3))
    canvas.disc((1040, 510), 250, palette.shade(0.25))
    canvas.disc((1040, 510), 214, palette.tint(0.86))
    for angle in range(0, 360, 30):
        spot = around((1040, 510), 172, angle)
        canvas.shape(turned(box(spot[0] - 30, spot[1] - 21, spot[0] + 30, spot[1] + 21), spot, angle + 90), PAPER)
    for radius, share in ((92, 0.55), (62, 0.35), (32, 0.18)):
        canvas.disc((1040, 510), radius, palette.tint(share))
    canvas.disc((120, 220), 22, CINNABAR)
    canvas.disc((1040, 510), 12, GOLD)
    return canvas


def boston_opening(rng: Random) -> Canvas:
    """A gate below a golden dome, and an arc between two shores."""
    palette, sea = Palette.of("slate"), Palette.of("river")
    canvas = Canvas(palette.tint(0.08))
    canvas.disc((800, 470), 360, Palette.of("ochre").tint(0.14))
    for rise in (380, 330, 280):
        canvas.line(arch((120, 760), (1480, 760), rise * 2, 90), 3, palette.tint(0.24))
    canvas.shape(box(0, 760, WIDTH, HEIGHT), sea.tint(0.34))
    for row in range(6):
        for x in range(-40, WIDTH, 210):
            left, y = x + rng.uniform(0, 120), 800 + row * 36
            canvas.curve([(left, y), (left + 34, y - 6), (left + 70, y), (left + 104, y - 6)], 2.6, sea.tint(0.5))
    for side in (-1, 1):
        shore(canvas, palette, side, rng)
    canvas.shape([(560, 780), (1040, 780), (1200, 860), (400, 860)], palette.tint(0.24))
    canvas.shape(box(470, 560, 1130, 780), palette.tint(0.2))
    for number in range(7):
        left = 496 + number * 94
        canvas.plate((left, 590, left + 44, 700), 22, palette.tint(0.45))
    dome(canvas, (800, 450), 190)
    canvas.plate((728, 596, 872, 830), 72, palette.shade(0.4))
    canvas.shape(box(728, 700, 872, 780), palette.shade(0.4))
    canvas.shape([(800, 640), (846, 690), (846, 780), (754, 780), (754, 690)], GOLD)
    canvas.shape(box(700, 780, 900, HEIGHT), palette.tint(0.24))
    return canvas


def shore(canvas: Canvas, palette: Palette, side: int, rng: Random) -> None:
    """Houses at the left (-1) or right (1) edge."""
    for number in range(5):
        height = rng.uniform(70, 230)
        x = 40 + number * 84 if side < 0 else WIDTH - 110 - number * 84
        hue = Palette.of("jade") if side < 0 else palette
        canvas.shape(box(x, 760 - height, x + 70, 760), hue.tint(0.32 + 0.08 * (number % 3)))
        for level in range(int(760 - height) + 22, 745, 30):
            canvas.line([(x + 14, level), (x + 56, level)], 3, PAPER)


def fund(rng: Random) -> Canvas:
    """Five streams that join into one river."""
    ground = Palette.of("jade")
    canvas = Canvas(ground.tint(0.08))
    for level in range(14):
        y = level * 82 - 20
        canvas.curve(
            [(-20, y), (500, y + rng.uniform(-30, 30)), (1100, y + rng.uniform(-30, 30)), (1640, y)],
            2,
            ground.tint(0.17),
        )
    for number, hue in enumerate(("ochre", "indigo", "plum", "river", "jade")):
        palette = Palette.of(hue)
        source = (150.0, 130 + number * 185.0)
        middle = (560.0, 500 + (number - 2) * 128.0)
        near = (960.0, 500 + (number - 2) * 33.0)
        canvas.ribbon([source, middle, near, (1640, 500 + (number - 2) * 31.0)], [26, 32, 36, 34], palette.tint(0.78))
        canvas.disc(source, 58, PAPER)
        canvas.ring(source, 50, 8, palette.hue)
        canvas.disc(source, 20, palette.hue)
    gate: list[Point] = [between((1230, 388), (1230, 612), share) for share in (0, 1)]
    canvas.line(gate, 16, PAPER)
    canvas.line(gate, 7, INK)
    canvas.disc((1230, 370), 18, CINNABAR)
    return canvas
