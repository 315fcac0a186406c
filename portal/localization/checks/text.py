"""What the checks see of a segment: the words without markup, addresses and telephone numbers apart."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from portal.localization.engines.markup import REFERENCE, Reading, read

_PHONE = re.compile(
    r"(?<![A-Za-z0-9.])(?:\+\d{1,3}[ \-]?(?:\(0\))?[ \-]?(?:\(?\d{1,4}\)?[ \-]?){1,3}\d{3,8}"
    r"|[(（]?0\d{2,3}[)）]?[ \-–]?\d{3,4}[ \-]?\d{4}"
    r"|(?:400|800)[ \-]\d{3,4}[ \-]\d{3,4}|1[3-9]\d[ \-]?\d{4}[ \-]?\d{4})(?![\w.]?\d)"
)
_ENDS = ".,;:!?)'"


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as the checks see it.

    Attributes:
        reading: the markup.
        words: what a reader sees, without addresses, placeholders and telephone numbers; these are blank.
        links: addresses, and telephone numbers as digits without the country.
        placeholders: such as `{name}`.
    """

    reading: Reading
    words: str
    links: Counter[str]
    placeholders: Counter[str]


@lru_cache(maxsize=4096)
def seen(html: str) -> Seen:
    """The text of a segment, read. The same text is read once."""
    reading = read(html)
    links: Counter[str] = Counter()
    placeholders: Counter[str] = Counter()

    def reference(match: re.Match[str]) -> str:
        said = match.group().rstrip(_ENDS)
        is_link = "://" in said or said.startswith("www.") or "@" in said
        (links if is_link else placeholders)[said if is_link else "".join(said.split())] += 1
        return " " * len(said) + match.group()[len(said) :]

    def phone(match: re.Match[str]) -> str:
        links[_digits(match.group())] += 1
        return " " * len(match.group())

    words = _PHONE.sub(phone, REFERENCE.sub(reference, reading.text))
    return Seen(reading, words, links, placeholders)


def _digits(phone: str) -> str:
    """A telephone number without the marks that each country sets otherwise: +86 (0)21 is 021."""
    digits = re.sub(r"\D", "", phone.replace("(0)", ""))
    if phone.lstrip().startswith("+"):
        digits = digits.removeprefix("86")
    return digits.removeprefix("0")
