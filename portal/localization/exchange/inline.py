"""Markup inside a segment, on its way into a file and back.

A segment is inline HTML without attributes but for the `id` of a link: `见<a id="a1">R&amp;D</a>`. In a file its words
are plain text and each tag stands in an element of its own (`bpt` begins, `ept` ends, `ph` stands alone) that holds the
tag itself. So tools of translators show tags as tags, the words are found in any memory, and whoever strings all text
of the segment together has it back, character references resolved.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail_localize.strings import INLINE_TAGS

_TAG = re.compile(rf'<(?P<end>/?)(?P<name>{"|".join(INLINE_TAGS)})(?: id="[\w-]*")?(?P<alone> ?/?)>')
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
#: What XML 1.0 cannot carry (production [2] Char).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Elements of either format that stand around words; all others hold what is not for translators.
_AROUND_WORDS = {"hi", "g", "mrk", "sub"}
#: Names of the attributes: in TMX, and in XLIFF.
_NUMBERS = {"bpt": ("i", "id"), "ept": ("i", "id"), "ph": ("x", "id")}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words (`kind` empty) or a tag: `bpt`, `ept` or `ph`. A pair has one `number`."""

    kind: str
    text: str
    number: int = 0


def pieces(segment: str) -> list[Piece]:
    """Words and tags of `segment` in order; a tag without its other half stands alone."""
    found = list(_split(segment))
    partners = _partners(found)
    return [_numbered(piece, at, partners) for at, piece in enumerate(found)]


def _split(segment: str) -> Iterator[Piece]:
    done = 0
    for tag in _TAG.finditer(segment):
        if tag.start() > done:
            yield Piece("", html.unescape(segment[done : tag.start()]))
        yield Piece("ept" if tag["end"] else "bpt", tag[0])
        done = tag.end()
    if done < len(segment):
        yield Piece("", html.unescape(segment[done:]))


def _partners(found: list[Piece]) -> dict[int, int]:
    """Place of each tag that has another half → place of the tag that begins the pair."""
    opened: list[int] = []
    partners: dict[int, int] = {}
    for at, piece in enumerate(found):
        if piece.kind == "bpt" and not piece.text.startswith("<br"):
            opened.append(at)
        elif piece.kind == "ept" and opened and _name(found[opened[-1]].text) == _name(piece.text):
            begin = opened.pop()
            partners[at] = partners[begin] = begin
    return partners


def _numbered(piece: Piece, at: int, partners: dict[int, int]) -> Piece:
    if not piece.kind:
        return piece
    return Piece(piece.kind, piece.text, partners[at] + 1) if at in partners else Piece("ph", piece.text, at + 1)


def _name(tag: str) -> str:
    match = _TAG.fullmatch(tag)
    return match["name"] if match else ""


def canonical(segment: str) -> str:
    """`segment` as it comes back from a file: words escaped in one way, and nothing in them that XML cannot carry."""
    return "".join(
        piece.text if piece.kind else html.escape(_NOT_XML.sub("", piece.text), quote=False)
        for piece in pieces(segment)
    )


def write(element: Any, segment: str, *, xliff: bool = False) -> None:
    """Put `segment` into an empty element of lxml (`seg`, `source`, `target`); what XML cannot carry is left out."""
    from lxml import etree

    namespace = etree.QName(element).namespace
    last = None
    for piece in pieces(segment):
        text = _NOT_XML.sub("", piece.text)
        if piece.kind:
            last = etree.SubElement(element, f"{{{namespace}}}{piece.kind}" if namespace else piece.kind)
            last.set(_NUMBERS[piece.kind][xliff], str(piece.number))
            last.text = text
        elif last is None:
            element.text = text
        else:
            last.tail = text


def read(element: Any) -> str:
    """The segment in an element of lxml. Tags of ours stay; of codes that mean nothing here only the words do."""
    return "".join(_read(element))


def _read(element: Any) -> Iterator[str]:
    yield html.escape(element.text or "", quote=False)
    for child in element:
        if isinstance(child.tag, str):
            name = child.tag.rpartition("}")[2]
            if name in _AROUND_WORDS:
                yield from _read(child)
            elif _TAG.fullmatch(child.text or ""):
                yield child.text
        yield html.escape(child.tail or "", quote=False)


def marks(segment: str) -> Counter[str]:
    """Tags and placeholders of `segment`, each with how often it stands there."""
    tags = Counter(tag[0].replace(" ", "").replace("/>", ">") for tag in _TAG.finditer(segment))
    return tags + Counter(_PLACEHOLDER.findall(segment))


def is_whole(segment: str) -> bool:
    """Whether every tag that begins ends again, in the right order."""
    return all(piece.kind != "ph" or piece.text.startswith("<br") for piece in pieces(segment))
