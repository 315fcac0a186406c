"""Amounts with a unit of measure, as sizes that may be compared whatever unit each language chose.

The factors are those of the SI and of GB 3100; 亩, 里, 斤 are the market units of China; months and years are
means of the Gregorian calendar (365.2425 days).
"""

from __future__ import annotations

from fractions import Fraction

from portal.localization.checks.amounts import Value

#: Square metres of one mu (亩): 15 are a hectare.
MU = Fraction(10**4, 15)
#: How far a converted size may be rounded.
TOLERANCE = Fraction(3, 100)
_YEAR = Fraction(3652425 * 24 * 60, 10000)
#: Unit → dimension and how many of its base unit (minute, metre, kilogram, square metre, watt, kilowatt-hour) it is.
_SIZES: dict[str, tuple[str, Fraction]] = {
    "s": ("time", Fraction(1, 60)),
    "min": ("time", Fraction(1)),
    "h": ("time", Fraction(60)),
    "d": ("time", Fraction(1440)),
    "wk": ("time", Fraction(7 * 1440)),
    "mo": ("time", _YEAR / 12),
    "qtr": ("time", _YEAR / 4),
    "a": ("time", _YEAR),
    "dec": ("time", _YEAR * 10),
    "cent": ("time", _YEAR * 100),
    "mm": ("length", Fraction(1, 1000)),
    "cm": ("length", Fraction(1, 100)),
    "m": ("length", Fraction(1)),
    "km": ("length", Fraction(1000)),
    "li": ("length", Fraction(500)),
    "mi": ("length", Fraction(1609344, 1000)),
    "ft": ("length", Fraction(3048, 10000)),
    "g": ("mass", Fraction(1, 1000)),
    "kg": ("mass", Fraction(1)),
    "jin": ("mass", Fraction(1, 2)),
    "lb": ("mass", Fraction(45359237, 10**8)),
    "t": ("mass", Fraction(1000)),
    "m²": ("area", Fraction(1)),
    "mu": ("area", MU),
    "ha": ("area", Fraction(10**4)),
    "ac": ("area", Fraction(40468564224, 10**7)),
    "km²": ("area", Fraction(10**6)),
    "W": ("power", Fraction(1)),
    "kW": ("power", Fraction(1000)),
    "MW": ("power", Fraction(10**6)),
    "GW": ("power", Fraction(10**9)),
    "kWh": ("energy", Fraction(1)),
    "MWh": ("energy", Fraction(1000)),
    "GWh": ("energy", Fraction(10**6)),
    "TWh": ("energy", Fraction(10**9)),
}
ZH_UNITS = {
    "秒": "s", "秒钟": "s", "分钟": "min", "小时": "h", "个小时": "h", "钟头": "h", "天": "d", "周": "wk",
    "个星期": "wk", "星期": "wk", "个月": "mo", "月": "mo", "个季度": "qtr", "年": "a", "周年": "a", "世纪": "cent",
    "个世纪": "cent", "毫米": "mm", "厘米": "cm", "米": "m", "公里": "km", "千米": "km", "里": "li", "英里": "mi",
    "英尺": "ft", "克": "g", "公斤": "kg", "千克": "kg", "斤": "jin", "磅": "lb", "吨": "t", "平方米": "m²", "亩": "mu",
    "公顷": "ha", "英亩": "ac", "平方公里": "km²", "平方千米": "km²", "千瓦": "kW", "兆瓦": "MW", "千瓦时": "kWh",
    "兆瓦时": "MWh", "℃": "°C", "摄氏度": "°C", "华氏度": "°F",
}  # fmt: skip
#: The same in English: a pattern, and the unit.
EN_UNITS = (
    (r"square kilomet(?:er|re)s?|sq\.? ?km|km²|km2", "km²"),
    (r"square met(?:er|re)s?|sq\.? ?m|m²|m2", "m²"),
    (r"hectares?|ha", "ha"),
    (r"acres?", "ac"),
    (r"mu", "mu"),
    (r"kilowatt[ -]hours?|kwh", "kWh"),
    (r"megawatt[ -]hours?|mwh", "MWh"),
    (r"gwh|gigawatt[ -]hours?", "GWh"),
    (r"twh|terawatt[ -]hours?", "TWh"),
    (r"kilowatts?|kw", "kW"),
    (r"megawatts?|mw", "MW"),
    (r"gigawatts?|gw", "GW"),
    (r"kilomet(?:er|re)s?|km", "km"),
    (r"centimet(?:er|re)s?|cm", "cm"),
    (r"millimet(?:er|re)s?|mm", "mm"),
    (r"met(?:er|re)s?|m", "m"),
    (r"miles?", "mi"),
    (r"feet|foot|ft", "ft"),
    (r"kilograms?|kilogrammes?|kilos?|kg", "kg"),
    (r"grams?|grammes?", "g"),
    (r"(?:metric )?ton(?:ne)?s?|t", "t"),
    (r"pounds?|lbs?", "lb"),
    (r"calendar years?|years?|yrs?", "a"),
    (r"months?", "mo"),
    (r"weeks?", "wk"),
    (r"(?:working |calendar |business )?days?", "d"),
    (r"hours?|hrs?|h", "h"),
    (r"minutes?|mins?", "min"),
    (r"seconds?", "s"),
    (r"decades?", "dec"),
    (r"centur(?:y|ies)", "cent"),
    (r"°\s?C|℃|degrees Celsius", "°C"),
    (r"°\s?F|℉|degrees Fahrenheit", "°F"),
)


def size(value: Fraction, unit: str) -> frozenset[Value]:
    """The value `size` of an amount with one of the units above; nothing where there is no such unit."""
    if unit in ("°C", "°F"):
        celsius = value if unit == "°C" else (value - 32) * Fraction(5, 9)
        return frozenset({("size", ("temperature", unit, celsius))})
    if unit not in _SIZES:
        return frozenset()
    dimension, factor = _SIZES[unit]
    return frozenset({("size", (dimension, unit, value * factor))})


def same_size(one: tuple[str, str, Fraction], other: tuple[str, str, Fraction]) -> bool:
    """Whether two sizes agree: exactly in one unit, nearly in two (100亩 is 6.7 hectares, a month 30 days)."""
    if one[0] != other[0]:
        return False
    if one[1] == other[1]:
        return one[2] == other[2]
    return abs(one[2] - other[2]) <= max(abs(one[2]), abs(other[2])) * TOLERANCE
