"""Addresses from titles: Chinese by pinyin, with the readings of the glossary before those of a dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.utils.text import slugify

from portal.core.names import is_han
from portal.core.words import readings as registered_readings

MAX_LENGTH = 80

#: Readings that a plain library gets wrong, needed before the glossary has a row.
PLACE_READINGS: Mapping[str, str] = {
    "长三角": "chang san jiao",
    "长江": "chang jiang",
    "长沙": "chang sha",
    "长春": "chang chun",
    "重庆": "chong qing",
    "厦门": "xia men",
    "蚌埠": "beng bu",
    "六安": "lu an",
    "台州": "tai zhou",
    "丽水": "li shui",
    "乐清": "yue qing",
    "东阿": "dong e",
    "浒墅关": "xu shu guan",
    "莘庄": "xin zhuang",
}


def known_readings() -> dict[str, str]:
    """All readings in force; those that features registered (the glossary's) win over the built-in ones."""
    return {**PLACE_READINGS, **registered_readings()}


def slug_for(title: str, readings: Mapping[str, str] | None = None) -> str:
    """The address of a page with this title.

    Args:
        title: in any language; Chinese is read aloud, everything else is slugified as Django does.
        readings: Chinese word → pinyin with its syllables apart (`长三角` → `chang san jiao`); the longest word
            wins. None asks the registered providers.

    Returns:
        Lower-case ASCII words joined by hyphens, at most 80 characters, cut between words; empty where the title
        has nothing that could be read.
    """
    if not is_han(title):
        return _cut(slugify(title))
    known = known_readings() if readings is None else readings
    return _cut(slugify(" ".join(_syllables(title, known))))


def _syllables(title: str, readings: Mapping[str, str]) -> Iterator[str]:
    from pypinyin import lazy_pinyin  # its dictionaries take 57 MB, for which most web processes have no use

    words = sorted((word for word in readings if word and readings[word]), key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, words))})", title) if words else [title]
    for part in parts:
        if part in readings:
            yield readings[part]
        elif part:
            # What is not Chinese comes back whole; signs between figures (“1+2”) part them.
            yield from lazy_pinyin(part, errors=lambda rest: re.sub(r"\W+", " ", rest))


def _cut(slug: str) -> str:
    if len(slug) <= MAX_LENGTH:
        return slug
    head = slug[: MAX_LENGTH + 1]
    return head.rpartition("-")[0] or head[:MAX_LENGTH]
