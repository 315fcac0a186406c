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
    r"|(?:400|800)[ \-]\d{3,4}[ \-]\d{3,4}|1[3-9]\d[ \-]?\d{4}[ \-]?\d{4})(?![A-Za-z0-9.]?\d)"
)
#: Without an area code: after the word for it, or after another number (blank by then).
_LOCAL = re.compile(
    r"(?:(?:电话|传真|热线|手机|总机|Tel(?:ephone)?|Phone|Fax|Hotline)\.?(?: No\.?)?\s*[:：]?\s*"
    r"|\x01+(?:\s*(?:转|ext\.?)\s*\d{1,5})?\s*[、,，;；/]\s*)(?P<number>[2-9]\d{3}[ \-]?\d{3,4})(?![A-Za-z0-9.]?\d)",
    re.IGNORECASE,
)
_ENDS = ".,;:!?)'"


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as the checks see it.

    Attributes:
        reading: the markup.
        words: what a reader sees, without addresses, placeholders and telephone numbers; these are blank.
        links: addresses, and telephone numbers as their last eight digits.
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
        return "\x01" * len(match.group())

    def local(match: re.Match[str]) -> str:
        links[_digits(match["number"])] += 1
        return match.group()[: match.start("number") - match.start()] + "\x01" * len(match["number"])

    words = _PHONE.sub(phone, REFERENCE.sub(reference, reading.text))
    for _further in range(3):  # numbers in a row, each after the one before
        words, count = _LOCAL.subn(local, words)
        if not count:
            break
    return Seen(reading, words.replace("\x01", " "), links, placeholders)


def _digits(phone: str) -> str:
    """The last eight digits: without what each country, and each city, sets otherwise or leaves out."""
    return re.sub(r"\D", "", phone)[-8:]
