"""Amounts in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from portal.localization.checks import en_dates
from portal.localization.checks.amounts import MU, Amount, Reader, Value, numbers, of_unit, read_plan, read_sum
from portal.localization.checks.en_numerals import MAGNITUDES, ORDINALS, WORDS, read_words

_WORD = "|".join(sorted(WORDS, key=len, reverse=True))
_MAGNITUDE = "hundred|thousand|million|billion|trillion"
_SPAN = r"\s*(?:[-–—~]|to|and|or)\s*"
_DIGITS = r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f]\d{3})+|\d+(?:\.\d+)?"
_NO_AMOUNTS = re.compile(
    r"\b(?:one another|one of|no one|any ?one|every ?one|some ?one|each one|the one|one by one|one-of-a-kind"
    r"|at one|one’s|one's|on the one hand|(?:tens|dozens|scores|hundreds|thousands|millions|billions)"
    r"(?: of (?:thousands|millions|billions))?|on second thought|second to none|first and foremost|at first"
    r"|first of all|half-way|per second|a second|seconds?(?= (?:ago|later))"
    r"|multi-(?:million|billion)|(?:several|few|many|some|a couple of) (?:hundred|thousand|million|billion)"
    r"|in the hundreds|forty winks|cloud nine|zero-sum|ground zero|two or three|three or four)\b",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)|(" + "|".join(ORDINALS) + r"))[ -]five[ -]year[ -](?:plan|period)", re.IGNORECASE
)
_SUM = re.compile(r"(?<![\d.])(\d{1,2})\s*\+\s*(\d{1,2})(?![\d.])")
_PERCENT = re.compile(
    rf"(?:({_DIGITS})\s*(?:%|per ?cent)?{_SPAN})?({_DIGITS}|(?:{_WORD})(?:[ -](?:{_WORD})){{0,6}})"
    r"\s*-?(%|per ?cent(?:age)?[ -]points?|pp\b|ppts?\b|per ?cent\b|percentage\b)",
    re.IGNORECASE,
)
_POINT = re.compile(r"\bpercentage[ -]points?\b", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:fully|entirely|wholly|completely|all|entire|full|whole)\b", re.IGNORECASE)
_ROUND = re.compile(r"\b(?:24/7|(?:a)?round[ -]the[ -]clock|day and night)\b", re.IGNORECASE)
_PARTS = "thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|twentieths?|hundredths?"
_FRACTION = re.compile(
    rf"\b(?:(a|an|one|two|three|four|five|six|seven|eight|nine|\d)[ -])({_PARTS})\b(?! (?:of )?(?:century|year))"
    r"|(?<![\d/])(\d{1,2})/(\d{1,3})(?![\d/])",
    re.IGNORECASE,
)
_PART = {"third": 3, "quarter": 4, "twentieth": 20, "hundredth": 100} | {
    name: number for number, name in enumerate(["fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 5)
}
_TIMES = re.compile(
    r"\b(once|twice|doubl(?:e[sd]?|ing)|tripl(?:e[sd]?|ing)|trebled|quadrupl(?:e[sd]?|ing)|both|pairs?|dual|bilateral|tripartite|sole)\b"
    r"|\b(\w+)-?fold\b",
    re.IGNORECASE,
)
_TIMES_WORDS = {
    "onc": 1,
    "twi": 2,
    "dou": 2,
    "tri": 3,
    "tre": 3,
    "qua": 4,
    "bot": 2,
    "pai": 2,
    "dua": 2,
    "bil": 2,
    "sol": 1,
}
_HALF = re.compile(
    rf"\b(?:(?:(a|an|one|{_WORD}|\d+)(?: (years?|months?|hours?|days?|times))?[ -]and[ -]a[ -]half)"
    rf"|half(?: a| an|-)?(?: ?({_MAGNITUDE}|dozen))?)\b",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"\b(II|III|IV|VI{0,3}|IX|XI{0,3}|XIV|XV)\b(?!\.)")
_ROMANS = {"II": 2, "III": 3, "IV": 4, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "XI": 11, "XII": 12, "XIII": 13}
_ROMANS |= {"XIV": 14, "XV": 15}
_MONEY = r"US\$|HK\$|\$|€|£|¥|￥|RMB|CNY|USD|EUR|HKD"
_AFTER = r"yuan|RMB|CNY|renminbi|(?:US |U\.S\. )?dollars?|USD|euros?|EUR|Hong Kong dollars?|HKD|pounds?|yen"
_UNIT = (
    r"square kilomet(?:er|re)s?|sq\.? ?km|km²|km2|square met(?:er|re)s?|sq\.? ?m|m²|m2|hectares?|ha|mu"
    r"|kilomet(?:er|re)s?|km|years?|months?|weeks?|days?|hours?|fold|times"
)
_NUMBER = re.compile(
    rf"(?:(?P<money>{_MONEY})\s*)?(?:(?P<first>{_DIGITS}){_SPAN}(?:(?:{_MONEY})\s*)?(?=\d))?"
    rf"(?P<number>{_DIGITS})(?:(?P<ordinal>st|nd|rd|th)\b|[ -]?(?P<big>(?:{_MAGNITUDE})s?|bn|tn|trn|mn|m|k)\b(?!²))?"
    rf"(?:[ -]?(?P<after>{_AFTER})\b)?(?:[ -]?(?P<unit>{_UNIT})(?!\w))?",
    re.IGNORECASE,
)
_WORDED = re.compile(
    rf"\b(?P<number>(?:an? )?(?:half )?(?:{_WORD})(?:(?:[ -]| and )(?:{_WORD})){{0,8}})\b"
    rf"(?:[ -](?P<after>{_AFTER})\b)?(?:[ -](?P<unit>{_UNIT})\b)?(?P<hyphen>-[a-z])?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"\b((?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-)?(?:{'|'.join(ORDINALS)}))\b(?!-(?:class|rate))"
    r"(?! (?:hand|thought))",
    re.IGNORECASE,
)
_UNIT_FACTORS: dict[str, tuple[Fraction, ...]] = {
    "year": (Fraction(12),),
    "week": (Fraction(7),),
    "month": (Fraction(1, 12),),
    "day": (Fraction(1, 7), Fraction(24)),
}
#: Square metres in one.
_AREAS = {"mu": MU, "hectare": Fraction(10**4), "ha": Fraction(10**4)}
_SQUARE_KILOMETRE = re.compile(r"(?:square kilomet|sq\.? ?km|km)", re.IGNORECASE)


def read(text: str) -> list[Amount]:
    """The amounts of an English text, without markup and addresses, in order."""
    reader = Reader(text.replace("％", "%"))
    reader.drop(_NO_AMOUNTS)
    reader.take(_PLAN, _plan)
    en_dates.take(reader)
    for pattern, read_one in _RULES:
        reader.take(pattern, read_one)
    reader.take(_NUMBER, _number_in(reader.rest))
    reader.take(_ORDINAL, _ordinal)
    reader.take(_WORDED, _worded)
    return reader.amounts()


def _fraction_of(digits: str) -> Fraction:
    return Fraction(re.sub(r"[,\u00a0\u202f]", "", digits))


def _currency(sign: str | None) -> str:
    said = (sign or "").casefold()
    for start, code in (
        ("us", "USD"), ("u.s", "USD"), ("hong", "HKD"), ("hk", "HKD"), ("dollar", "USD"), ("$", "USD"), ("€", "EUR"),
        ("eur", "EUR"), ("£", "GBP"), ("pound", "GBP"), ("yen", "JPY"), ("yuan", "CNY"), ("rmb", "CNY"),
        ("renminbi", "CNY"), ("cny", "CNY"),
    ):  # fmt: skip
        if said.startswith(start):
            return code
    return ""  # ¥ is yuan or yen


def _plan(match: re.Match[str]) -> list[Amount]:
    number = int(match[1]) if match[1] else ORDINALS[match[2].casefold()]
    return read_plan(match.group(), match.start(), number)


def _percent(match: re.Match[str]) -> list[Amount] | None:
    said = match[2]
    value = _fraction_of(said) if said[0].isdigit() else read_words(said)
    if value is None:
        return None
    kind = "pp" if "point" in match[3].casefold() or match[3].casefold().startswith("pp") else "%"
    found = []
    for one, text in ((match[1] and _fraction_of(match[1]), match[1]), (value, match.group())):
        if one is not None and one != "":
            values = {(kind, one)} | ({("n", one / 100)} if kind == "%" else set())
            found.append(Amount(text, match.start(), frozenset(values), kind))
    return found


def _fraction(match: re.Match[str]) -> list[Amount] | None:
    if match[3]:
        above, below = Fraction(match[3]), Fraction(match[4])
        if not below:
            return None
    else:
        above = Fraction(match[1]) if match[1].isdigit() else read_words(match[1]) or Fraction(1)
        below = Fraction(_PART[match[2].casefold().removesuffix("s")])
    share = above / below
    return [
        Amount(
            match.group(),
            match.start(),
            frozenset({("n", share), ("%", share * 100)}),
            "n",
            sure=False,
        )
    ]


def _times(match: re.Match[str]) -> list[Amount] | None:
    if match[1]:
        value: Fraction | None = Fraction(_TIMES_WORDS[match[1].casefold()[:3]])
    else:
        value = Fraction(match[2]) if match[2].isdigit() else read_words(match[2])
    if value is None:
        return None
    return [Amount(match.group(), match.start(), numbers(value, value - 1), "n", sure=False, counts=False)]


def _half(match: re.Match[str]) -> list[Amount] | None:
    if not match[1]:
        base = Fraction(1, 2) * MAGNITUDES.get((match[3] or "").casefold(), 1)
        return [Amount(match.group(), match.start(), numbers(base, base * 12), "n", sure=False, counts=False)]
    value = Fraction(match[1]) if match[1].isdigit() else read_words(match[1])
    if value is None:
        return None
    value += Fraction(1, 2)
    unit = (match[2] or "").casefold().removesuffix("s")
    return [Amount(match.group(), match.start(), of_unit(value, unit, _UNIT_FACTORS), "n", sure=False)]


def _silent(value: int, kind: str = "n") -> Callable[[re.Match[str]], list[Amount]]:
    def read_one(match: re.Match[str]) -> list[Amount]:
        said = frozenset({(kind, Fraction(value))})
        return [Amount(match.group(), match.start(), said, kind, sure=False, counts=False)]

    return read_one


def _roman(match: re.Match[str]) -> list[Amount]:
    return [Amount(match.group(), match.start(), numbers(_ROMANS[match[1]]), "n", sure=False, counts=False)]


_RULES: list[tuple[re.Pattern[str], Callable[[re.Match[str]], list[Amount] | None]]] = [
    (_SUM, read_sum),
    (_PERCENT, _percent),
    (_ROUND, _silent(24)),
    (_WHOLE, _silent(100, "%")),
    (_HALF, _half),
    (_FRACTION, _fraction),
    (_TIMES, _times),
    (_ROMAN, _roman),
]


def _unit(match: re.Match[str]) -> str:
    unit = (match["unit"] or "").casefold()
    return unit.removesuffix("s") if unit not in ("times",) else unit


def _area(value: Fraction, unit: str) -> frozenset[Value]:
    if unit.startswith(("square", "sq", "m²", "m2", "km²", "km2")):
        metres = Fraction(10**6 if _SQUARE_KILOMETRE.match(unit) else 1)
        return frozenset({("area", ("km²" if metres > 1 else "m²", value * metres))})
    if unit in _AREAS:
        return frozenset({("area", ("ha" if unit == "hectare" else unit, value * _AREAS[unit]))})
    return frozenset()


def _number_in(text: str) -> Callable[[re.Match[str]], list[Amount] | None]:
    def read_one(match: re.Match[str]) -> list[Amount] | None:
        value, big = _fraction_of(match["number"]), (match["big"] or "").casefold()
        currency = _currency(match["money"]) or _currency(match["after"])
        factor = MAGNITUDES.get(big.removesuffix("s") if len(big) > 3 else big, 1)
        scaled = {value * factor} | ({value} if big in ("m", "k") else set())
        values = frozenset[tuple[str, object]]().union(*(of_unit(one, _unit(match), _UNIT_FACTORS) for one in scaled))
        values |= _area(value * factor, _unit(match))
        if _unit(match) in ("fold", "time", "times"):
            values |= numbers(value - 1)
        if factor == 1 and value.denominator == 1 and 1900 <= value <= 2100:
            values |= {("year", int(value))}
        sure = not _is_code(match, text)
        amount = Amount(match.group().strip(), match.start(), values, "n", sure, sure, currency)
        return [*_first_of(match, factor, currency), amount]

    return read_one


def _is_code(match: re.Match[str], text: str) -> bool:
    """Whether the number is part of a name: G60, 5G, COVID-19."""
    if match["money"]:
        return False
    start = match.start()
    before = text[max(0, start - 2) : start]
    joined = bool(re.search(r"[A-Za-z]$|[A-Za-z]-$", before))
    after = text[match.end() :]
    goes_on = bool(re.match(r"[A-Za-z]", after)) and not re.match(
        r"(?:mm|cm|nm|m|k?g|t|[kMGT]Wh?|[KMGTP]B|Hz|kV)(?![A-Za-z])", after
    )
    return joined or goes_on


def _first_of(match: re.Match[str], factor: int, currency: str) -> list[Amount]:
    if not match["first"]:
        return []
    value = _fraction_of(match["first"])
    values = numbers(value, value * factor)
    if value.denominator == 1 and 1900 <= value <= 2100:
        values |= {("year", int(value))}
    return [Amount(match["first"], match.start(), values, "n", currency=currency)]


def _worded(match: re.Match[str]) -> list[Amount] | None:
    said = match["number"]
    value = read_words(said)
    if value is None:
        return None
    large = value > 12 and not match["hyphen"]
    counts = value > 1 and not (match["hyphen"] and not match["unit"])
    values = of_unit(value, _unit(match), _UNIT_FACTORS)
    # “one hundred” and “a thousand” may be manners of speaking; what has a number before them is not.
    sure = large and not re.fullmatch(rf"(?:an? )?(?:{_MAGNITUDE}|dozen)", said, re.IGNORECASE)
    return [Amount(said, match.start(), values, "n", sure, counts, _currency(match["after"]))]


def _ordinal(match: re.Match[str]) -> list[Amount]:
    tens, _hyphen, last = match[1].casefold().rpartition("-")
    value = int(WORDS[tens] if tens else 0) + ORDINALS[last]
    return [Amount(match.group(), match.start(), numbers(value), "ord", sure=value > 12, counts=value > 1)]
