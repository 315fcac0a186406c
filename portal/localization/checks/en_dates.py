"""Dates, times, decades and days of the week in English."""

from __future__ import annotations

import re

from portal.localization.checks.amounts import Amount, Reader, read_date, read_time

_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
_M = (
    r"(January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_D = r"(\d{1,2})(?:st|nd|rd|th)?"
_SPAN = r"\s*(?:[-–—]|to|and|until)\s*"
_YEAR = r"(?:,?\s*(?:of\s*)?((?:1[0-9]|20)\d\d))?"
_DAYS_MONTH = re.compile(rf"\b{_D}{_SPAN}(?:the )?{_D}\s+(?:of\s+)?{_M}{_YEAR}\b")
_MONTH_DAYS = re.compile(rf"\b{_M}\s+(?:the )?{_D}{_SPAN}(?:the )?{_D}\b(?!\d){_YEAR}\b")
_DAY_MONTH = re.compile(rf"\b{_D}\s+(?:of\s+)?{_M}{_YEAR}(?!\d)")
_MONTH_DAY = re.compile(rf"\b{_M}\s+(?:the\s+)?{_D}\b(?!\d|,\d){_YEAR}(?!\d)")
_MONTH_YEAR = re.compile(rf"\b{_M},?\s+(?:of\s+)?((?:1[0-9]|20)\d\d)\b")
_MONTH = re.compile(
    r"\b(January|February|April|June|July|August|September|October|November|December)\b"
    r"|\b(?:in|of|from|to|until|since|by|early|late|mid|this|last|next)[ -](March|May)\b"
)
_PLAIN = re.compile(r"(?<![\d.])((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d|\.\d)")
_DECADE = re.compile(
    r"(?<!\d)((?:1[0-9]|20)?\d0)[’']?s\b|\b(twen|thir|for|fif|six|seven|eigh|nine)ties\b", re.IGNORECASE
)
#: A bare May or March may be a month, and a word; the year of a range may be short after a dash alone.
_PERHAPS = re.compile(r"\b(May|March)\b")
_YEAR_SPAN = re.compile(
    r"(?<![\d.,$])((?:19|20)\d\d)\s*(?:(?:[-–—]|to|and)\s*((?:19|20)\d\d)|[-–—]\s*(\d\d))(?![\d.,]\d|\d|\s*%)"
)
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
_TIMES = re.compile(rf"(?<![\d:.]){_CLOCK}\s*(?:[-–—]|to|until)\s*{_CLOCK}\s*([ap])\.?\s?m\b\.?", re.IGNORECASE)
_TIME = re.compile(
    r"(?<![\d:])(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?\s?m\b\.?|(?<![\d:.])(\d{1,2}):(\d{2})(?![\d:])|\b(noon|midnight)\b"
    r"|\b(\d{1,2}) o[’']clock(?: in the (morning|afternoon|evening))?",
    re.IGNORECASE,
)
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS = {name: number for number, name in enumerate(_DAYS)}
_WEEKDAY = re.compile(r"\b(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)s?\b")


def take(reader: Reader) -> None:
    """Take the dates and times out of a text."""
    for pattern, read in (
        (_DAYS_MONTH, lambda m: _span(m, m[1], m[2], m[3], m[4])),
        (_MONTH_DAYS, lambda m: _span(m, m[2], m[3], m[1], m[4])),
        (_DAY_MONTH, lambda m: _date(m, m[3], m[2], m[1])),
        (_MONTH_DAY, lambda m: _date(m, m[3], m[1], m[2])),
        (_MONTH_YEAR, lambda m: _date(m, m[2], m[1], None)),
        (_PLAIN, _plain),
        (_MONTH, lambda m: _date(m, None, m[1] or m[2], None)),
        (_DECADE, _decade),
        (_YEAR_SPAN, _years),
        (_TIMES, _times),
        (_TIME, _time),
        (_PERHAPS, _perhaps),
        (_WEEKDAY, _weekday),
    ):
        reader.take(pattern, read)


def _month(name: str) -> int:
    return MONTHS[name.casefold().rstrip(".")]


def _date(match: re.Match[str], year: str | None, month: str, day: str | None) -> list[Amount] | None:
    if day and not 1 <= int(day) <= 31:
        return None
    return read_date(
        match.group(), match.start(), int(year) if year else None, _month(month), int(day) if day else None
    )


def _span(match: re.Match[str], first: str, last: str, month: str, year: str | None) -> list[Amount] | None:
    one, other = _date(match, year, month, first), _date(match, None, month, last)
    return one + other if one and other else None


def _plain(match: re.Match[str]) -> list[Amount] | None:
    year, month, day = int(match[1]), int(match[3]), int(match[4])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return read_date(match.group(), match.start(), year, month, day)


def _years(match: re.Match[str]) -> list[Amount] | None:
    first, said = int(match[1]), match[2] or match[3]
    last = int(said) if len(said) == 4 else first // 100 * 100 + int(said)
    if last <= first:
        return None
    return [one for year in (first, last) for one in read_date(match.group(), match.start(), year, None, None)]


_TIES = {"twen": 20, "thir": 30, "for": 40, "fif": 50, "six": 60, "seven": 70, "eigh": 80, "nine": 90}


def _decade(match: re.Match[str]) -> list[Amount]:
    year = int(match[1]) if match[1] else _TIES[match[2].casefold()]
    return [Amount(match.group(), match.start(), frozenset({("decade", year), ("decade", year % 100)}), "decade")]


def _time(match: re.Match[str]) -> list[Amount] | None:
    hour, minute, half, plain_hour, plain_minute, word, clock, part = match.groups()
    if word:
        noon = word.casefold() == "noon"
        said = frozenset({("time", (12, 0))} if noon else {("time", (0, 0)), ("time", (24, 0))})
        return [Amount(match.group(), match.start(), said, "time", sure=False)]
    day_half = f"{half.casefold()}m" if half else {"morning": "am", None: ""}.get(part, "pm")
    return read_time(
        match.group(), match.start(), int(hour or plain_hour or clock), int(minute or plain_minute or 0), day_half
    )


def _times(match: re.Match[str]) -> list[Amount] | None:
    """9–11:30 a.m.: the first is of the same half of the day, or of the one before."""
    half = f"{match[5].casefold()}m"
    first_half = half if int(match[1]) % 12 <= int(match[3]) % 12 else {"am": "pm", "pm": "am"}[half]
    first = read_time(match.group(), match.start(), int(match[1]), int(match[2] or 0), first_half)
    last = read_time(match.group(), match.start(), int(match[3]), int(match[4] or 0), half)
    return first + last if first and last else None


def _perhaps(match: re.Match[str]) -> list[Amount]:
    said = frozenset({("month", MONTHS[match[1].casefold()])})
    return [Amount(match.group(), match.start(), said, "month", sure=False, counts=False)]


def _weekday(match: re.Match[str]) -> list[Amount]:
    value = frozenset({("weekday", WEEKDAYS[match[1].casefold()])})
    return [Amount(match.group(), match.start(), value, "weekday", sure=False)]
