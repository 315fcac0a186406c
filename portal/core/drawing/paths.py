"""Small helpers that write SVG path data with short, locale-independent numbers."""

import math
from hashlib import blake2b


def number(value: float) -> str:
    """Return ``value`` with at most two decimals and no trailing zeros.

    Coordinates go into attributes as text, so that no template ever formats them in the
    visitor's locale.
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def polar(centre: float, radius: float, degrees: float) -> tuple[float, float]:
    """Return the point at ``degrees`` clockwise from the top of a circle."""
    angle = math.radians(degrees - 90)
    return centre + radius * math.cos(angle), centre + radius * math.sin(angle)


def point(centre: float, radius: float, degrees: float) -> str:
    """Return ``polar()`` as the text of a coordinate pair."""
    x, y = polar(centre, radius, degrees)
    return f"{number(x)} {number(y)}"


def arc(centre: float, radius: float, start: float, sweep: float) -> str:
    """Return the path of an arc.

    Args:
        centre: both coordinates of the middle.
        radius: of the circle.
        start: degrees clockwise from the top.
        sweep: degrees covered; 360 or more gives the closed circle, drawn as two halves.
    """
    if sweep >= 360:
        return arc(centre, radius, start, 180) + " " + arc(centre, radius, start + 180, 180)
    large = 1 if sweep > 180 else 0
    size = number(radius)
    end = point(centre, radius, start + sweep)
    return f"M{point(centre, radius, start)} A{size} {size} 0 {large} 1 {end}"


def circle(x: float, y: float, radius: float) -> str:
    """Return the path of a whole circle around (x, y)."""
    left, right, size = number(x - radius), number(x + radius), number(radius)
    half = f"A{size} {size} 0 1 1"
    return f"M{left} {number(y)} {half} {right} {number(y)} {half} {left} {number(y)}"


def stable_hash(*parts: str) -> int:
    """Return a number that depends on the words alone: not on the process, not on the machine."""
    return int.from_bytes(blake2b("\x1f".join(parts).encode(), digest_size=8).digest())
