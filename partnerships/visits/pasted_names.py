"""Names as lists have them, with titles glued to them, taken apart; what is a guess is said to be one.

Chinese: 孙瑾副局长, 副局长孙瑾, 李明（团长）, 孙瑾女士, 查理·贝克. Latin: Mr. John Smith, SUN Jin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from django.utils.translation import gettext as _

from parks.enums import ChineseForm, CourtesyTitle, LatinOrder
from partnerships.visits.list_words import (
    BODY,
    BODY_AND_POST,
    BRACKETS,
    COMPOUND,
    COURTESIES,
    GENDER,
    HAN,
    LATIN_BODY,
    LATIN_COURTESIES,
    LATIN_POSTS,
    POSTS,
    ROLES,
    SHORT_BODY,
    SURNAMES,
    TITLES,
)
from portal.core.names import is_han

#: What is longer is no name, or no office, and is left as it is.
_LONGEST_NAME, _LONGEST_POST = 120, 300


@dataclass(frozen=True, slots=True)
class PastedName:
    """A name in its parts. `other` is the same name in another script, as it stood; `doubts` are sentences."""

    family: str = ""
    given: str = ""
    courtesy: str = CourtesyTitle.NONE
    latin_order: str = LatinOrder.FAMILY_FIRST
    chinese_form: str = ChineseForm.CHINESE
    other: str = ""
    office: str = ""
    organization: str = ""
    role: str = ""
    doubts: tuple[str, ...] = ()

    def doubting(self, *doubts: str) -> PastedName:
        return replace(self, doubts=tuple(dict.fromkeys((*self.doubts, *doubts))))


def split_name(text: str) -> PastedName:
    """The parts of what stands in the cell of a name. Never raises; what is no name comes back with a doubt."""
    text = " ".join(text.split())
    if len(text) > _LONGEST_NAME:
        return PastedName(text).doubting(_("This does not look like a name."))
    bare, inside = _out_of_brackets(text)
    han, latin = _scripts(bare)
    if han:
        name = _chinese(han)
        name = replace(name, other=latin) if latin else name
    else:
        name = _latin(bare)
    for word in inside:
        name = _with_bracket(name, word)
    return name


def role_in(text: str) -> str:
    """The `MemberRole` that a word names; empty where it names none."""
    return next((role.value for pattern, role in ROLES if pattern.search(text)), "")


def split_post(text: str) -> tuple[str, str, bool]:
    """Organisation and office of what gives both in one; whether where they part is a guess."""
    text = " ".join(text.split())
    if len(text) > _LONGEST_POST:
        return "", text, True
    if is_han(text):
        head, _space, tail = text.rpartition(" ")
        if head and is_post(tail) and not is_post(head):
            return head, tail, False
        if found := BODY_AND_POST.match(text.replace(" ", "")):
            return found["body"], found["post"], True
        return ("", text, False) if is_post(text) else (text, "", not is_body(text))
    return _latin_post(text)


def is_post(text: str) -> bool:
    """Whether `text` is an office and nothing else."""
    bare = text.strip()
    if is_han(bare):
        return bool(TITLES.fullmatch(bare.replace(" ", ""))) or (
            bare.endswith(tuple(POSTS.split("|"))) and not BODY_AND_POST.match(bare.replace(" ", ""))
        )
    return bool(LATIN_POSTS.search(bare)) and not LATIN_BODY.search(bare)


def is_body(text: str) -> bool:
    """Whether `text` is what an organisation is called."""
    bare = text.strip()
    if is_han(bare):
        return len(bare) > 2 and bool(BODY.match(bare)) and not is_post(bare)
    return bool(LATIN_BODY.search(bare))


def is_name(text: str) -> bool:
    """Whether `text` looks like the name of a person, with or without a title glued to it."""
    if len(text) > _LONGEST_NAME:
        return False
    bare, _inside = _out_of_brackets(" ".join(text.split()))
    han, latin = _scripts(bare)
    if han:
        name = _chinese(han)
        if name.chinese_form == ChineseForm.TRANSCRIBED:
            return bool(name.family and name.given)
        is_short = len(name.given) <= 2 and not SHORT_BODY.search(han)
        return is_short and bool(name.family) and _has_surname(name.family)
    words = [word for word in latin.split() if word.strip(".").lower() not in LATIN_COURTESIES]
    first = latin.split(",")[0]
    return (
        1 < len(words) <= 8
        and all(word[0].isupper() or len(word) <= 3 for word in first.split())
        and not LATIN_POSTS.search(first)
        and not LATIN_BODY.search(first)
        and not re.search(r"[\d@]", first)
    )


def _out_of_brackets(text: str) -> tuple[str, list[str]]:
    inside = [word.strip() for word in BRACKETS.findall(text) if word.strip()]
    return " ".join(BRACKETS.sub(" ", text).split()), inside


def _scripts(text: str) -> tuple[str, str]:
    """The Chinese part, without its spaces, and the Latin one; where they alternate everything is Chinese."""
    if not is_han(text):
        return "", text
    found = re.fullmatch(rf"(?P<a>[^A-Za-z]*)(?P<latin>[A-Za-z][^{HAN}]*)?(?P<b>[^A-Za-z]*)", text)
    if not found:
        return text.replace(" ", ""), ""
    return (found["a"] + found["b"]).replace(" ", ""), (found["latin"] or "").strip(" ,，/·")


def _with_bracket(name: PastedName, word: str) -> PastedName:
    """What stood in brackets: a role, a gender, the name in another script, or an office."""
    if word.lower() in GENDER:
        return name
    if role := role_in(word):
        return replace(name, role=role)
    if is_han(word) != is_han(name.family) and is_name(word) and not name.other:
        return replace(name, other=word)
    if not name.office:
        return replace(name, office=word).doubting(_("The office was taken from beside the name."))
    return name.doubting(_("Not taken: “%(text)s”.") % {"text": word})


# --- Chinese --------------------------------------------------------------------------------------------------
def _chinese(text: str) -> PastedName:
    head, comma, tail = re.sub("[,;；]", "，", text).partition("，")
    if comma:
        body, post, _guess = split_post(tail.strip("，"))
        name = replace(_chinese(head), office=post, organization=body)
        return name.doubting(_("The office was taken from beside the name."))
    for word, courtesy in COURTESIES.items():
        if text.endswith(word) and 1 < len(text) - len(word) < 5 and not is_post(text):
            return replace(_chinese(text.removesuffix(word)), courtesy=courtesy)
    if "·" in text or "•" in text or "・" in text:
        given, _dot, family = re.sub("[•・]", "·", text).rpartition("·")
        return PastedName(family, given, chinese_form=ChineseForm.TRANSCRIBED)
    if found := _glued(text):
        return found
    return _plain(text)


def _glued(text: str) -> PastedName | None:
    """A name with an office behind it, or behind an office; None where there is no office."""
    said = _("The office was taken from beside the name.")
    for length in range(1, 5):
        name, post = text[:length], text[length:]
        if (post in ("总", "工") and length == 1) or (post and TITLES.fullmatch(post) and _has_surname(name)):
            return replace(_plain(name), office=post).doubting(said)
    for length in (3, 2, 4):
        before, name = text[:-length], text[-length:]
        if before and _has_surname(name) and not is_post(name) and (is_post(before) or BODY_AND_POST.match(before)):
            body, post, _guess = split_post(before)
            return replace(_plain(name), office=post, organization=body).doubting(said)
    return None


def _plain(text: str) -> PastedName:
    if not re.fullmatch(rf"[{HAN}]{{1,6}}", text):
        return PastedName(text).doubting(_("This does not look like a name."))
    compound = next((name for name in COMPOUND if text.startswith(name) and len(text) > len(name)), "")
    family = compound or text[:1]
    name = PastedName(family, text[len(family) :])
    if not name.given:
        return name.doubting(_("Only a family name is given."))
    if not _has_surname(family) or len(name.given) > 2:
        return name.doubting(_("Which part is the family name is a guess."))
    return name


def _has_surname(text: str) -> bool:
    return text[:2] in COMPOUND or text[:1] in SURNAMES


# --- Latin ----------------------------------------------------------------------------------------------------
def _latin(text: str) -> PastedName:
    head, _comma, tail = (part.strip() for part in text.partition(","))
    if re.fullmatch(r"(?i)(?:ph\.?\s?d|md|mba|jr|sr|esq)\.?", tail):
        tail = ""
    courtesy, head = _courtesy(head)
    if tail and _is_given(head, tail):
        more, tail = _courtesy(tail)
        name = PastedName(head, tail, courtesy=more or courtesy, latin_order=LatinOrder.GIVEN_FIRST)
        return name.doubting(_("Which part is the family name is a guess."))
    name = replace(_latin_parts(head), courtesy=courtesy)
    if tail:
        body, post, _guess = split_post(tail)
        name = replace(name, office=post, organization=body)
        name = name.doubting(_("The office was taken from beside the name."))
    return name


def _is_given(head: str, tail: str) -> bool:
    """“Baker, Charlie”: one word before the comma, names alone behind it."""
    words = tail.split()
    is_plain = not (LATIN_POSTS.search(tail) or LATIN_BODY.search(tail))
    return len(head.split()) == 1 and len(words) <= 2 and is_plain and all(word[0].isupper() for word in words)


def _courtesy(text: str) -> tuple[str, str]:
    found, words = CourtesyTitle.NONE, text.split()
    while len(words) > 1 and (key := words[0].strip(".").lower()) in LATIN_COURTESIES:
        found = LATIN_COURTESIES[key] or found
        words = words[1:]
    return found, " ".join(words)


def _latin_parts(text: str) -> PastedName:
    words = text.split()
    if not words or re.search(r"[\d@=<>|;:]", text) or not any(char.isalpha() for char in text):
        return PastedName(text).doubting(_("This does not look like a name."))
    if len(words) == 1:
        return PastedName(words[0]).doubting(_("Only a family name is given."))
    if len(capitals := [word for word in words if len(word) > 1 and word.isupper()]) == 1:
        return _by_capitals(words, words.index(capitals[0]))
    first, last = (_is_pinyin(words[place]) for place in (0, -1))
    if first and not last:
        return PastedName(words[0], " ".join(words[1:]))
    name = PastedName(words[-1], " ".join(words[:-1]), latin_order=LatinOrder.GIVEN_FIRST)
    if first and last:  # Jin Sun, Sun Jin: nobody can tell
        name = PastedName(words[0], " ".join(words[1:]))
        return name.doubting(_("Which part is the family name is a guess."))
    return name if len(words) == 2 or last else name.doubting(_("Which part is the family name is a guess."))


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


def _latin_post(text: str) -> tuple[str, str, bool]:
    """“Deputy Director, Bureau of Commerce”: the parts that name a body are behind those that name a post."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    posts = [part for part in parts if LATIN_POSTS.search(part)]
    bodies = [part for part in parts if part not in posts]
    if not posts:
        return text, "", not is_body(text)
    return ", ".join(bodies), ", ".join(posts), bool(bodies)
