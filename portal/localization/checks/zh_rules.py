"""What Chinese texts say of amounts otherwise than by a number and a unit: shares, multiples, discounts, guesses."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from portal.localization.checks.amounts import Amount, Value, numbers, read_sum
from portal.localization.checks.sizes import ZH_UNITS, size
from portal.localization.checks.zh_numerals import DIGITS, NUMERAL, SMALL, read_numeral

_Read = Callable[[re.Match[str]], list[Amount] | None]
_D = "一二两三四五六七八九"
_PLAIN = r"\d{1,25}(?:\.\d{1,25})?"
_SUM = re.compile(r"(?<![\d.])(\d{1,2})\s*\+\s*(\d{1,2})(?![\d.])")
_PER = re.compile(rf"(百|千|万)分之({NUMERAL}(?:点{NUMERAL})?|百|{_PLAIN})")
_MILLE = re.compile(rf"({_PLAIN})\s*‰")
_POINTS = re.compile(rf"({_PLAIN}|{NUMERAL}(?:点{NUMERAL})?|半)个百分点")
_PERCENT = re.compile(r"(?:(?<!\d)(\d{1,25}(?:\.\d+)?)%?(\s*[-–—~～至到]\s*))?(?<!\d)(\d[\d,]{0,24}(?:\.\d+)?)\s*[%﹪]")
_WHOLE = re.compile("百分百|全部|完全|全面|全资|均|全额|所有")
_FRACTION = re.compile(rf"({NUMERAL}|\d{{1,25}})分之({NUMERAL}|\d{{1,25}})|(?<![\d/])(\d{{1,2}})/(\d{{1,3}})(?![\d/])")
_TENTHS = re.compile(rf"([{_D}\d])成([一二三四五六七八九])?(?![为立功果都本长员熟就交套品份分])")
_DISCOUNT = re.compile(
    rf"(?<![波百])(?<![\d.])(\d(?:\.\d)?|[{_D}]{{1,2}})折(?!叠|射|旧|扣率|算|腾|中|现|线|页|断|服|磨)"
)
_DOUBLED = re.compile(r"翻(?:了)?([一两二三四])?(?:番|倍)")
_MORE_TIMES = re.compile(
    rf"(?:增长|增加|提高|提升|上升|上涨|扩大|超出|高出|多出)(?:了)?(?:近|约|超|逾)?({_PLAIN}|{NUMERAL}(?:点{NUMERAL})?)(?:多|余)?倍"
)
_TIMES = re.compile(rf"({_PLAIN}|{NUMERAL}(?:点{NUMERAL})?)(?:多|余)?倍")
_ROUND = re.compile(r"7\s*[×xX*]\s*24\s*小时|24\s*[×xX*]\s*7\s*小时|昼夜不停|全天候|日夜")
_HOURS = re.compile(rf"(\d{{1,3}}|{NUMERAL})个?小时(?:零|又)?(\d{{1,2}}|{NUMERAL})分(?:钟)?")
_HALF = re.compile(rf"({NUMERAL}|\d{{1,25}})个?(年|月|天|小时|倍|亩|亿|万)半")
_HALF_OF = re.compile(r"半(?:个)?(年|月|天|小时|世纪)")
_HALF_PRICE = re.compile("半价")
_HALF_SHARE = re.compile("一半|半数")
_HALF_YEAR = re.compile("(上|下)半年")
_PAIR = re.compile(
    r"双(?=方|边|向|重|创|碳|园|线|城|高)|两(?=岸|者|院|会|江|翼|端)|(?P<c>两)(?=国|地|市|省|校)|三(?=方|地|者|市|省|国)"
    r"|首(?=[家个次届座批])"
)
_ABOVE = re.compile(r"(?<!以)上([百千万亿]{1,4})(?!方案)")
_SOME = re.compile(r"(数|几|成|好几|若干)([十百千万亿]{1,8})")
_EITHER = re.compile(
    rf"(?<![{_D}])(十)?([{_D}])([二三四五六七八九])([十百千]?)([万亿]?)(?=多?[个家名项位条年天人万亿种件分])"
)
_SPLIT = re.compile(rf"({_PLAIN}|{NUMERAL}(?:点{NUMERAL})?)个多?(万|亿)")
_MARKED_DAY = re.compile(r"(?<![\d.])(\d{1,2})[·•・](\d{1,2})(?![\d.])")
_BORN = re.compile(r"(?<!\d)([5-9]0|[01]0|[五六七八九]零)后")


def value(text: str) -> Fraction | None:
    """The likeliest value of a numeral in either notation."""
    numeral = read_numeral(text)
    return numeral.values[0] if numeral is not None else None


def _quiet(match: re.Match[str], values: frozenset[Value], kind: str = "n") -> Amount:
    """What may match, and of which nobody is told that it is lost."""
    return Amount(match.group(), match.start(), values, kind, sure=False, counts=False)


def _share(percent: Fraction, kind: str = "%") -> frozenset[Value]:
    return frozenset({(kind, percent), ("n", percent / 100)})


def _per(match: re.Match[str]) -> list[Amount] | None:
    number = Fraction(100) if match[2] == "百" else value(match[2])
    if number is None:
        return None
    percent = number * 100 / {"百": 100, "千": 1000, "万": 10000}[match[1]]
    return [Amount(match.group(), match.start(), _share(percent), "%")]


def _mille(match: re.Match[str]) -> list[Amount]:
    return [Amount(match.group(), match.start(), _share(Fraction(match[1]) / 10), "%")]


def _points(match: re.Match[str]) -> list[Amount] | None:
    points = Fraction(1, 2) if match[1] == "半" else value(match[1])
    return [Amount(match.group(), match.start(), frozenset({("pp", points)}), "pp")] if points is not None else None


def _percent(match: re.Match[str]) -> list[Amount]:
    found = []
    for group in (1, 3):
        if match[group]:
            percent = Fraction(match[group].replace(",", ""))
            text = match.group() if group == 3 and not match[1] else f"{match[group]}%"
            found.append(Amount(text, match.start(), _share(percent), "%"))
    return found


def _fraction(match: re.Match[str]) -> list[Amount] | None:
    below, above = (value(match[1]), value(match[2])) if match[1] else (Fraction(match[4]), Fraction(match[3]))
    if not below or above is None:
        return None
    # 3/4 may be the number of a house or of a room.
    return [Amount(match.group(), match.start(), _share(above / below * 100), "n", sure=bool(match[1]))]


def _tenths(match: re.Match[str]) -> list[Amount]:
    percent = (value(match[1]) or Fraction(0)) * 10 + (value(match[2]) or 0 if match[2] else 0)
    return [Amount(match.group(), match.start(), _share(percent), "%", sure=False)]


def _discount(match: re.Match[str]) -> list[Amount]:
    """八折 is 80% of the price, and so 20% off."""
    said = match[1]
    tenths = Fraction(said) if said[0].isdecimal() else Fraction(int("".join(str(DIGITS[c]) for c in said)))
    kept = tenths * 10 if said[0].isdecimal() or len(said) == 1 else tenths
    values = frozenset({("off", 100 - kept), ("kept", kept)})
    return [Amount(match.group(), match.start(), values, "%")]


def _multiple(times: Fraction, *said: Fraction) -> frozenset[Value]:
    """So many times as much is a growth by one hundred percent less."""
    return numbers(*said) | {("mult", times), ("%", (times - 1) * 100)}


def _doubled(match: re.Match[str]) -> list[Amount]:
    times = Fraction(2) ** int(value(match[1] or "一") or 1) if match.group().endswith("番") else Fraction(2)
    return [_quiet(match, _multiple(times), "mult")]


def _times(more: int) -> _Read:
    def read_one(match: re.Match[str]) -> list[Amount] | None:
        said = value(match[1])
        if said is None:
            return None
        words = not match[1][0].isdecimal()
        return [Amount(match.group(), match.start(), _multiple(said + more, said), "mult", sure=not words)]

    return read_one


def _hours(match: re.Match[str]) -> list[Amount] | None:
    hours, minutes = value(match[1]), value(match[2])
    if hours is None or minutes is None:
        return None
    return [Amount(match.group(), match.start(), size(hours * 60 + minutes, "min"), "n")]


def _half(match: re.Match[str]) -> list[Amount] | None:
    half = value(match[1])
    if half is None:
        return None
    half += Fraction(1, 2)
    values = size(half, ZH_UNITS.get(match[2], "")) | numbers(half * {"亿": 10**8, "万": 10**4}.get(match[2], 1))
    if match[2] == "倍":
        values |= _multiple(half) | {("mult", half + 1)}
    return [Amount(match.group(), match.start(), values, "n", sure=False)]


def _half_of(match: re.Match[str]) -> list[Amount]:
    unit = size(Fraction(1, 2), ZH_UNITS[match[1]])
    return [_quiet(match, unit | numbers(Fraction(1, 2)))]


def _half_share(match: re.Match[str]) -> list[Amount]:
    return [Amount(match.group(), match.start(), _share(Fraction(50)), "n", sure=False)]


def _half_year(match: re.Match[str]) -> list[Amount]:
    return [_quiet(match, frozenset({("half", 1 if match[1] == "上" else 2)}), "half")]


def _silent(*values: Fraction | int) -> _Read:
    return lambda match: [_quiet(match, numbers(*values))]


def _pair(match: re.Match[str]) -> list[Amount]:
    count = {"双": 2, "两": 2, "三": 3, "首": 1}[match.group()]
    return [Amount(match.group(), match.start(), numbers(count), "n", sure=False, counts=bool(match["c"]))]


def power(number: Fraction) -> int:
    """The power of ten below a number."""
    return len(str(int(number))) - 1


def _above(match: re.Match[str]) -> list[Amount] | None:
    number = value(match[1])
    return [_quiet(match, numbers(number) | {("vague", power(number))})] if number else None


def _some(match: re.Match[str]) -> list[Amount] | None:
    number = value(match[2])
    if not number:
        return None
    values: frozenset[Value] = frozenset({("vague", power(number))})
    # 几十 are dozens, but 成千上万 only very many.
    return [_quiet(match, values, "n" if match[1] == "成" else "vague")]


def _either(match: re.Match[str]) -> list[Amount]:
    """三四百 is three or four hundred, 十七八 seventeen or eighteen."""
    ten, first, last, small, large = match.groups()
    factor = SMALL.get(small, 1) * {"万": 10**4, "亿": 10**8}.get(large, 1)
    both = [Fraction((10 if ten else 0) + DIGITS[char]) * factor for char in (first, last)]
    vague = frozenset({("vague", power(both[0]))})
    return [_quiet(match, numbers(one) | vague) for one in both]


def _split(match: re.Match[str]) -> list[Amount] | None:
    number = value(match[1])
    if number is None:
        return None
    scaled = number * {"万": 10**4, "亿": 10**8}[match[2]]
    return [Amount(match.group(), match.start(), numbers(scaled), "n")]


def _marked_day(match: re.Match[str]) -> list[Amount] | None:
    """6·18 is a day, and the name of a sale: 618."""
    month, day = int(match[1]), int(match[2])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    names = numbers(Fraction(f"{month}.{day}"), int(f"{month}{day:02}"), month)
    return [_quiet(match, names | {("md", (month, day))}, "md"), _quiet(match, numbers(day), "n")]


def _born(match: re.Match[str]) -> list[Amount]:
    tens = int("".join(str(DIGITS.get(char, char)) for char in match[1]))
    century = 1900 if tens >= 50 else 2000
    return [_quiet(match, numbers(tens, century + tens) | {("decade", tens), ("decade", century + tens)}, "decade")]


def _percent_of(percent: int) -> _Read:
    return lambda match: [
        _quiet(match, frozenset({("%", Fraction(percent)), ("off", percent), ("kept", percent)}), "%")
    ]


#: In this order, after dates and before plain numbers.
RULES: list[tuple[re.Pattern[str], _Read]] = [
    (_HOURS, _hours),
    (_ABOVE, _above),
    (_SOME, _some),
    (_SUM, read_sum),
    (_PER, _per),
    (_MILLE, _mille),
    (_POINTS, _points),
    (_PERCENT, _percent),
    (_WHOLE, lambda match: [_quiet(match, frozenset({("%", Fraction(100))}), "%")]),
    (_FRACTION, _fraction),
    (_TENTHS, _tenths),
    (_DISCOUNT, _discount),
    (_EITHER, _either),
    (_DOUBLED, _doubled),
    (_ROUND, _silent(24)),
    (_HALF, _half),
    (_MORE_TIMES, _times(1)),
    (_TIMES, _times(0)),
    (_HALF_YEAR, _half_year),
    (_HALF_OF, _half_of),
    (_HALF_PRICE, _percent_of(50)),
    (_HALF_SHARE, _half_share),
    (_PAIR, _pair),
    (_SPLIT, _split),
    (_MARKED_DAY, _marked_day),
    (_BORN, _born),
]
