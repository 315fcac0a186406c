"""Dates, times, decades and days of the week in Chinese."""

from __future__ import annotations

import re

from portal.localization.checks.amounts import Amount, Reader, read_date, read_time
from portal.localization.checks.zh_numerals import NUMERAL, read_numeral

_D = rf"(?:\d{{1,2}}|{NUMERAL})"
_Y = r"(?:\d{4}|[〇零一二三四五六七八九]{4})"
_SPAN = r"\s*(?:[-–—~～至到、和]|--)\s*"
_FULL = re.compile(rf"({_Y})\s*年度?\s*({_D})\s*月(?:\s*({_D})\s*[日号])?")
_MONTH_DAY = re.compile(rf"({_D})\s*月\s*({_D})\s*[日号]")
_DAYS = re.compile(rf"(?:({_Y})\s*年\s*)?({_D})\s*月\s*({_D})\s*[日号]?{_SPAN}({_D})\s*[日号]")
_YEAR = re.compile(rf"(?:公元)?({_Y})\s*年(?!代|前的历史|历史)")
_YEARS = re.compile(rf"(\d{{4}})年?{_SPAN}(\d{{4}})\s*年")
_MONTHS = re.compile(rf"({_D})月?{_SPAN}({_D})\s*月(?!\d)")
_MONTH = re.compile(rf"(?<![个\d])({_D})\s*月(?!球|亮|饼|薪|租|票)")
_DAY = re.compile(r"(?<![\d.])(\d{1,2})\s*(?:日|号(?![楼线馆机厅文门院地车船令公]))")
_PLAIN = re.compile(r"(?<![\d.])((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d|\.\d)")
_DECADE = re.compile(r"(?:(\d{2}|[一二]十[一]?|十[八九])\s*世纪)?\s*(\d{2}|[一二三四五六七八九]十)\s*年代")
_DECADES = re.compile(
    r"(?:(\d{2}|[一二]十[一]?|十[八九])\s*世纪)?\s*([一二三四五六七八九])([一二三四五六七八九])十\s*年代"
)
_DECADE_FULL = re.compile(r"(\d{3}0)\s*年代")
_TIME = re.compile(
    r"(上午|早上|早晨|早间|早|凌晨|中午|下午|晚上|晚间|晚|傍晚)?\s*(\d{1,2}|[一二三四五六七八九十两]{1,3})"
    r"(?::(\d{2})(?!\d)|\s*([时点])\s*(?:(\d{1,2})\s*分|(半)|(整))?)"
)
_WEEKDAY = re.compile("(?<![一二三四五六七八九十两\\d每])(?:星期|礼拜|周)([一二三四五六日天])(?![次个轮届期年])")
_WEEKDAYS = {char: number for number, char in enumerate("一二三四五六日")} | {"天": 6}
_MORNING, _EVENING = {"上午", "早上", "早晨", "早间", "早", "凌晨"}, {"下午", "晚上", "晚间", "晚", "傍晚"}


def take(reader: Reader) -> None:
    """Take the dates and times out of a text."""
    for pattern, read in (
        (_DAYS, _days),
        (_FULL, _full),
        (_PLAIN, _plain),
        (_MONTH_DAY, _month_day),
        (_DECADES, _decades),
        (_DECADE, _decade),
        (_DECADE_FULL, _decade_full),
        (_YEARS, _years),
        (_YEAR, _year),
        (_MONTHS, _months),
        (_MONTH, _month),
        (_TIME, _time),
        (_DAY, _day),
        (_WEEKDAY, _weekday),
    ):
        reader.take(pattern, read)


def number(text: str | None) -> int | None:
    """A small whole number, in either notation."""
    numeral = read_numeral(text) if text else None
    return int(numeral.values[0]) if numeral is not None else None


def _date(match: re.Match[str], year: str | None, month: str | None, day: str | None) -> list[Amount] | None:
    y, m, d = number(year), number(month), number(day)
    if (month and not (m and m <= 12)) or (day and not (d and d <= 31)):
        return None
    return read_date(match.group(), match.start(), y, m, d)


def _full(match: re.Match[str]) -> list[Amount] | None:
    return _date(match, match[1], match[2], match[3])


def _plain(match: re.Match[str]) -> list[Amount] | None:
    return _date(match, match[1], match[3], match[4])


def _month_day(match: re.Match[str]) -> list[Amount] | None:
    return _date(match, None, match[1], match[2])


def _days(match: re.Match[str]) -> list[Amount] | None:
    first, last = _date(match, match[1], match[2], match[3]), _date(match, None, match[2], match[4])
    return first + last if first and last else None


def _year(match: re.Match[str]) -> list[Amount] | None:
    year = number(match[1])
    return read_date(match.group(), match.start(), year, None, None) if year and year >= 1000 else None


def _years(match: re.Match[str]) -> list[Amount]:
    return [one for year in match.groups() for one in read_date(f"{year}年", match.start(), int(year), None, None)]


def _month(match: re.Match[str]) -> list[Amount] | None:
    return _date(match, None, match[1], None)


def _months(match: re.Match[str]) -> list[Amount] | None:
    first, last = _date(match, None, match[1], None), _date(match, None, match[2], None)
    return first + last if first and last else None


def _day(match: re.Match[str]) -> list[Amount] | None:
    return _date(match, None, None, match[1])


def _decades(match: re.Match[str]) -> list[Amount]:
    """五六十年代: two decades."""
    century = number(match[1])
    found = []
    for tens in (number(match[2]) or 0, number(match[3]) or 0):
        values = {("decade", tens * 10)} | ({("decade", (century - 1) * 100 + tens * 10)} if century else set())
        found.append(Amount(match.group(), match.start(), frozenset(values), "decade"))
    return found


def _decade(match: re.Match[str]) -> list[Amount] | None:
    tens, century = number(match[2]), number(match[1])
    if tens is None or tens % 10:
        return None
    values = {("decade", tens)} | ({("decade", (century - 1) * 100 + tens)} if century else set())
    return [Amount(match.group(), match.start(), frozenset(values), "decade")]


def _decade_full(match: re.Match[str]) -> list[Amount]:
    year = int(match[1])
    return [Amount(match.group(), match.start(), frozenset({("decade", year), ("decade", year % 100)}), "decade")]


def _time(match: re.Match[str]) -> list[Amount] | None:
    part, hour_said, colon, mark, minutes, half, full = match.groups()
    if mark and not (part or minutes or half or full) and not _is_clock(mark, hour_said):
        return None  # 三点意见
    hour = number(hour_said)
    if hour is None or (colon and not hour_said.isdigit()):
        return None
    day_half = "am" if part in _MORNING else "pm" if part in _EVENING else ""
    return read_time(match.group(), match.start(), hour, 30 if half else int(colon or minutes or 0), day_half)


def _is_clock(mark: str, hour: str) -> bool:
    """Whether a bare 时 or 点 tells the time: 3点 may be three points, 17点 hardly."""
    return hour.isdecimal() and (mark == "时" or int(hour) > 12)


def _weekday(match: re.Match[str]) -> list[Amount]:
    value = frozenset({("weekday", _WEEKDAYS[match[1]])})
    return [Amount(match.group(), match.start(), value, "weekday", sure=False)]
