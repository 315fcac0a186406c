"""Amounts, dates and times in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from portal.localization.checks import zh_dates
from portal.localization.checks.amounts import Amount, Reader, Value, numbers, read_plan
from portal.localization.checks.sizes import ZH_UNITS, size
from portal.localization.checks.zh_numerals import BIG, NUMERAL, Numeral, read_numeral
from portal.localization.checks.zh_rules import RULES, value

_WIDE = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９．％＋：", "0123456789.%+:", strict=True)}
#: What has numerals in it and counts nothing.
_NO_AMOUNTS = re.compile(
    "一带一路|一国两制|统一|唯一|一方面|另一方面|一些|一般|一定|一直|一体化?|一起|一致|一流|一旦|一切|一批|一系列|一线|一手|进一步"
    "|万一|万科|万达|万华|万向|万物|千万(?!元|级|人|吨|户|家|亿|千)|千方百计|千家万户|百姓|百货|百科|百度|百花|百年大计"
    "|三亚|三星|三一重工|三农|三峡|三明|三门峡|四川|四会|五金|五粮液|六安|七喜|八达岭|九江|九龙|九寨沟|十堰|十分(?!之)|十一黄金周"
    "|三心二意|四面八方|五湖四海|七上八下|五一(?=劳动节|假期)|十一(?=假期|长假|国庆)|二维码|三维|一二三产|[三四五]线城市"
    "|[一二三四五六七八九][一二三四五六七八九]线|(?<=不)一|独一无二|一一|百分百[地的]"
)
_PLANS = {"十一五": 11, "十二五": 12, "十三五": 13, "十四五": 14, "十五五": 15, "十六五": 16}
_PLAN = re.compile(
    f"({'|'.join(_PLANS)})(?!年)|第({NUMERAL})个五年(?:规划|计划)|([一二三四五六七八九])五(?=[”’]?(?:时期|计划))"
)
_SPAN = r"\s*(?:[-–—~～至到、和]|--)\s*"
_NUMBER = re.compile(
    rf"(?P<first>(?<!\d)\d[\d,]{{0,24}}(?:\.\d+)?(?:{_SPAN}(?=\d)))?"
    rf"(?P<ord>第)?(?P<number>(?<!\d)\d[\d,]{{0,24}}(?:\.\d+)?(?:{BIG}(?:\d[\d,]{{0,24}}(?:\.\d+)?{BIG})*)?|{NUMERAL}(?:点{NUMERAL})?[万亿]*)"
    r"(?P<more>多|余|来|几)?(?P<half>半)?(?P<big>[万亿]+)?\s*"
    r"(?P<money>人民币|美元|欧元|港元|港币|日元|英镑|元)?"
    r"(?P<unit>平方公里|平方千米|平方米|公里|千米|毫米|厘米|英里|公顷|英亩|公斤|千克|千瓦时|千瓦|兆瓦时|兆瓦|小时|个小时|分钟|秒钟"
    r"|个月|个季度|季度|世纪|个世纪|周年|年(?![级度代])|周|个星期|天|亩|斤|里(?![屯程弄面])|英尺|磅|℃|摄氏度|华氏度|中全会|等奖|强"
    r"|个|家|项|名|位|条|种|类|次|届|座|所|栋|幢|批|件|套|台|只|人|岁|吨|米|级|层|大|支|篇|章|号|期|轮|页|步|点|部|度|国|省|市|县|区|园|户|间|门|架|辆|艘|起|例|场|秒|方面|地|站|方)?"
)
#: Units of which one numbers, and does not count: 二期, 一季度, 三中全会.
_ORDINAL_UNITS = frozenset({"季度", "中全会", "等奖", "期"})
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


def read(text: str) -> list[Amount]:
    """The amounts of a Chinese text, without markup and addresses, in order."""
    reader = Reader(text.translate(_WIDE))
    reader.drop(_NO_AMOUNTS)
    reader.take(_PLAN, _plan)
    zh_dates.take(reader)
    for pattern, read_one in RULES:
        reader.take(pattern, read_one)
    reader.take(_NUMBER, _numbers_with(reader))
    return reader.amounts()


def _plan(match: re.Match[str]) -> list[Amount]:
    said, full, early = match.groups()
    number = _PLANS.get(said) or int(value(full or early) or 0)
    return read_plan(match.group(), match.start(), number)


def _numbers_with(reader: Reader) -> Callable[[re.Match[str]], list[Amount] | None]:
    def read_one(match: re.Match[str]) -> list[Amount] | None:
        numeral = read_numeral(match["number"] + (match["big"] or ""))
        if numeral is None:
            return None
        before = _MONEY_BEFORE.search(reader.rest[max(0, match.start("number") - 8) : match.start("number")])
        currency = _MONEY.get(match["money"] or "") or (_SIGNS[before[1]] if before else "")
        amount = _amount(match, numeral, currency, reader.rest)
        return [*_first_of(match, numeral, currency), amount]

    return read_one


def _amount(match: re.Match[str], numeral: Numeral, currency: str, text: str) -> Amount:
    unit = match["unit"] or ""
    numbered = bool(match["ord"]) or unit in _ORDINAL_UNITS
    values = frozenset[Value]()
    for said in numeral.values:
        whole = said + (Fraction(1, 2) if match["half"] else 0)
        values |= numbers(whole) | (frozenset() if match["ord"] else size(whole, ZH_UNITS.get(unit, "")))
    if match["more"] and numeral.values[0] == 10:
        values |= numbers(12)  # a dozen
    sure, counts = _certainty(match, numeral, currency, text)
    said_so = match.group()[len(match["first"] or "") :].strip()
    # Of ordinals the plain words differ by kind alone.
    kind = "ord" if numbered and numeral.in_words else "n"
    return Amount(said_so, match.start("number"), values, kind, sure, counts or kind == "ord", currency)


def _certainty(match: re.Match[str], numeral: Numeral, currency: str, text: str) -> tuple[bool, bool]:
    """Whether it is surely an amount, and whether it counts something."""
    named = bool(match["unit"] or match["ord"] or currency)
    if not numeral.in_words:
        letter = text[match.start("number") - 1 : match.start("number")]
        after = text[match.end() : match.end() + 1]
        code = (letter.isascii() and (letter.isalpha() or letter == "-")) or (
            not named and after.isascii() and after.isalpha()
        )
        is_unit = re.match(
            r"(?:k?m²?|mm|cm|nm|k?g|t|[kMGT]Wh?|[KMGTP]B|Hz|ha)(?![A-Za-z])", text[match.end() : match.end() + 6]
        )
        return (not code or bool(is_unit), not code)
    if numeral.is_bare:
        return False, named and max(numeral.values) >= 10**6
    large = max(numeral.values) > 10
    return named and large, named and max(numeral.values) > 1


def _first_of(match: re.Match[str], numeral: Numeral, currency: str) -> list[Amount]:
    """The first number of “10至20万”: ten, or ten times 万; of “3至5年” three years."""
    if not match["first"]:
        return []
    said = re.match(r"\d[\d,]{0,24}(?:\.\d+)?", match["first"])
    first = Fraction(said.group().replace(",", "")) if said else Fraction(0)
    values = numbers(first, first * numeral.scale)
    for one in {first, first * numeral.scale}:
        values |= size(one, ZH_UNITS.get(match["unit"] or "", ""))
    return [Amount(said.group() if said else "", match.start(), values, "n", True, True, currency)]
