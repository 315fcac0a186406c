"""English number words: twenty-five, a hundred and eight, one and a half million."""

from __future__ import annotations

import re
from fractions import Fraction

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
MAGNITUDES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "bn": 10**9,
    "tn": 10**12,
    "trn": 10**12,
}
WORDS = {word: value for value, word in enumerate(_UNITS)} | {word: (i + 2) * 10 for i, word in enumerate(_TENS)}
WORDS |= {word: value for word, value in MAGNITUDES.items() if len(word) > 3}
_PLAIN_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
ORDINALS = {word: value for value, word in enumerate(_PLAIN_ORDINALS, 1)} | {"thirtieth": 30, "hundredth": 100}


def read_words(text: str) -> Fraction | None:
    """The value of number words; None if there are none, or they make no number (two three)."""
    total = section = Fraction(0)
    last = 0
    seen = False
    for word in re.findall(r"[a-z]+", text.casefold()):
        if word in ("a", "an", "and"):
            continue
        if word == "half":
            section = Fraction(1, 2)
        elif word in MAGNITUDES and len(word) > 3:
            section, total = _scaled(section, total, word)
            seen = True
        elif word in WORDS:
            value = WORDS[word]
            if seen and last and not (last >= 20 and last % 10 == 0 and value < 10) and section:
                return None
            section += value
            seen = True
        else:
            return None
        last = 0 if word in MAGNITUDES else WORDS.get(word, last)
    return total + section if seen else None


def _scaled(section: Fraction, total: Fraction, word: str) -> tuple[Fraction, Fraction]:
    """A hundred goes on counting; a thousand and more closes the section."""
    value = (section or Fraction(1)) * MAGNITUDES[word]
    return (value, total) if MAGNITUDES[word] <= 100 else (Fraction(0), total + value)
