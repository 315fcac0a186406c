"""Names in Latin letters as lists have them: Mr. John Smith Jr., SUN Jin, LEE KOK WAI, H.E. Ambassador Heide.

What is a guess is said to be one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from django.utils.translation import gettext as _

from parks.enums import CourtesyTitle, LatinOrder
from partnerships.visits.list_words import COMPOUND, LATIN_BODY, LATIN_COURTESIES, LATIN_POSTS, SURNAMES
from partnerships.visits.pasted_shape import PastedName

#: Behind a name, and none of its parts that is searched by.
_SUFFIX = re.compile(r"(?i:jr|sr)\.?|II|III|IV")
_DEGREE = re.compile(r"(?i)(?:ph\.?\s?d|md|mba|esq)\.?")
#: Before a family name, and part of it.
_PARTICLES = frozenset(
    (
        "van",
        "von",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "du",
        "la",
        "le",
        "al",
        "bin",
        "ter",
        "ten",
        "zu",
        "af",
    )
)
_EXCELLENCY = re.compile(
    r"(?i)^(?:(?:his|her|your)\s+excellency|h\.\s?e\.|the\s+hon(?:ou?rable|\.)|hon(?:ou?rable|\.))\s+"
)
_TITLE = re.compile(
    r"(?i)^((?:vice[- ]|deputy )?(?:consul[- ]general|ambassador|minister|consul|president|mayor|governor|senator"
    r"|chancellor|director))\s+(?=\S+\s+\S)"
)
#: Chinese and Korean family names as they are written outside the mainland; those of pinyin come besides.
_ELSEWHERE = frozenset(
    (
        "lee",
        "goh",
        "tan",
        "lim",
        "ong",
        "ng",
        "wong",
        "chan",
        "cheung",
        "chow",
        "kwok",
        "leung",
        "lau",
        "yeo",
        "teo",
        "koh",
        "chua",
        "toh",
        "ang",
        "chong",
        "yap",
        "loh",
        "chew",
        "foo",
        "heng",
        "kwan",
        "lam",
        "mak",
        "mok",
        "poon",
        "quek",
        "seah",
        "soh",
        "sng",
        "tay",
        "teh",
        "tham",
        "tsang",
        "tse",
        "wee",
        "woo",
        "yeoh",
        "yip",
        "yong",
        "kim",
        "park",
        "choi",
        "jung",
    )
)


def latin_name(text: str) -> PastedName:
    """The parts of a name in Latin letters; what is no name comes back with a doubt."""
    head, _comma, tail = (part.strip() for part in text.partition(","))
    if _SUFFIX.fullmatch(tail):
        head, tail = f"{head} {tail}", ""
    if _DEGREE.fullmatch(tail):
        tail = ""
    courtesy, title, head = _titles(head)
    if tail and _is_given(head, tail):
        more, _title, tail = _titles(tail)
        name = PastedName(head, tail, courtesy=more or courtesy, latin_order=LatinOrder.GIVEN_FIRST)
        return name.doubting(_("Which part is the family name is a guess."))
    name = replace(_with_suffix(head), courtesy=courtesy)
    body, post, _guess = latin_post(tail) if tail else ("", "", False)
    name = replace(name, office=", ".join(filter(None, (title, post))), organization=body)
    return name.noting(_("The office was taken from beside the name.")) if tail or title else name


def bare_words(text: str) -> list[str]:
    """The words of a name without what stands before it."""
    return _titles(text)[2].split()


def latin_post(text: str) -> tuple[str, str, bool]:
    """“Deputy Director, Bureau of Commerce”: the parts that name a body are behind those that name a post."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    posts = [part for part in parts if LATIN_POSTS.search(part)]
    bodies = [part for part in parts if part not in posts]
    if not posts:
        return text, "", not LATIN_BODY.search(text)
    return ", ".join(bodies), ", ".join(posts), bool(bodies)


def _titles(text: str) -> tuple[str, str, str]:
    """Courtesy title and office before a name, and the name."""
    text = _EXCELLENCY.sub("", text)
    title = found[1] if (found := _TITLE.match(text)) else ""
    courtesy, text = _courtesy(text[found.end() :] if found else text)
    return courtesy, title, text


def _courtesy(text: str) -> tuple[str, str]:
    found, words = CourtesyTitle.NONE, text.split()
    while len(words) > 1 and (key := words[0].strip(".").lower()) in LATIN_COURTESIES:
        found = LATIN_COURTESIES[key] or found
        words = words[1:]
    return found, " ".join(words)


def _is_given(head: str, tail: str) -> bool:
    """“Baker, Charlie”: one word before the comma, names alone behind it."""
    words = tail.split()
    is_plain = not (LATIN_POSTS.search(tail) or LATIN_BODY.search(tail))
    return len(head.split()) == 1 and len(words) <= 2 and is_plain and all(word[0].isupper() for word in words)


def _with_suffix(text: str) -> PastedName:
    """Jr., Sr. and III belong to the family name and decide nothing."""
    words = text.split()
    if len(words) < 3 or not _SUFFIX.fullmatch(words[-1]):
        return _parts(text)
    name = _parts(" ".join(words[:-1]))
    return replace(name, family=f"{name.family} {words[-1]}")


def _parts(text: str) -> PastedName:
    words = text.split()
    if not words or re.search(r"[\d@=<>|;:]", text) or not any(char.isalpha() for char in text):
        return PastedName(text).doubting(_("This does not look like a name."))
    if len(words) == 1:
        return PastedName(words[0]).doubting(_("Only a family name is given."))
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    if len(capitals) == 1 and len(words) > 1:
        return _by_capitals(words, words.index(capitals[0]))
    if all(word.isupper() for word in words):
        words = [word.title() for word in words]
    return _by_surname(words)


def _by_surname(words: list[str]) -> PastedName:
    """Sun Jin, Charlie Baker, Goh Boon Kiat: where the family name stands is told by family names that are known."""
    guessed = _("Which part is the family name is a guess.")
    first, last = (_is_pinyin(words[place]) for place in (0, -1))
    if len(words) > 2 and words[0].lower() in _ELSEWHERE:
        return PastedName(words[0], " ".join(words[1:])).doubting(guessed)
    if first:
        name = PastedName(words[0], " ".join(words[1:]))
        return name.doubting(guessed) if last else name  # Jin Sun, Sun Jin: nobody can tell
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    name = PastedName(" ".join(words[start:]), " ".join(words[:start]), latin_order=LatinOrder.GIVEN_FIRST)
    return name if start == 1 or last else name.doubting(guessed)


def _by_capitals(words: list[str], place: int) -> PastedName:
    """SUN Jin, Jin SUN: the family name is in capitals."""
    family, given = words[place].capitalize(), " ".join(words[:place] + words[place + 1 :])
    order = LatinOrder.FAMILY_FIRST if place == 0 else LatinOrder.GIVEN_FIRST
    return PastedName(family, given, latin_order=order)


def _is_pinyin(word: str) -> bool:
    return word.lower() in _pinyin_surnames()


@cache
def _pinyin_surnames() -> frozenset[str]:
    from pypinyin import lazy_pinyin  # its dictionaries take 57 MB, for which most web processes have no use

    special = {"单": "shan", "曾": "zeng", "解": "xie", "区": "ou", "仇": "qiu", "翟": "zhai", "查": "zha", "盖": "ge"}
    single = {special.get(name, lazy_pinyin(name)[0]).replace("ü", "v") for name in SURNAMES}
    return frozenset({*single, *("".join(lazy_pinyin(name)) for name in COMPOUND), "lu", "lv", "lyu"})
