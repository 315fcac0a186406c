"""Captioned pictures inside the demonstration's articles and profiles."""

from __future__ import annotations

from random import Random

from portal.core.drawing.canvas import HEIGHT, WIDTH, Canvas, Point, arch, around, bearing, between, box, smooth, turned
from portal.core.drawing.motifs import block, leaf, ridge, seal, stem, wave
from portal.core.drawing.palette import CINNABAR, GOLD, INK, PAPER, Palette


def enclave(rng: Random) -> Canvas:
    """Two sets of rings on either side of a river, joined by three arcs."""
    palette, other, water = Palette.of("jade"), Palette.of("river"), Palette.of("slate")
    canvas = Canvas(palette.tint(0.09))
    right = smooth([(880, -20), (800, 240), (880, 520), (780, 780), (840, 1020)])
    canvas.shape([*right, (WIDTH, HEIGHT), (WIDTH, 0)], other.tint(0.1))
    canvas.ribbon(
        [(880, -40), (800, 240), (880, 520), (780, 780), (840, 1040)], [130, 150, 130, 160, 140], water.tint(0.3)
    )
    for shift in (-36, 0, 36):
        canvas.curve(
            [(880 + shift, -40), (800 + shift, 240), (880 + shift, 520), (780 + shift, 780), (840 + shift, 1040)],
            2.5,
            water.tint(0.42),
        )
    for centre, tone in (((400.0, 560.0), palette), ((1230.0, 560.0), other)):
        for radius in range(60, 261, 40):
            canvas.ring(centre, radius, 5 if radius % 80 else 11, tone.tint(0.3 + radius / 420))
        canvas.disc(centre, 34, tone.hue)
    for rise, radius in ((150, 260), (260, 220), (370, 180)):
        canvas.line(arch((400, 560 - radius), (1230, 560 - radius), rise * 0.72), 5, INK)
    for radius in (180, 220, 260):
        canvas.disc((400, 560 - radius), 11, INK)
        canvas.disc((1230, 560 - radius), 11, CINNABAR)
    return canvas


def growth(rng: Random) -> Canvas:
    """Rings that widen like those of a tree."""
    palette = Palette.of("jade")
    canvas = Canvas(palette.tint(0.08))
    centre = (800.0, 540.0)
    for ring in range(9, 0, -1):
        outline = [around(centre, ring * 48 + rng.uniform(-5, 5) * (ring / 4), angle) for angle in range(0, 360, 18)]
        edge = smooth([*outline, outline[0]])
        canvas.shape(edge, palette.tint(0.9 - ring * 0.088))
        canvas.line(edge, 2.5 if ring > 1 else 4, palette.shade(0.25))
    for ring in range(1, 9):
        canvas.disc(around(centre, ring * 48 + 24, -62 + ring * 5), 8, PAPER)
    canvas.disc(centre, 15, PAPER)
    canvas.disc(around(centre, 432, -17), 17, CINNABAR)
    for angle in range(0, 360, 6):
        canvas.line(
            [around(centre, 466, angle), around(centre, 482 if angle % 30 else 502, angle)], 2.5, palette.tint(0.45)
        )
    return canvas


def seafront(rng: Random) -> Canvas:
    """Plots of a park along a shoreline, and a long bridge."""
    palette, sea = Palette.of("indigo"), Palette.of("river")
    canvas = Canvas(sea.tint(0.36))
    for row in range(28):
        wave(canvas, 20 + row * 36, rng, sea.tint(0.48))
    coast: list[Point] = [(-20, 420), (340, 520), (760, 500), (1120, 640), (1400, 780), (1640, 800)]
    canvas.shape([*smooth(coast), (WIDTH + 40, HEIGHT), (-20, HEIGHT)], palette.tint(0.1))
    canvas.curve(coast, 14, PAPER)
    canvas.line([(380, 540), (1640, 120)], 18, PAPER)
    canvas.line([(380, 540), (1640, 120)], 8, INK)
    for share in range(1, 14):
        spot = between((380, 540), (1640, 120), share / 13.5)
        canvas.disc(spot, 9, PAPER)
        canvas.disc(spot, 5, CINNABAR)
    for row in range(5):
        for column in range(11):
            left, top = column * 132 - 30 - row * 14, 590 + row * 92 + column * 17 + max(0, column - 5) * 18
            block(canvas, palette, (left, top, 104, 70), (left, top), 6, rng.uniform(0.2, 0.6), rng)
    return canvas


def crossing(rng: Random) -> Canvas:
    """Two shores across water, with arcs that run both ways."""
    near, far, sea = Palette.of("jade"), Palette.of("slate"), Palette.of("river")
    canvas = Canvas(sea.tint(0.24))
    for row in range(28):
        wave(canvas, 16 + row * 37, rng, sea.tint(0.34))
    west: list[Point] = [(330, -20), (230, 220), (370, 460), (250, 720), (360, 1020)]
    east: list[Point] = [(1290, -20), (1400, 240), (1250, 500), (1380, 760), (1280, 1020)]
    for depth, share in ((46, 0.14), (0, 0.3)):
        canvas.shape([*smooth([(x + depth, y) for x, y in west]), (-20, HEIGHT), (-20, 0)], near.tint(share))
        canvas.shape([*smooth([(x - depth, y) for x, y in east]), (WIDTH, HEIGHT), (WIDTH, 0)], far.tint(share))
    for number, y in enumerate((250, 420, 590, 760)):
        start, end = (270.0, y), (1330.0, y)
        rise = 170 - number * 30
        canvas.line(arch(start, end, rise), 6, near.shade(0.2))
        canvas.dashes(arch(start, end, rise - 74), 5, far.shade(0.2), 1)
        canvas.disc(start, 22, PAPER)
        canvas.ring(start, 20, 6, near.hue)
        canvas.disc(end, 22, PAPER)
        canvas.ring(end, 20, 6, far.hue)
    canvas.disc((800, 900), 40, GOLD)
    return canvas


def stems(rng: Random) -> Canvas:
    """Jointed stems, each taller than the one before."""
    palette = Palette.of("jade")
    canvas = Canvas(palette.tint(0.08))
    canvas.disc((1240, 300), 210, palette.tint(0.16))
    ridge(canvas, [(-20, 840), (400, 800), (900, 860), (1640, 780)], palette.tint(0.2))
    for number in range(9):
        x, joints = 150 + number * 152, 2 + number // 2
        length = 104 + number * 11 - (26 if number % 2 == 0 and number > 0 else 0)
        stem(canvas, palette, (x, HEIGHT + 10), (34 + number, length, joints + number % 2), 1 if number % 2 else 0.6)
    for root, reach, degrees in (
        ((1218, 330), 190, -30),
        ((1370, 260), 190, 24),
        ((1066, 500), 170, 200),
        ((762, 620), 150, -18),
        ((610, 690), 130, 205),
        ((1370, 430), 170, 165),
    ):
        leaf(canvas, palette, root, reach, degrees)
    canvas.disc((240, 180), 44, CINNABAR)
    return canvas


def channels(rng: Random) -> Canvas:
    """Waterways that lead to one landing place."""
    palette, green = Palette.of("river"), Palette.of("jade")
    canvas = Canvas(green.tint(0.16))
    for level in range(20):
        y = level * 62 - 60
        canvas.curve(
            [(-20, y), (520, y + rng.uniform(-22, 22)), (1100, y + rng.uniform(-22, 22)), (1640, y)], 2, green.tint(0.3)
        )
    goal = (1120.0, 520.0)
    sources: list[Point] = [(-40, 120), (-40, 480), (-40, 860), (520, -40), (620, 1040), (1240, -40), (1180, 1040)]
    paths = []
    for source in sources:
        bend = between(source, goal, 0.45)
        paths.append(
            [source, (bend[0] + rng.uniform(-60, 60), bend[1] + rng.uniform(-90, 90)), between(source, goal, 0.8), goal]
        )
    for path in paths:
        canvas.ribbon(path, [32, 42, 54, 70], PAPER)
    for path in paths:
        canvas.ribbon(path, [20, 30, 42, 58], palette.tint(0.6))
    canvas.ribbon([goal, (1360, 560), (1660, 500)], [150, 130, 190], PAPER)
    canvas.ribbon([goal, (1360, 560), (1660, 500)], [136, 116, 176], palette.tint(0.6))
    canvas.disc(goal, 112, palette.tint(0.6))
    seal(canvas, goal, 62, "river")
    for path, share in ((paths[0], 0.4), (paths[2], 0.3), ([goal, (1360.0, 560.0), (1660.0, 500.0)], 0.55)):
        course = smooth(path)
        place = round(len(course) * share)
        boat(canvas, course[place], bearing(course[place - 1], course[place + 1]))
    return canvas


def boat(canvas: Canvas, centre: Point, degrees: float) -> None:
    """A barge from above."""
    x, y = centre
    hull = [(x - 46, y - 12), (x + 26, y - 12), (x + 50, y), (x + 26, y + 12), (x - 46, y + 12)]
    canvas.shape(turned(hull, centre, degrees), INK)
    canvas.shape(turned(box(x - 36, y - 6, x + 8, y + 6), centre, degrees), GOLD)


def branches(rng: Random) -> Canvas:
    """Branches that reach out from one centre: one ends in a full ring, seven in open ones."""
    palette = Palette.of("indigo")
    canvas = Canvas(palette.tint(0.07))
    centre = (800.0, 510.0)
    for radius in range(150, 1000, 70):
        canvas.ring(centre, radius, 2, palette.tint(0.16))
    for number, angle in enumerate((-160, -118, -72, -24, 18, 62, 112, 158)):
        reach = (540, 380, 360, 500, 560, 390, 380, 500)[number]
        end = around((centre[0], centre[1]), reach, angle)
        end = (end[0], 510 + (end[1] - 510) * 0.96)
        bend = around(centre, reach * 0.55, angle + (14 if number % 2 else -14))
        if number == 4:
            canvas.curve([centre, bend, end], 12, palette.hue)
            seal(canvas, end, 52, "jade")
            continue
        canvas.dashes(smooth([centre, bend, end]), 5, palette.tint(0.75), 2)
        canvas.disc(end, 44, PAPER)
        canvas.ring(end, 36, 5, palette.tint(0.7))
    canvas.disc(centre, 122, PAPER)
    canvas.disc(centre, 106, palette.shade(0.2))
    for radius in (84, 62, 40):
        canvas.ring(centre, radius, 3, palette.tint(0.5))
    canvas.disc(centre, 18, GOLD)
    return canvas


def harbour(rng: Random) -> Canvas:
    """A line over land and a line over sea that cross at a harbour."""
    palette, sea = Palette.of("ochre"), Palette.of("river")
    canvas = Canvas(palette.tint(0.14))
    for hill in range(5):
        y = 110 + hill * 74
        ridge(
            canvas,
            [(-20, y + 60), (180, y - 10), (420, y + 70), (700, y + 10), (980, y + 120), (1100, y + 300)],
            palette.tint(0.2 + hill * 0.07),
            y + 300,
        )
    coast: list[Point] = [(-20, 760), (300, 640), (620, 690), (860, 560), (1060, 320), (1180, 140), (1300, -20)]
    canvas.shape([*smooth(coast), (WIDTH, -20), (WIDTH, HEIGHT), (-20, HEIGHT)], sea.tint(0.36))
    canvas.curve(coast, 12, PAPER)
    edge = smooth(coast)
    for row in range(12):
        for left in range(200 + 40 * (row % 2), WIDTH, 230):
            level = 40 + row * 84 + rng.uniform(-12, 12)
            if level > _level_at(edge, left) + 40:
                strokes: list[Point] = [
                    (left, level),
                    (left + 30, level - 6),
                    (left + 62, level),
                    (left + 94, level - 6),
                ]
                canvas.curve(strokes, 2.6, sea.tint(0.52))
    canvas.dashes(smooth([(-20, 300), (300, 400), (600, 470), (880, 556)]), 7, INK, 2)
    canvas.curve([(880, 556), (1100, 690), (1340, 700), (1640, 880)], 7, INK)
    canvas.curve([(880, 556), (1150, 520), (1400, 400), (1640, 330)], 7, INK)
    seal(canvas, (880, 556), 66, "ochre")
    canvas.disc((880, 556), 16, CINNABAR)
    return canvas


def _level_at(edge: list[Point], x: float) -> float:
    """The height of the point of `edge` that is nearest to `x`."""
    return min((abs(point[0] - x), point[1]) for point in edge)[1]


def border(rng: Random) -> Canvas:
    """Plots on two grounds joined by the same roads."""
    left, right = Palette.of("plum"), Palette.of("jade")
    canvas = Canvas(left.tint(0.12))
    canvas.shape([(860, -20), (WIDTH, -20), (WIDTH, HEIGHT), (700, HEIGHT + 20)], right.tint(0.14))
    for row in range(5):
        for column in range(8):
            if rng.random() < 0.12:
                continue
            x, y = 60 + column * 192, 56 + row * 186
            palette = left if x + 70 < 850 - y * 0.155 else right
            canvas.plate((x, y, x + 146, y + 140), 18, palette.tint(rng.uniform(0.3, 0.75)))
            canvas.plate((x + 26, y + 26, x + 120, y + 114), 12, palette.tint(0.1))
            canvas.disc((x + 73, y + 70), rng.uniform(12, 30), palette.tint(0.6))
    for y in (218, 404, 590, 776):
        canvas.line([(-20, y), (WIDTH + 20, y)], 18, PAPER)
        canvas.dashes([(x, y) for x in range(0, WIDTH + 20, 14)], 2.5, left.tint(0.3), 2)
    canvas.dashes([between((862, -20), (700, HEIGHT + 20), step / 80) for step in range(81)], 5, INK, 1)
    for number, y in enumerate((218, 404, 590, 776)):
        canvas.disc((858 - (y + 20) * 0.156, y), 17, CINNABAR if number == 1 else INK)
    return canvas


def bridges(rng: Random) -> Canvas:
    """Three bridges over a broad river, the nearest the widest."""
    palette, water, sky = Palette.of("slate"), Palette.of("river"), Palette.of("ochre")
    canvas = Canvas(sky.tint(0.1))
    canvas.disc((1180, 210), 84, GOLD)
    ridge(canvas, [(-20, 330), (300, 280), (640, 330), (980, 290), (1300, 330), (1640, 290)], palette.tint(0.22), 420)
    canvas.shape(box(0, 350, WIDTH, HEIGHT), water.tint(0.3))
    for row in range(17):
        wave(canvas, 380 + row * 37, rng, water.tint(0.42))
    for level, width, count, share in ((430, 14, 9, 0.45), (590, 22, 6, 0.7), (830, 36, 4, 1.0)):
        span = (WIDTH + 120) / count
        tone = palette.tint(share) if share < 1 else palette.shade(0.35)
        canvas.shape(box(0, level, WIDTH, level + width), tone)
        for number in range(count):
            start, end = -60 + number * span, -60 + (number + 1) * span
            canvas.line(arch((start, level + width * 4.4), (end, level + width * 4.4), width * 3.9), width * 0.34, tone)
            canvas.shape(box(start - width * 0.5, level, start + width * 0.5, level + width * 5), tone)
    canvas.disc((800, 800), 20, CINNABAR)
    return canvas
