"""Words by month as bars, drawn on the server; the table below says the same in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

#: Months that fit beside each other, the latest.
MOST = 24
#: Of the picture, in its own units: how wide a month is, how wide its bar, how high the highest.
STEP, WIDTH, HEIGHT = 40, 28, 120


@dataclass(frozen=True, slots=True)
class Bar:
    month: date
    words: int
    x: int
    y: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2


@dataclass(frozen=True, slots=True)
class Chart:
    bars: Sequence[Bar]
    width: int
    most: Bar
    total: int


def chart_of(values: Sequence[tuple[date, int]]) -> Chart | None:
    """Bars of the latest months, the oldest first; None with fewer than two of them, which need no picture."""
    shown = sorted(values)[-MOST:]
    highest = max((words for _month, words in shown), default=0)
    if len(shown) < 2 or not highest:
        return None
    bars = []
    for at, (month, words) in enumerate(shown):
        height = max(words * HEIGHT // highest, 1)
        bars.append(Bar(month, words, at * STEP + (STEP - WIDTH) // 2, HEIGHT - height, height))
    most = max(bars, key=lambda bar: bar.words)
    return Chart(bars, len(bars) * STEP, most, sum(words for _month, words in shown))
