"""A picture for each park of the demonstration, and one for the home page."""

from __future__ import annotations

from random import Random

from portal.core.drawing.canvas import HEIGHT, WIDTH, Canvas, Point, arch, around, box, smooth, turned
from portal.core.drawing.motifs import block, contours, dome, furrows, leaf, ridge, seal, stem, town, water, wave, works
from portal.core.drawing.palette import CINNABAR, GOLD, HUES, INK, PAPER, Palette


def zizhu(rng: Random) -> Canvas:
    """Bamboo before a plan of buildings."""
    palette = Palette.of("jade")
    canvas = Canvas(palette.tint(0.07))
    town(canvas, palette, rng, tilt=-16)
    for x, width, length, joints, strength in (
        (150, 30, 150, 5, 0.55),
        (250, 46, 176, 6, 1),
        (345, 34, 160, 4, 0.7),
        (440, 52, 182, 5, 1),
        (548, 30, 148, 3, 0.6),
    ):
        stem(canvas, palette, (x, HEIGHT + 20), (width, length, joints), strength)
    for root, reach, degrees in (
        ((250, 340), 210, 12),
        ((250, 340), 170, 40),
        ((440, 296), 230, -14),
        ((440, 478), 190, 22),
        ((250, 166), 180, -24),
        ((440, 296), 160, 158),
        ((345, 540), 150, 160),
    ):
        leaf(canvas, palette, root, reach, degrees)
    canvas.disc((1330, 190), 62, CINNABAR)
    return canvas


def haian(rng: Random) -> Canvas:
    """Fields and works between the channels of a plain."""
    palette = Palette.of("river")
    green = Palette.of("jade")
    canvas = Canvas(palette.tint(0.1))
    centre = (WIDTH / 2, HEIGHT / 2)
    for row in range(-4, 14):
        for column in range(-4, 12):
            plot = box(column * 190 - 190, row * 96 - 130, column * 190 - 10, row * 96 - 46)
            tone = (green if rng.random() < 0.6 else palette).tint(rng.uniform(0.12, 0.36))
            canvas.shape(turned(plot, centre, 9), tone)
            furrows(canvas, turned(plot, centre, 9), green.tint(0.45))
    channels: list[tuple[list[Point], float]] = [
        ([(-60, 250), (300, 330), (640, 250), (1000, 360), (1330, 300), (1680, 380)], 74),
        ([(640, 250), (700, 520), (620, 800), (700, 1080)], 46),
        ([(1000, 360), (1100, 620), (1040, 860), (1130, 1080)], 34),
        ([(-60, 700), (240, 660), (500, 740), (618, 788)], 28),
    ]
    for points, width in channels:
        canvas.curve(points, width + 14, PAPER)
    for points, width in channels:
        canvas.curve(points, width, palette.tint(0.62))
    for x, y in ((1250, 520), (1250, 650), (1250, 780)):
        works(canvas, palette, (x, y))
    canvas.disc((290, 140), 50, GOLD)
    return canvas


def lingang(rng: Random) -> Canvas:
    """A round lake with rings of streets."""
    palette = Palette.of("indigo")
    canvas = Canvas(palette.tint(0.06))
    centre = (980.0, 520.0)
    for inner in range(250, 1200, 88):
        count = max(10, round(inner / 13))
        step = 360 / count
        for part in range(count):
            if rng.random() < 0.11:
                continue
            degrees = (part * step, (part + 1) * step - 420 / inner)
            canvas.wedge(centre, (inner, inner + rng.uniform(48, 66)), degrees, palette.tint(rng.uniform(0.12, 0.5)))
    for angle in range(15, 375, 45):
        canvas.line([around(centre, 236, angle), around(centre, 1400, angle)], 15, palette.tint(0.06))
    canvas.disc(centre, 226, palette.tint(0.7))
    for radius in (196, 150, 104):
        canvas.ring(centre, radius, 2.5, palette.tint(0.45))
    canvas.disc((1040, 470), 30, PAPER)
    canvas.disc((930, 580), 20, PAPER)
    canvas.ring(centre, 238, 5, PAPER)
    canvas.disc(around(centre, 238, 195), 17, CINNABAR)
    return canvas


def lianyungang(rng: Random) -> Canvas:
    """Hills, a harbour and five plots on the shore."""
    palette, sea = Palette.of("ochre"), Palette.of("river")
    canvas = Canvas(palette.tint(0.1))
    canvas.disc((1180, 250), 92, GOLD)
    ridge(
        canvas,
        [(-20, 330), (160, 200), (330, 300), (520, 150), (720, 330), (980, 400), (1620, 452)],
        palette.tint(0.34),
        480,
    )
    ridge(canvas, [(-20, 400), (140, 330), (320, 400), (480, 300), (660, 410), (880, 452)], palette.tint(0.62), 480)
    canvas.shape(box(0, 450, WIDTH, HEIGHT), sea.tint(0.3))
    for row in range(15):
        y = 474 + row * 36
        wave(canvas, y, rng, sea.tint(0.46))
    ridge(
        canvas,
        [(-20, 590), (260, 560), (560, 640), (820, 660), (1010, 780), (1180, 800), (1500, 1020)],
        palette.tint(0.3),
    )
    canvas.curve([(790, 652), (1000, 590), (1220, 590), (1390, 650)], 15, INK)
    canvas.disc((1390, 650), 20, CINNABAR)
    for number, (x, y) in enumerate(((90, 650), (290, 668), (480, 730), (690, 770), (880, 850))):
        plot: list[Point] = [(x, y), (x + 160, y + 12), (x + 130, y + 96), (x - 34, y + 84)]
        canvas.shape(plot, palette.tint(0.55 + 0.09 * number))
        furrows(canvas, plot, PAPER)
    return canvas


def sci_tech_city(rng: Random) -> Canvas:
    """One grid of streets across the line between two grounds."""
    left, right = Palette.of("plum"), Palette.of("jade")
    canvas = Canvas(left.tint(0.08))
    border = smooth([(960, -20), (800, 200), (860, 480), (720, 740), (790, 1020)])
    canvas.shape([*border, (WIDTH, HEIGHT), (WIDTH, 0)], right.tint(0.09))
    centre = (WIDTH / 2, HEIGHT / 2)
    for row in range(-3, 13):
        for column in range(-3, 16):
            frame = (column * 124 - 130, row * 110 - 120, 100, 88)
            middle = turned([(frame[0] + 50, frame[1] + 44)], centre, 12)[0]
            side = min(border, key=lambda point: abs(point[1] - middle[1]))
            palette = left if middle[0] < side[0] else right
            if abs(middle[0] - side[0]) > 40:
                block(canvas, palette, frame, centre, 12, rng.uniform(0.16, 0.5), rng)
    for offset in (-260.0, 70.0, 400.0):
        street = turned([(-300, 480 + offset), (1900, 480 + offset)], centre, 12)
        canvas.line(street, 17, PAPER)
    canvas.dashes(border, 4, INK)
    canvas.disc((822, 500), 104, PAPER)
    canvas.ring((822, 500), 78, 16, left.hue)
    canvas.wedge((822, 500), (70, 86), (-90, 90), right.hue)
    canvas.disc((822, 500), 20, CINNABAR)
    return canvas


def boston(rng: Random) -> Canvas:
    """A river bend with three bridges and a golden dome."""
    palette, brick, stream = Palette.of("slate"), Palette.of("ochre"), Palette.of("river")
    canvas = Canvas(palette.tint(0.09))
    town(canvas, palette, rng, tilt=24, share=0.42)
    canvas.shape([(1130, -20), (WIDTH, -20), (WIDTH, 560), (1240, 520)], brick.tint(0.12))
    for row in range(7):
        for column in range(4 - row // 3):
            terrace = box(1180 + column * 110, 60 + row * 58, 1270 + column * 110, 98 + row * 58)
            canvas.shape(turned(terrace, (1400, 250), -14), brick.tint(0.42))
    river = [(-60, 830), (260, 760), (480, 560), (760, 470), (1060, 560), (1300, 760), (1680, 800)]
    canvas.curve(river, 240, PAPER)
    canvas.curve(river, 212, stream.tint(0.5))
    for shift in (-64, -26, 18, 58):
        canvas.curve([(x, y + shift) for x, y in river], 2.5, stream.tint(0.4))
    for start, end in (((250, 560), (420, 830)), ((770, 300), (800, 660)), ((1290, 560), (1130, 800))):
        canvas.line([start, end], 22, PAPER)
        canvas.line([start, end], 10, INK)
    dome(canvas, (1010, 226), 104)
    return canvas


def home(rng: Random) -> Canvas:
    """A delta that opens to the sea, with six rings in it."""
    palette, sea = Palette.of("jade"), Palette.of("river")
    canvas = Canvas(palette.tint(0.09))
    contours(canvas, palette)
    coast: list[Point] = [(1300, -20), (1190, 170), (1290, 360), (1210, 560), (1300, 760), (1180, 1020)]
    water(canvas, coast, 0, sea.tint(0.26))
    for number, width in enumerate((16, 24, 40, 26, 18)):
        mouth = (1230.0, 120 + number * 190 + rng.uniform(-20, 20))
        bend = (760.0, 500 + (number - 2) * 105.0)
        points = [(250, 530), (470, 512 + (number - 2) * 12.0), bend, mouth, (1330, mouth[1] + 8)]
        canvas.ribbon(points, [34, 30, width * 0.8, width * 1.6, width * 3.4], sea.tint(0.26))
    for depth, share in ((110, 0.33), (200, 0.41), (300, 0.49)):
        water(canvas, coast, depth, sea.tint(share))
    canvas.ribbon([(-60, 640), (120, 560), (300, 524), (480, 512)], [40, 46, 58, 34], sea.tint(0.26))
    places = ((560, 330), (420, 700), (1010, 300), (880, 744), (1070, 560), (1470, 268))
    for centre, hue, radius in zip(places, HUES, (62, 54, 48, 56, 42, 52), strict=True):
        seal(canvas, centre, radius, hue)
    canvas.dashes(arch((1072, 286), (1410, 262), 84), 4, palette.shade(0.35), 1)
    return canvas
