"""Name cards and table signs: what stands on each face, and how large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from modeltranslation.settings import AVAILABLE_LANGUAGES

from partnerships.models import Visit, VisitMember
from partnerships.visits.paper import people
from portal.core.localized import page_language
from portal.core.names import is_han

#: Sizes of type in points, each a class of the style sheet (`name-…`), the largest first.
SIZES = (128, 112, 96, 84, 72, 60, 50, 42, 36, 30, 24)
_POINT = 0.3528  # mm
#: Width of the print of a face in mm, height left for a name in mm, largest size of a name in points.
_CARD = (118, 46, 60)
_SIGN = (184, 104, 128)
_LATIN_WIDTH = 0.62
_LINE = 1.2


@dataclass(frozen=True, slots=True)
class Face:
    """A side of a card or sign. `two`: a Chinese name of two characters, which is set wide so that all look alike."""

    name: str
    language: str
    size: int
    two: bool
    office: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What is folded: the face towards the others, and the one towards who sits behind it."""

    front: Face
    back: Face


def name_cards(visit: Visit) -> dict[str, Any]:
    """A card for everybody by name, both faces in the active language, two on a sheet."""
    cards = [_name_card(member) for member in _with_name(visit)]
    return {"sheets": [cards[start : start + 2] for start in range(0, len(cards), 2)]}


def table_signs(visit: Visit) -> dict[str, Any]:
    """A sign for everybody by name: the active language in front, the next on the other face."""
    language = page_language()
    other = next((code for code in AVAILABLE_LANGUAGES if code != language), language)
    return {"signs": [Card(_sign(member, language), _sign(member, other)) for member in _with_name(visit)]}


def _with_name(visit: Visit) -> list[VisitMember]:
    """Nobody sits behind “some ten entrepreneurs”."""
    return [member for member in people.members_in_order(visit) if member.person]


def _name_card(member: VisitMember) -> Card:
    one = people.named(member)
    face = _face(one.bare, page_language(), _CARD, one.office)
    return Card(face, face)


def _sign(member: VisitMember, language: str) -> Face:
    with translation.override(language):
        return _face(people.named(member).bare, language, _SIGN)


def _face(name: str, language: str, room: tuple[int, int, int], office: str = "") -> Face:
    two = len(name) == 2 and is_han(name)
    return Face(name, language if is_han(name) else "en", fitting(name, *room), two, office)


def fitting(name: str, width: int, height: int, largest: int) -> int:
    """The largest of `SIZES` at which `name` has room, broken between words where it has to be.

    Args:
        width, height: of the room, in mm.
        largest: in points.
    """
    words = name.split() if not is_han(name) else [name]
    allowed = [size for size in SIZES if size <= largest]
    return next((size for size in allowed if _has_room(words, size, width, height)), SIZES[-1])


def _has_room(words: Sequence[str], size: int, width: int, height: int) -> bool:
    lines, used = 1, 0.0
    for word in words:
        wide = _width(word) * size * _POINT
        space = _LATIN_WIDTH * size * _POINT / 2 if used else 0
        if wide > width:
            return False
        if used + space + wide > width:
            lines, used = lines + 1, wide
        else:
            used += space + wide
    return lines * size * _POINT * _LINE <= height


def _width(word: str) -> float:
    """In ems: a Chinese character is one, two of them are set with one between."""
    if len(word) == 2 and is_han(word):
        return 3
    return sum(1 if is_han(char) or ord(char) > 0x2E7F else _LATIN_WIDTH for char in word)
