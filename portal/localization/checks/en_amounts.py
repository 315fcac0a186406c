"""Amounts in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from portal.localization.checks import en_dates
from portal.localization.checks.amounts import Amount, Reader, numbers, read_plan
from portal.localization.checks.en_numerals import MAGNITUDES, ORDINALS, WORDS, read_words
from portal.localization.checks.en_rules import DIGITS, MAGNITUDE, NO_YEAR, RULES, SPAN, WORD, fraction_of
from portal.localization.checks.sizes import EN_UNITS, size

_NO_AMOUNTS = re.compile(
    r"\b(?:one another|one of|no one|any ?one|every ?one|some ?one|each one|the one|one by one|one-of-a-kind"
    r"|at one|one’s|one's|on the one hand|on second thought|second to none|first and foremost|at first"
    r"|first of all|half-way|per second|a second|seconds?(?= (?:ago|later))"
    r"|multi-(?:million|billion)|Long March|forty winks|cloud nine|zero-sum|ground zero|two or three|three or four)\b",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)|(" + "|".join(ORDINALS) + r"))[ -]five[ -]year[ -](?:plan|period)", re.IGNORECASE
)
_MONEY = r"US\$|HK\$|\$|€|£|¥|￥|RMB|CNY|USD|EUR|HKD"
_AFTER = r"yuan|RMB|CNY|renminbi|(?:US |U\.S\. )?dollars?|USD|euros?|EUR|Hong Kong dollars?|HKD|pounds?|yen"
_UNIT = "|".join([*(pattern for pattern, _unit in EN_UNITS), "fold", "times"])
_UNIT_NAMES = [(re.compile(pattern, re.IGNORECASE), unit) for pattern, unit in EN_UNITS]
_NUMBER = re.compile(
    rf"(?:(?P<money>{_MONEY})\s*)?(?:{NO_YEAR}(?P<first>{DIGITS}){SPAN}(?:(?:{_MONEY})\s*)?(?=\d))?"
    rf"(?P<number>{DIGITS})(?:(?P<ordinal>st|nd|rd|th)\b|[ -]?(?P<big>(?:{MAGNITUDE})s?|bn|tn|trn|mn|m|k)\b(?!²))?"
    rf"(?:[ -]?(?P<after>{_AFTER})\b)?(?:[ -]?(?P<unit>{_UNIT})(?!\w))?",
    re.IGNORECASE,
)
_WORDED = re.compile(
    rf"\b(?P<number>(?:an? )?(?:half )?(?:{WORD})(?:(?:[ -]| and )(?:{WORD})){{0,8}})\b"
    rf"(?:[ -](?P<after>{_AFTER})\b)?(?:[ -](?P<unit>{_UNIT})\b)?(?P<hyphen>-[a-z])?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"\b((?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-)?(?:{'|'.join(ORDINALS)}))\b(?!-(?:class|rate))"
    r"(?! (?:hand|thought))",
    re.IGNORECASE,
)


def read(text: str) -> list[Amount]:
    """The amounts of an English text, without markup and addresses, in order."""
    reader = Reader(text.replace("％", "%"))
    reader.drop(_NO_AMOUNTS)
    reader.take(_PLAN, _plan)
    en_dates.take(reader)
    for pattern, read_one in RULES:
        reader.take(pattern, read_one)
    reader.take(_NUMBER, _number_in(reader.rest))
    reader.take(_ORDINAL, _ordinal)
    reader.take(_WORDED, _worded)
    return reader.amounts()


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


def _unit(match: re.Match[str]) -> str:
    said = match["unit"] or ""
    return next((unit for pattern, unit in _UNIT_NAMES if pattern.fullmatch(said)), "") if said else ""


def _number_in(text: str) -> Callable[[re.Match[str]], list[Amount] | None]:
    def read_one(match: re.Match[str]) -> list[Amount] | None:
        value, big = fraction_of(match["number"]), (match["big"] or "").casefold()
        currency = _currency(match["money"]) or _currency(match["after"])
        factor = MAGNITUDES.get(big.removesuffix("s") if len(big) > 3 else big, 1)
        scaled = {value * factor} | ({value} if big in ("m", "k") else set())
        unit = _unit(match)
        values = numbers(*scaled)
        if not match["ordinal"]:
            values |= size(value * factor, unit) | (size(value, "m") if big == "m" else frozenset())
        if factor == 1 and value.denominator == 1 and 1900 <= value <= 2100:
            values |= {("year", int(value))}
        sure = not _is_code(match, text)
        amount = Amount(match.group().strip(), match.start(), values, "n", sure, sure, currency)
        return [*_first_of(match, Fraction(factor), unit, currency), amount]

    return read_one


def _is_code(match: re.Match[str], text: str) -> bool:
    """Whether the number is part of a name: G60, 5G, COVID-19."""
    if match["money"]:
        return False
    start = match.start()
    before = text[max(0, start - 2) : start]
    joined = bool(re.search(r"[A-Za-z]$|[A-Za-z]-$", before))
    after = text[match.end() : match.end() + 5]
    goes_on = bool(re.match(r"[A-Za-z]", after)) and not re.match(
        r"(?:mm|cm|nm|m|k?g|t|[kMGT]Wh?|[KMGTP]B|Hz|kV)(?![A-Za-z])", after
    )
    return joined or goes_on


def _first_of(match: re.Match[str], factor: Fraction, unit: str, currency: str) -> list[Amount]:
    if not match["first"]:
        return []
    value = fraction_of(match["first"])
    values = numbers(value, value * factor) | size(value, unit) | size(value * factor, unit)
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
    values = numbers(value) | size(value, _unit(match))
    # “one hundred” and “a thousand” may be manners of speaking; what has a number before them is not.
    sure = large and not re.fullmatch(rf"(?:an? )?(?:{MAGNITUDE}|dozen)", said, re.IGNORECASE)
    return [Amount(said, match.start(), values, "n", sure, counts, _currency(match["after"]))]


def _ordinal(match: re.Match[str]) -> list[Amount]:
    tens, _hyphen, last = match[1].casefold().rpartition("-")
    value = int(WORDS[tens] if tens else 0) + ORDINALS[last]
    return [Amount(match.group(), match.start(), numbers(value), "ord", sure=value > 12)]
