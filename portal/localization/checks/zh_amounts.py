"""Amounts, dates and times in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from portal.localization.checks import zh_dates
from portal.localization.checks.amounts import MU, Amount, Reader, numbers, of_unit, read_plan, read_sum
from portal.localization.checks.zh_numerals import BIG, NUMERAL, Numeral, read_numeral

_WIDE = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９．％＋：", "0123456789.%+:", strict=True)}
#: What has numerals in it and counts nothing.
_NO_AMOUNTS = re.compile(
    "一带一路|一国两制|统一|唯一|一方面|另一方面|一些|一般|一定|一直|一体化?|一起|一致|一流|一旦|一切|一批|一系列|一线|一手|进一步"
    "|万一|万科|万达|万华|万向|万物|千万(?!元|级|人|吨|户|家|亿|千)|千方百计|千家万户|百姓|百货|百科|百度|百强|百花|百年大计"
    "|三亚|三星|三一重工|三农|三峡|三明|三门峡|四川|四会|五金|五粮液|六安|七喜|八达岭|九江|九龙|九寨沟|十堰|十分(?!之)|十一黄金周"
    "|三心二意|四面八方|五湖四海|七上八下|五一(?=劳动节|假期)|十一(?=假期|长假|国庆)|二维码|三维|一二三产|[三四五]线城市"
    "|[一二三四五六七八九][一二三四五六七八九]线|(?<=不)一|独一无二|一一|百分百[地的]"
)
_PLANS = {"十一五": 11, "十二五": 12, "十三五": 13, "十四五": 14, "十五五": 15, "十六五": 16}
_PLAN = re.compile(
    f"({'|'.join(_PLANS)})(?!年)|第({NUMERAL})个五年(?:规划|计划)|([一二三四五六七八九])五(?=[”’]?(?:时期|计划))"
)
_SOME = re.compile(
    r"(?:数|几|上|成|好几|若干)[十百千万亿]+|[一二三四五六七八九两][二三四五六七八九](?=[个家名项位条年天十百千万]|分钟)"
)
_SUM = re.compile(r"(?<![\d.])(\d{1,2})\s*\+\s*(\d{1,2})(?![\d.])")
_PER = re.compile(rf"(百|千|万)分之({NUMERAL}(?:点{NUMERAL})?|百|\d+(?:\.\d+)?)")
_POINTS = re.compile(rf"(\d+(?:\.\d+)?|{NUMERAL}(?:点{NUMERAL})?)个百分点")
_PERCENT = re.compile(r"(?:(\d+(?:\.\d+)?)%?(\s*[-–—~～至到]\s*))?(\d[\d,]{0,24}(?:\.\d+)?)\s*[%﹪]")
_WHOLE = re.compile("百分百|全部|完全|全面|全资|均|全额|所有")
_FRACTION = re.compile(rf"({NUMERAL}|\d+)分之({NUMERAL}|\d+)")
_TENTHS = re.compile(r"([一二三四五六七八九两\d])成(?![为立功果都本长员熟就交套品份分])")
_DOUBLED = re.compile(r"翻(?:了)?([一两二三])?番")
_ROUND = re.compile(r"7\s*[×xX*]\s*24\s*小时|24\s*[×xX*]\s*7\s*小时|昼夜不停|全天候|日夜")
_HALF = re.compile(rf"({NUMERAL}|\d+)个?(年|月|天|小时|倍|亩|亿|万)半")
_HALF_OF = re.compile(r"半(?:个)?(年|月|天|小时|数|价)")
_PAIR = re.compile(
    r"双(?=方|边|向|重|创|碳|园|线|城|高)|两(?=国|地|岸|者|市|院|会|江|翼|端)|三(?=方|地|者|市|省|国)|首(?=[家个次届座批])"
)
_SPAN = r"\s*(?:[-–—~～至到、和]|--)\s*"
_NUMBER = re.compile(
    rf"(?P<first>\d[\d,]{{0,24}}(?:\.\d+)?(?:{_SPAN}(?=\d)))?"
    rf"(?P<ord>第)?(?P<number>\d[\d,]{{0,24}}(?:\.\d+)?(?:[{BIG}](?:\d[\d,]{{0,24}}(?:\.\d+)?[{BIG}])*)?|{NUMERAL}(?:点{NUMERAL})?[万亿]*)"
    r"(?P<more>多|余|来|几)?(?P<half>半)?(?P<big>[万亿]+)?\s*"
    r"(?P<money>人民币|美元|欧元|港元|港币|日元|英镑|元)?"
    r"(?P<unit>平方公里|平方千米|平方米|公里|千米|公顷|公斤|小时|分钟|个月|个季度|季度|世纪|年|周|个星期|天|亩|斤|里|倍"
    r"|个|家|项|名|位|条|种|类|次|届|座|所|栋|幢|批|件|套|台|只|人|岁|吨|米|级|层|大|支|篇|章|号|期|轮|页|步|点|部|度|国|省|市|县|区|园|户|间|门|架|辆|艘|起|例|场|秒|方面|地|站|方)?"
)
_MONEY = {
    "人民币": "CNY",
    "元": "CNY",
    "美元": "USD",
    "欧元": "EUR",
    "港元": "HKD",
    "港币": "HKD",
    "日元": "JPY",
    "英镑": "GBP",
}
_MONEY_BEFORE = re.compile(r"(美元|欧元|人民币|US\$|\$|€|¥|￥|RMB|USD|CNY)\s*$")
_SIGNS = {
    "US$": "USD",
    "$": "USD",
    "€": "EUR",
    "¥": "CNY",
    "￥": "CNY",
    "RMB": "CNY",
    "USD": "USD",
    "CNY": "CNY",
} | _MONEY
#: Each unit as English names it, and square metres in one.
_AREAS = {
    "亩": ("mu", MU),
    "公顷": ("ha", Fraction(10**4)),
    "平方公里": ("km²", Fraction(10**6)),
    "平方千米": ("km²", Fraction(10**6)),
    "平方米": ("m²", Fraction(1)),
}
#: How much one is in other units that a translation may use: months, days, kilometres.
_UNITS: dict[str, tuple[Fraction, ...]] = {
    "年": (Fraction(12),),
    "周": (Fraction(7),),
    "个星期": (Fraction(7),),
    "个月": (Fraction(1, 12),),
    "天": (Fraction(1, 7), Fraction(24)),
    "斤": (Fraction(1, 2),),
    "里": (Fraction(1, 2),),
}


def read(text: str) -> list[Amount]:
    """The amounts of a Chinese text, without markup and addresses, in order."""
    reader = Reader(text.translate(_WIDE))
    reader.drop(_NO_AMOUNTS)
    reader.take(_PLAN, _plan)
    zh_dates.take(reader)
    reader.drop(_SOME)
    for pattern, read_one in _RULES:
        reader.take(pattern, read_one)
    reader.take(_NUMBER, _numbers_with(reader))
    return reader.amounts()


def _value(text: str) -> Fraction | None:
    numeral = read_numeral(text)
    return numeral.values[0] if numeral is not None else None


def _plan(match: re.Match[str]) -> list[Amount]:
    said, full, early = match.groups()
    number = _PLANS.get(said) or int(_value(full or early) or 0)
    return read_plan(match.group(), match.start(), number)


def _per(match: re.Match[str]) -> list[Amount] | None:
    value = Fraction(100) if match[2] == "百" else _value(match[2])
    if value is None:
        return None
    percent = value * 100 / {"百": 100, "千": 1000, "万": 10000}[match[1]]
    return [Amount(match.group(), match.start(), frozenset({("%", percent), ("n", percent / 100)}), "%")]


def _points(match: re.Match[str]) -> list[Amount] | None:
    value = _value(match[1])
    return [Amount(match.group(), match.start(), frozenset({("pp", value)}), "pp")] if value is not None else None


def _percent(match: re.Match[str]) -> list[Amount]:
    found = []
    for group in (1, 3):
        if match[group]:
            value = Fraction(match[group].replace(",", ""))
            text = match.group() if group == 3 and not match[1] else f"{match[group]}%"
            found.append(Amount(text, match.start(), frozenset({("%", value), ("n", value / 100)}), "%"))
    return found


def _fraction(match: re.Match[str]) -> list[Amount] | None:
    below, above = _value(match[1]), _value(match[2])
    if not below or above is None:
        return None
    share = above / below
    return [Amount(match.group(), match.start(), frozenset({("n", share), ("%", share * 100)}), "n")]


def _tenths(match: re.Match[str]) -> list[Amount]:
    percent = (_value(match[1]) or 0) * 10
    return [
        Amount(match.group(), match.start(), frozenset({("%", percent), ("n", Fraction(percent) / 100)}), "%", False)
    ]


def _doubled(match: re.Match[str]) -> list[Amount]:
    times = 2 ** int(_value(match[1] or "一") or 1)
    return [Amount(match.group(), match.start(), numbers(times, times - 1), "n", False, False)]


def _half(match: re.Match[str]) -> list[Amount] | None:
    value = _value(match[1])
    if value is None:
        return None
    value += Fraction(1, 2)
    values = of_unit(value, "个月" if match[2] == "月" else match[2], _UNITS)
    values |= numbers(value * {"亿": 10**8, "万": 10**4}.get(match[2], 1))
    return [Amount(match.group(), match.start(), values, "n", sure=False)]


def _silent(*values: Fraction | int, percent: bool = False) -> Callable[[re.Match[str]], list[Amount]]:
    def read_one(match: re.Match[str]) -> list[Amount]:
        said = frozenset(("%", Fraction(value)) for value in values) if percent else numbers(*values)
        return [Amount(match.group(), match.start(), said, "%" if percent else "n", sure=False, counts=False)]

    return read_one


def _pair(match: re.Match[str]) -> list[Amount]:
    value = {"双": 2, "两": 2, "三": 3, "首": 1}[match.group()]
    return [Amount(match.group(), match.start(), numbers(value), "n", sure=False, counts=False)]


_RULES: list[tuple[re.Pattern[str], Callable[[re.Match[str]], list[Amount] | None]]] = [
    (_SUM, read_sum),
    (_PER, _per),
    (_POINTS, _points),
    (_PERCENT, _percent),
    (_WHOLE, _silent(100, percent=True)),
    (_FRACTION, _fraction),
    (_TENTHS, _tenths),
    (_DOUBLED, _doubled),
    (_ROUND, _silent(24)),
    (_HALF, _half),
    (_HALF_OF, _silent(Fraction(1, 2), 6, 15, 30, 12)),
    (_PAIR, _pair),
]


def _numbers_with(reader: Reader) -> Callable[[re.Match[str]], list[Amount] | None]:
    def read_one(match: re.Match[str]) -> list[Amount] | None:
        numeral = read_numeral(match["number"] + (match["big"] or ""))
        if numeral is None:
            return None
        before = _MONEY_BEFORE.search(reader.rest[: match.start("number")])
        currency = _MONEY.get(match["money"] or "") or (_SIGNS[before[1]] if before else "")
        amount = _amount(match, numeral, currency, reader.rest)
        return [*_first_of(match, numeral, currency), amount]

    return read_one


def _amount(match: re.Match[str], numeral: Numeral, currency: str, text: str) -> Amount:
    unit = match["unit"] or ""
    values = frozenset[tuple[str, object]]()
    for value in numeral.values:
        values |= of_unit(value + (Fraction(1, 2) if match["half"] else 0), unit, _UNITS)
        if unit in _AREAS:
            values |= {("area", (_AREAS[unit][0], value * _AREAS[unit][1]))}
        if unit == "倍":
            values |= numbers(value + 1, value - 1)
    sure, counts = _certainty(match, numeral, currency, text)
    said = match.group()[len(match["first"] or "") :].strip()
    # Of ordinals the plain words differ by kind alone.
    kind = "ord" if match["ord"] and numeral.in_words else "n"
    return Amount(said, match.start("number"), values, kind, sure, counts, currency)


def _certainty(match: re.Match[str], numeral: Numeral, currency: str, text: str) -> tuple[bool, bool]:
    """Whether it is surely an amount, and whether it counts something."""
    named = bool(match["unit"] or match["ord"] or currency)
    if not numeral.in_words:
        letter = text[match.start("number") - 1 : match.start("number")]
        after = text[match.end() : match.end() + 1]
        code = (letter.isascii() and (letter.isalpha() or letter == "-")) or (
            not named and after.isascii() and after.isalpha()
        )
        is_unit = re.match(r"(?:k?m²?|mm|cm|nm|k?g|t|[kMGT]Wh?|[KMGTP]B|Hz|ha)(?![A-Za-z])", text[match.end() :])
        return (not code or bool(is_unit), not code)
    if numeral.is_bare:
        return False, named and max(numeral.values) >= 10**6
    large = max(numeral.values) > 10
    return named and large, named and max(numeral.values) > 1


def _first_of(match: re.Match[str], numeral: Numeral, currency: str) -> list[Amount]:
    """The first number of “10至20万”: ten, or ten times 万."""
    if not match["first"]:
        return []
    said = re.match(r"\d[\d,]{0,24}(?:\.\d+)?", match["first"])
    value = Fraction(said.group().replace(",", "")) if said else Fraction(0)
    values = {value, value * numeral.scale}
    return [Amount(said.group() if said else "", match.start(), numbers(*values), "n", True, True, currency)]
