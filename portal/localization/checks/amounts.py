"""An amount, date or time as a text says it, with all values that it may have.

Own code, and no library: those there are read one notation of one language (cn2an, word2number) or guess at dates
(dateparser); a check that may block must also say how sure it is, know 万, 亿, 亩, 倍 and 百分点, and leave alone
what only looks like a number (一带一路, one another).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

#: A kind (`n` number, `%`, `pp` percentage point, `year`, `month`, `md` month and day, `day`, `time`, `decade`,
#: `plan` five-year plan, `weekday`, `ord` ordinal, `mult` multiple, `half` of a year, `vague`, `off` discount, `size`)
#: and the value in it.
Value = tuple[str, Any]

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
    """Takes amounts out of a text, each rule once; what one rule has read is no longer there for the next.

    Of a longer text than people write in one segment the beginning is read.
    """

    LONGEST = 20_000

    def __init__(self, text: str) -> None:
        self.rest = text[: self.LONGEST]
        self.found: list[Amount] = []

    def take(self, pattern: re.Pattern[str], read: Callable[[re.Match[str]], Iterable[Amount] | None]) -> None:
        """Read every match; where `read` gives None the text stays for later rules."""
        taken = []
        for match in pattern.finditer(self.rest):
            amounts = read(match)
            if amounts is not None:
                self.found.extend(amounts)
                taken.append(match.span())
        self._blank(taken)

    def drop(self, pattern: re.Pattern[str]) -> None:
        """What looks like an amount and is none."""
        self._blank([match.span() for match in pattern.finditer(self.rest)])

    def _blank(self, spans: list[tuple[int, int]]) -> None:
        parts, last = [], 0
        for start, end in spans:
            parts += [self.rest[last:start], "\x00" * (end - start)]
            last = end
        self.rest = "".join([*parts, self.rest[last:]])

    def amounts(self) -> list[Amount]:
        return sorted(self.found, key=lambda amount: amount.start)


def numbers(*values: Fraction | int) -> frozenset[Value]:
    return frozenset(("n", Fraction(value)) for value in values)


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


def is_sum_apart(one: Amount, other: Amount) -> bool:
    """Whether one is a part of “1+2” and the other only what “both” says."""
    return any(a.kind == "sum" and not (b.sure or b.counts) for a, b in ((one, other), (other, one)))
