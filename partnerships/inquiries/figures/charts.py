"""The pictures of the figures, drawn on the server: months as lines, all else as bars; the table says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnerships.inquiries.figures.queries import Figures, Line
from portal.core.drawing.paths import number
from portal.core.sentences import joined

#: Of the pictures, in their own units; as wide as the smallest screen shows them without shrinking the letters.
WIDTH = 360
#: Of the lines: where their field begins and ends, how high it is, how far apart two labels are at least.
_LEFT, _RIGHT, _TOP, _BOTTOM, _APART = 26, 268, 14, 160, 15
#: Of the bars: how far apart they are, and how much lower than its label one lies.
_STEP, _LABEL, _BAR = 44, 14, 12
#: So many bars are drawn; the table names the others.
MOST_BARS = 12
_MOST_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Trace:
    """One line with its marks, and its label where it ends."""

    name: str
    points: str
    marks: Sequence[tuple[str, str]]
    label: str
    label_y: str


@dataclass(frozen=True, slots=True)
class MonthChart:
    """Lines over months.

    Attributes:
        ticks: height and number of the lines across.
        months: place and two lines of the names below; not of all where they are many.
    """

    sentence: str
    ticks: Sequence[tuple[str, str]]
    months: Sequence[tuple[str, str, str]]
    traces: Sequence[Trace]
    width: int = WIDTH
    height: int = _BOTTOM + 40
    left: int = _LEFT
    right: int = _RIGHT
    label_x: int = _RIGHT + 8
    month_y: int = _BOTTOM + 18
    year_y: int = _BOTTOM + 34


@dataclass(frozen=True, slots=True)
class Bar:
    """All that was received, the part of it answered in time, and the words above."""

    name: str
    said: str
    text_y: int
    y: int
    length: str
    part: str


@dataclass(frozen=True, slots=True)
class BarChart:
    sentence: str
    bars: Sequence[Bar]
    height: int
    width: int = WIDTH
    thick: int = _BAR


def month_chart(found: Figures) -> MonthChart | None:
    """The course of inquiries and of first answers in time; None where there is nothing to see."""
    lines = found.lines
    if len(lines) < 2 or not found.total.received:
        return None
    top = _round_top(max(line.received for line in lines))
    across = [_LEFT + (_RIGHT - _LEFT) * at / (len(lines) - 1) for at in range(len(lines))]
    received = _trace(pgettext("figures", "Received"), [line.received for line in lines], across, top)
    in_time = _trace(pgettext("figures", "In time"), [line.in_time for line in lines], across, top)
    every = -(-len(lines) // _MOST_MONTHS)
    named = [(x, line.month) for at, (x, line) in enumerate(zip(across, lines, strict=True)) if at % every == 0]
    return MonthChart(
        sentence=_month_sentence(found),
        ticks=[(number(_height(value, top)), str(value)) for value in (0, top // 2, top)],
        months=[(number(x), f"{month:%m}", f"{month:%Y}") for x, month in named],
        traces=_apart(received, in_time),
    )


def bar_chart(found: Figures) -> BarChart | None:
    """The largest lines as bars; None with fewer than two."""
    lines = found.lines[:MOST_BARS]
    if len(lines) < 2:
        return None
    longest = max(line.received for line in lines) or 1
    bars = [
        Bar(
            name=_short(line.name),
            said=_said(line),
            text_y=at * _STEP + _LABEL,
            y=at * _STEP + _LABEL + 8,
            length=number(WIDTH * line.received / longest),
            part=number(WIDTH * line.in_time / longest),
        )
        for at, line in enumerate(lines)
    ]
    return BarChart(_bar_sentence(found), bars, len(bars) * _STEP)


def _trace(name: str, values: Sequence[int], across: Sequence[float], top: int) -> Trace:
    marks = [(number(x), number(_height(value, top))) for x, value in zip(across, values, strict=True)]
    return Trace(name, " ".join(f"{x},{y}" for x, y in marks), marks, f"{name} {values[-1]}", marks[-1][1])


def _apart(upper: Trace, lower: Trace) -> tuple[Trace, Trace]:
    """The two with labels that do not lie on each other; `upper` is nowhere below `lower`."""
    high, low = float(upper.label_y), float(lower.label_y)
    if low - high < _APART:
        high = min(high, _BOTTOM - _APART)
        low = high + _APART
    return (
        Trace(upper.name, upper.points, upper.marks, upper.label, number(high)),
        Trace(lower.name, lower.points, lower.marks, lower.label, number(low)),
    )


def _height(value: int, top: int) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * value / top


def _round_top(highest: int) -> int:
    """An even number that the axis ends with: 2, 4, 10, 20, 40, 100 and so on."""
    scale = 1
    while True:
        for step in (2, 4, 10):
            if step * scale >= highest:
                return step * scale
        scale *= 10


def _month_sentence(found: Figures) -> str:
    total, most = found.total, max(found.lines, key=lambda line: line.received)
    sentence = _("%(count)d inquiries in %(months)d months, most of them, %(most)d, in %(month)s.")
    values = {"count": total.received, "months": len(found.lines), "most": most.received, "month": most.name}
    return joined([sentence % values, _answered(total)])


def _bar_sentence(found: Figures) -> str:
    most = found.lines[0]
    sentence = _("Most inquiries, %(most)d of %(count)d, fall to: %(name)s.")
    return sentence % {"most": most.received, "count": found.total.received, "name": most.name}


def _answered(total: Line) -> str:
    if total.punctual is None:
        return ""
    return _("Of first answers that were due, %(share)d %% came in time.") % {"share": total.punctual}


def _said(line: Line) -> str:
    return _("%(count)d, in time %(part)d") % {"count": line.received, "part": line.in_time}


def _short(name: str) -> str:
    """As much of a name as fits beside the numbers: a Chinese character is as wide as two Latin ones."""
    room = 38
    for at, char in enumerate(name):
        room -= 2 if ord(char) > 0x2E7F else 1
        if room < 0:
            return f"{name[:at].rstrip()}…"
    return name
