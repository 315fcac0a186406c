"""What English texts say of amounts otherwise than by a number and a unit: shares, multiples, discounts, guesses."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from portal.localization.checks.amounts import Amount, Value, numbers, read_sum
from portal.localization.checks.en_numerals import MAGNITUDES, WORDS, read_words
from portal.localization.checks.sizes import size

_Read = Callable[[re.Match[str]], list[Amount] | None]
WORD = "|".join(sorted(WORDS, key=len, reverse=True))
MAGNITUDE = "hundred|thousand|million|billion|trillion"
DIGITS = (
    r"(?<!\d)(?:\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,25})?(?!\d)|\d{1,3}(?:[\u00a0\u202f]\d{3}){1,6}(?!\d)"
    r"|\d{1,25}(?:\.\d{1,25})?)"
)
SPAN = r"\s*(?:[-–—~]|to|and|or)\s*"
#: No range begins with the year of “in 2020 to 42”.
NO_YEAR = r"(?!(?:(?<=\bin )|(?<=\bsince )|(?<=\bof )|(?<=\bby ))(?:19|20)\d\d\b)"
_SUM = re.compile(r"(?<![\d.])(\d{1,2})\s*\+\s*(\d{1,2})(?![\d.])")
_PERCENT = re.compile(
    rf"(?:{NO_YEAR}({DIGITS})\s*(?:%|per ?cent)?{SPAN})?({DIGITS}|\b(?:{WORD})(?:[ -](?:{WORD})){{0,6}})"
    r"\s*-?(%|per ?cent(?:age)?[ -]points?|pp\b|ppts?\b|per ?cent\b|percentage\b|‰|per (?:thousand|mille?)\b)"
    r"(?P<off>[ -](?:off|discount|price cut|reduction)\b)?",
    re.IGNORECASE,
)
_HALF_POINT = re.compile(r"\bhalf (?:a |of a )?percentage[ -]point\b", re.IGNORECASE)
_HALF_PRICE = re.compile(r"\bhalf[ -]price\b|\bhalf off\b", re.IGNORECASE)
_HALVED = re.compile(r"\b(?:halv(?:ed?|es|ing)|cut (?:in|by) half)\b", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:fully|entirely|wholly|completely|all|entire|full|whole)\b", re.IGNORECASE)
_ROUND = re.compile(
    r"\b(?:24/7|(?:a)?round[ -]the[ -]clock|day and night"
    r"|(?:24|twenty-four) hours (?:a|per) day(?:,? (?:and )?(?:7|seven) days (?:a|per) week)?)\b",
    re.IGNORECASE,
)
_PARTS = "thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|twentieths?|hundredths?"
_QUARTER_HOUR = re.compile(r"\b(a|one|three)[ -]quarters?[ -]of[ -]an[ -]hour\b", re.IGNORECASE)
_FRACTION = re.compile(
    rf"\b(?:(a|an|one|two|three|four|five|six|seven|eight|nine|\d)[ -])({_PARTS})\b(?! (?:of )?(?:century|year))"
    r"|(?<![\d/])(\d{1,2})/(\d{1,3})(?![\d/])",
    re.IGNORECASE,
)
_PART = {"third": 3, "quarter": 4, "twentieth": 20, "hundredth": 100} | {
    name: number for number, name in enumerate(["fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 5)
}
_MULTIPLE = re.compile(
    r"\b(twice|doubl(?:e[sd]?|ing)|two-?fold|tripl(?:e[sd]?|ing)|trebled|quadrupl(?:e[sd]?|ing)|quintupl(?:e[sd]?|ing))\b"
    rf"|\b({DIGITS}|\w+?)[ -]?fold\b|({DIGITS}|\b(?:{WORD})) times\b",
    re.IGNORECASE,
)
_MULTIPLES = {"twi": 2, "dou": 2, "two": 2, "tri": 3, "tre": 3, "qua": 4, "qui": 5}
_COUNTS = re.compile(r"\b(once|both|pairs?|dual|bilateral|tripartite|sole)\b", re.IGNORECASE)
_COUNTED = {"once": 1, "both": 2, "pair": 2, "pairs": 2, "dual": 2, "bilateral": 2, "tripartite": 3, "sole": 1}
_LONG = "years?|months?|weeks?|hours?|days?|decades?|centur(?:y|ies)"
_HOURS = re.compile(
    rf"(?:({DIGITS})|\b(an?|{WORD}))[ -]hours?,?(?: and)? (?:({DIGITS})|({WORD}(?:-(?:{WORD}))?)) minutes?\b",
    re.IGNORECASE,
)
_AND_HALF = re.compile(
    rf"\b(an?|{WORD}|\d{{1,9}})(?: ({_LONG}|times))?[ -]and[ -]a[ -]half(?: ({MAGNITUDE}|{_LONG}))?\b", re.IGNORECASE
)
_HALF_YEAR = re.compile(r"\b(?:(first|second|latter) half|first six months|(H[12]))\b", re.IGNORECASE)
_HALF = re.compile(rf"\bhalf(?:[ -]an?|-)?(?: ?({MAGNITUDE}|dozen|{_LONG}))?\b", re.IGNORECASE)
_A_TIME = re.compile(
    r"\b(?:an?|the (?:past|last|next|first)|per|every|each|full)[ -]"
    r"(?P<unit>decade|century|year|month|week|day|hour|minute)\b",
    re.IGNORECASE,
)
_ROMAN = re.compile(
    r"\b(?:(?P<kind>Phase|Class|Stage|Type|Part|Tier|Grade|Level) (?P<named>IX|IV|V?I{1,3}|V|X)"
    r"|(?P<bare>XIV|XV|XI{1,3}|IX|IV|VI{1,3}|I{2,3}))\b(?!\.)"
)
_ROMANS = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11}
_ROMANS |= {"XII": 12, "XIII": 13, "XIV": 14, "XV": 15}
_VAGUE = re.compile(
    r"\b(?:(tens|scores|dozens|hundreds) of )?(dozens|scores|tens|hundreds|thousands|millions|billions)\b"
    r"|\b(?:several|few|many|some|a couple of) (hundred|thousand|million|billion)\b",
    re.IGNORECASE,
)
_POWERS = {"ten": 1, "dozen": 1, "score": 1, "hundred": 2, "thousand": 3, "million": 6, "billion": 9}
_MARKED_DAY = re.compile(r"(?<![\d.])(\d{1,2})[·•・](\d{1,2})(?![\d.])")
#: Long units of time, by their beginning.
UNIT_OF = {"ye": "a", "mo": "mo", "we": "wk", "ho": "h", "da": "d", "de": "dec", "ce": "cent", "mi": "min"}


def fraction_of(digits: str) -> Fraction:
    return Fraction(re.sub(r"[,\u00a0\u202f]", "", digits))


def number_of(said: str) -> Fraction | None:
    """A number in digits or words; “a” and “an” are one."""
    if said[0].isdecimal():
        return fraction_of(said) if re.fullmatch(DIGITS, said) else None
    return Fraction(1) if said.casefold() in ("a", "an") else read_words(said)


def _quiet(match: re.Match[str], values: frozenset[Value], kind: str = "n") -> Amount:
    """What may match, and of which nobody is told that it is lost."""
    return Amount(match.group(), match.start(), values, kind, sure=False, counts=False)


def _time(value: Fraction, name: str) -> frozenset[Value]:
    return size(value, UNIT_OF.get(name.casefold()[:2], ""))


def _percent(match: re.Match[str]) -> list[Amount] | None:
    last = number_of(match[2])
    if last is None:
        return None
    sign = match[3].casefold()
    points = "point" in sign or sign.startswith("pp")
    found = []
    for one, text in ((number_of(match[1]) if match[1] else None, match[1]), (last, match.group())):
        if one is not None:
            one = one / 10 if sign == "‰" or "m" in sign or "th" in sign else one
            values = frozenset({("pp", one)}) if points else _share(one, bool(match["off"]))
            found.append(Amount(text, match.start(), values, "pp" if points else "%"))
    return found


def _share(percent: Fraction, off: bool = False) -> frozenset[Value]:
    """A percentage; 20% off is what remains of 80% of the price."""
    return frozenset({("%", percent), ("n", percent / 100), ("off" if off else "kept", percent)})


def _half_share(*kinds: str) -> _Read:
    return lambda match: [_quiet(match, frozenset((kind, Fraction(50)) for kind in kinds), "%")]


def _fraction(match: re.Match[str]) -> list[Amount] | None:
    if match[3]:
        above, below = Fraction(match[3]), Fraction(match[4])
        if not below:
            return None
    else:
        above = number_of(match[1]) or Fraction(1)
        below = Fraction(_PART[match[2].casefold().removesuffix("s")])
    return [Amount(match.group(), match.start(), _share(above / below * 100), "n", sure=False)]


def _multiple(match: re.Match[str]) -> list[Amount] | None:
    if match[1]:
        times: Fraction | None = Fraction(_MULTIPLES[match[1].casefold()[:3]])
    else:
        times = number_of(match[2] or match[3])
    if times is None:
        return None
    values = frozenset({("mult", times)})
    if not match[1] or match[1].casefold() == "twice":
        values |= numbers(times)
    digits = bool(match[3]) and match[3][0].isdecimal()
    return [Amount(match.group(), match.start(), values, "mult", sure=digits, counts=digits)]


def _counted(match: re.Match[str]) -> list[Amount]:
    return [_quiet(match, numbers(_COUNTED[match[1].casefold()]))]


def _hours(match: re.Match[str]) -> list[Amount] | None:
    hours, minutes = number_of(match[1] or match[2]), number_of(match[3] or match[4])
    if hours is None or minutes is None:
        return None
    return [Amount(match.group(), match.start(), size(hours * 60 + minutes, "min"), "n")]


def _quarter_hour(match: re.Match[str]) -> list[Amount]:
    quarters = 3 if match[1].casefold() == "three" else 1
    return [Amount(match.group(), match.start(), size(Fraction(15 * quarters), "min"), "n", sure=False)]


def _and_half(match: re.Match[str]) -> list[Amount] | None:
    number = number_of(match[1])
    if number is None:
        return None
    number += Fraction(1, 2)
    unit = (match[2] or match[3] or "").casefold()
    number *= MAGNITUDES.get(unit, 1)
    values = numbers(number) | _time(number, unit)
    if unit == "times":
        values |= {("mult", number)}
    return [Amount(match.group(), match.start(), values, "n", sure=False)]


def _half_year(match: re.Match[str]) -> list[Amount]:
    said = match.group().casefold()
    which = 1 if said.startswith("first") or said == "h1" else 2
    return [_quiet(match, frozenset({("half", which)}), "half")]


def _half(match: re.Match[str]) -> list[Amount]:
    unit = (match[1] or "").casefold()
    half = Fraction(1, 2) * MAGNITUDES.get(unit, 1)
    values = numbers(half) | _time(half, unit) | (frozenset() if unit else {("%", Fraction(50))})
    return [_quiet(match, values)]


def _a_time(match: re.Match[str]) -> list[Amount]:
    return [_quiet(match, numbers(1) | _time(Fraction(1), match["unit"]))]


def _roman(match: re.Match[str]) -> list[Amount] | None:
    number = _ROMANS.get(match["named"] or match["bare"])
    return [_quiet(match, numbers(number), "ord" if match["kind"] else "n")] if number else None


def _vague(match: re.Match[str]) -> list[Amount]:
    many, of, some = ((part or "").casefold().removesuffix("s") for part in match.groups())
    powers = _POWERS.get(many, 0) + _POWERS[of or some]
    return [_quiet(match, frozenset({("vague", powers)}), "vague")]


def _marked_day(match: re.Match[str]) -> list[Amount] | None:
    month, day = int(match[1]), int(match[2])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return [_quiet(match, frozenset({("md", (month, day))}), "md")]


#: In this order, after dates and before plain numbers.
RULES: list[tuple[re.Pattern[str], _Read]] = [
    (_ROUND, lambda match: [_quiet(match, numbers(24, 7))]),
    (_HOURS, _hours),
    (_QUARTER_HOUR, _quarter_hour),
    (_MARKED_DAY, _marked_day),
    (_SUM, read_sum),
    (_PERCENT, _percent),
    (_HALF_POINT, lambda match: [_quiet(match, frozenset({("pp", Fraction(1, 2))}), "pp")]),
    (_HALF_PRICE, _half_share("off", "kept", "%")),
    (_HALVED, _half_share("%")),
    (_WHOLE, lambda match: [_quiet(match, frozenset({("%", Fraction(100))}), "%")]),
    (_AND_HALF, _and_half),
    (_HALF_YEAR, _half_year),
    (_HALF, _half),
    (_FRACTION, _fraction),
    (_MULTIPLE, _multiple),
    (_COUNTS, _counted),
    (_ROMAN, _roman),
    (_VAGUE, _vague),
    (_A_TIME, _a_time),
]
