"""An amount, date or time as a text says it, with all values that it may have.

Own code, and no library: those there are read one notation of one language (cn2an, word2number) or guess at dates
(dateparser); a check that may block must also say how sure it is, know 万, 亿, 亩, 倍 and 百分点, and leave alone
what only looks like a number (一带一路, one another).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

#: A kind (`n` number, `%`, `pp` percentage point, `year`, `month`, `md` month and day, `day`, `time`, `decade`,
#: `plan` five-year plan, `weekday`, `ord` ordinal) and the value in it.
Value = tuple[str, Any]

#: Square metres of one mu (亩): 15 are a hectare.
MU = Fraction(10**4, 15)
#: How far a converted area may be rounded.
AREA_TOLERANCE = Fraction(3, 100)
DATES = frozenset({"year", "month", "md", "day", "time", "decade", "weekday"})
PERCENTS = frozenset({"%", "pp"})


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount in a text.

    Attributes:
        text: as it is written.
        values: what it may mean; two amounts are the same when they share one.
        sure: whether it is certainly an amount, so that its loss is a mistake.
        counts: whether it counts something, though a word like “three” or 三: so that another number is a mistake.
        currency: ISO 4217, where the text names one.
    """

    text: str
    start: int
    values: frozenset[Value]
    kind: str
    sure: bool = True
    counts: bool = True
    currency: str = ""

    @property
    def code(self) -> str:
        """The check that speaks of it."""
        return "date" if self.kind in DATES else "percent" if self.kind in PERCENTS else "number"


class Reader:
    """Takes amounts out of a text, each rule once; what one rule has read is no longer there for the next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.rest = text
        self.found: list[Amount] = []

    def take(self, pattern: re.Pattern[str], read: Callable[[re.Match[str]], Iterable[Amount] | None]) -> None:
        """Read every match; where `read` gives None the text stays for later rules."""
        for match in pattern.finditer(self.rest):
            amounts = read(match)
            if amounts is not None:
                self.found.extend(amounts)
                self.blank(match.start(), match.end())

    def drop(self, pattern: re.Pattern[str]) -> None:
        """What looks like an amount and is none."""
        for match in pattern.finditer(self.rest):
            self.blank(match.start(), match.end())

    def blank(self, start: int, end: int) -> None:
        self.rest = self.rest[:start] + "\x00" * (end - start) + self.rest[end:]

    def amounts(self) -> list[Amount]:
        return sorted(self.found, key=lambda amount: amount.start)


def numbers(*values: Fraction | int) -> frozenset[Value]:
    return frozenset(("n", Fraction(value)) for value in values)


def of_unit(value: Fraction, unit: str, factors: Mapping[str, tuple[Fraction, ...]]) -> frozenset[Value]:
    """A number and what it is in the units that the other language may use."""
    return numbers(value, *(value * factor for factor in factors.get(unit, ())))


def read_date(text: str, start: int, year: int | None, month: int | None, day: int | None) -> list[Amount]:
    """A date as its parts, so that one that leaves out the year differs in the year alone."""
    parts = []
    if year is not None:
        parts.append(Amount(text, start, frozenset({("year", year), ("n", Fraction(year))}), "year"))
    if month is not None and day is not None:
        parts.append(Amount(text, start, frozenset({("md", (month, day))}), "md"))
    elif month is not None:
        parts.append(Amount(text, start, frozenset({("month", month)}), "month"))
    elif day is not None:
        parts.append(Amount(text, start, frozenset({("day", day), ("n", Fraction(day))}), "day", sure=False))
    return parts


def read_time(text: str, start: int, hour: int, minute: int, half: str) -> list[Amount] | None:
    """A time of day; `half` is am, pm or empty, where both may be meant."""
    if hour > 24 or minute > 59:
        return None
    hour = hour + 12 if half == "pm" and hour < 12 else 0 if half == "am" and hour == 12 else hour
    hours = {hour, hour + 12} if not half and 0 < hour < 12 else {hour}
    return [Amount(text, start, frozenset(("time", (one, minute)) for one in hours), "time")]


def read_sum(match: re.Match[str]) -> list[Amount]:
    """“1+2” as a name of three things: each number, or all together."""
    parts = [int(part) for part in match.groups()]
    together = ("parts", Fraction(sum(parts)))
    return [Amount(str(part), match.start() + i, numbers(part) | {together}, "sum") for i, part in enumerate(parts)]


def read_plan(text: str, start: int, number: int) -> list[Amount]:
    """A five-year plan by its number; a translation may name its years instead: the 14th is that of 2021 to 2025."""
    first = 2021 + 5 * (number - 14)
    years = {(kind, value) for year in (first, first + 4) for kind, value in (("year", year), ("n", Fraction(year)))}
    return [
        Amount(text, start, frozenset({("plan", number)} | years), "plan", sure=False),
        Amount(text, start, numbers(number), "n", sure=False, counts=False),
        Amount(text, start, numbers(5), "n", sure=False, counts=False),
    ]


def same(one: Amount, other: Amount) -> bool:
    """Whether both say the same. Areas in different units need agree but nearly: 100亩 is 6.7 hectares."""
    areas = [[value for kind, value in amount.values if kind == "area"] for amount in (one, other)]
    if areas[0] and areas[1]:
        return any(_same_area(a, b) for a in areas[0] for b in areas[1])
    if one.values & other.values:
        # The 2 of “1+2” is not what “both” says.
        return not any(a.kind == "sum" and not (b.sure or b.counts) for a, b in ((one, other), (other, one)))
    # “1+2” is three things, but not one and three.
    return any(
        ("n", value) in whole.values and whole.kind != "sum"
        for part, whole in ((one, other), (other, one))
        for kind, value in part.values
        if kind == "parts"
    )


def _same_area(one: tuple[str, Fraction], other: tuple[str, Fraction]) -> bool:
    if one[0] == other[0]:
        return one[1] == other[1]
    return abs(one[1] - other[1]) <= max(one[1], other[1]) * AREA_TOLERANCE
