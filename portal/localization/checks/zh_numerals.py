"""Chinese numerals, alone or after Arabic digits: 一百六十九, 1.2万, 3亿5000万, 二〇二五, 千亿."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
DIGITS |= {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖") if value}
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
#: 千 is a thousand, unless it belongs to the unit: 10千米 is ten kilometres.
_THOUSAND = "千(?!米|瓦|伏|克|帕|卡|赫|字节)"
BIG = f"(?:[百万亿]|{_THOUSAND})"
NUMERAL = f"(?:[零〇一二两三四五六七八九十百万亿壹贰叁肆伍陆柒捌玖拾佰仟]|{_THOUSAND}){{1,24}}"
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|.")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral that was read.

    Attributes:
        values: what it may mean, the likeliest first.
        in_words: whether it has no Arabic digit.
        is_bare: whether it is units alone, as 千亿, which may be a manner of speaking.
        scale: the units at its end, as 10000 of 1.2万.
    """

    values: tuple[Fraction, ...]
    in_words: bool
    is_bare: bool
    scale: int


@lru_cache(maxsize=4096)
def read_numeral(text: str) -> Numeral | None:
    """The value of a numeral; None if it is none, such as 三四 (three or four)."""
    whole, _point, decimals = text.partition("点")
    large = re.search("[万亿]*$", decimals)
    tail = large.group() if large else ""
    if decimals:
        decimals = decimals[: len(decimals) - len(tail)]
        if not decimals or any(char not in DIGITS for char in decimals):
            return None
    in_words = not any(char.isdigit() and char.isascii() for char in text)
    if in_words and len(whole) > 1 and all(char in DIGITS for char in whole):
        return None if decimals else _year_like(whole)
    value = _evaluate(whole)
    if value is None:
        return None
    value += Fraction(int("".join(str(DIGITS[char]) for char in decimals) or 0), 10 ** len(decimals))
    for char in tail:
        value *= LARGE[char]
    end = re.search("[十百千万亿]*$", text)
    scale = 1
    for char in end.group() if end else "":
        scale *= SMALL.get(char) or LARGE[char]
    is_bare = in_words and not any(char in DIGITS for char in whole) and whole != "十"
    return Numeral((value, *_short_for(whole, value)), in_words, is_bare, scale)


def _year_like(text: str) -> Numeral | None:
    """二〇二五: digit by digit. Two digits are a guess (三四) and no number."""
    if len(text) < 3 or (not {"〇", "零"} & set(text) and len(text) != 4):
        return None
    return Numeral((Fraction(int("".join(str(DIGITS[char]) for char in text))),), True, False, 1)


def _evaluate(text: str) -> Fraction | None:
    total = section = Fraction(0)
    number: Fraction | None = None
    for part in _TOKEN.findall(text):
        if part[0].isdigit() and part[0].isascii():
            number = Fraction(part.replace(",", ""))
        elif part in DIGITS:
            if number and part not in "零〇":
                return None  # 三四百: three or four
            number = Fraction(DIGITS[part])
        elif part in SMALL:
            section += (1 if number is None or number == 0 else number) * SMALL[part]
            number = None
        elif part in LARGE:
            below = section + (number or 0)
            if part == "亿":
                total = ((total + below) or Fraction(1)) * LARGE[part]
            else:
                total += (below or 1) * LARGE[part]
            section, number = Fraction(0), None
        else:
            return None
    return total + section + (number or 0)


def _short_for(text: str, value: Fraction) -> tuple[Fraction, ...]:
    """一万二 is 12,000: the last digit counts tenths of the unit before it."""
    if len(text) < 2 or text[-1] not in DIGITS or text[-2] not in "百千万亿":
        return ()
    unit = SMALL.get(text[-2]) or LARGE[text[-2]]
    last = DIGITS[text[-1]]
    return (value - last + Fraction(last * unit, 10),)
