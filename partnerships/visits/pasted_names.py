"""Names as lists have them, with titles glued to them, taken apart; what is a guess is said to be one.

Chinese: 孙瑾副局长, 副局长孙瑾, 李明（团长）, 孙瑾女士, 查理·贝克. Latin: `pasted_latin`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from parks.enums import ChineseForm
from partnerships.visits.list_words import (
    BODY,
    BODY_AND_POST,
    BRACKETS,
    COMPOUND,
    COURTESIES,
    GENDER,
    HAN,
    LATIN_BODY,
    LATIN_POSTS,
    POSTS,
    ROLES,
    SHORT_BODY,
    SURNAMES,
    TITLES,
)
from partnerships.visits.pasted_latin import bare_words, latin_name, latin_post
from partnerships.visits.pasted_shape import PastedName
from portal.core.names import is_han

#: What is longer is no name, or no office, and is left as it is.
_LONGEST_NAME, _LONGEST_POST = 120, 300


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
        name = latin_name(bare)
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
    return latin_post(text)


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
    words, first = bare_words(latin), " ".join(bare_words(latin.split(",")[0]))
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
        return replace(name, office=word).noting(_("The office was taken from beside the name."))
    return name.doubting(_("Not taken: “%(text)s”.") % {"text": word})


# --- Chinese --------------------------------------------------------------------------------------------------
def _chinese(text: str) -> PastedName:
    head, comma, tail = re.sub("[,;；]", "，", text).partition("，")
    if comma:
        body, post, _guess = split_post(tail.strip("，"))
        name = replace(_chinese(head), office=post, organization=body)
        return name.noting(_("The office was taken from beside the name."))
    for word, courtesy in COURTESIES.items():
        if text.endswith(word) and 0 < len(text) - len(word) < 5 and _has_surname(text) and not is_post(text):
            return replace(_chinese(text.removesuffix(word)), courtesy=courtesy)
    if "·" in text or "•" in text or "・" in text:
        given, _dot, family = re.sub("[•・]", "·", text).rpartition("·")
        return PastedName(family, given, chinese_form=ChineseForm.TRANSCRIBED)
    if found := _glued(text):
        return found
    if text.endswith("总") and len(text) in (3, 4) and _has_surname(text):  # 李明总
        return replace(_plain(text[:-1]), office="总").doubting(_("The office was taken from beside the name."))
    return _plain(text)


def _glued(text: str) -> PastedName | None:
    """A name with an office behind it, or behind an office; None where there is no office."""
    said = _("The office was taken from beside the name.")
    for length in range(1, 5):
        name, post = text[:length], text[length:]
        if (post in ("总", "工") and length == 1) or (post and TITLES.fullmatch(post) and _has_surname(name)):
            return replace(_plain(name), office=post).noting(said)
    for length in (3, 2, 4):
        before, name = text[:-length], text[-length:]
        if before and _has_surname(name) and not is_post(name) and (is_post(before) or BODY_AND_POST.match(before)):
            body, post, _guess = split_post(before)
            return replace(_plain(name), office=post, organization=body).noting(said)
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
