"""Inline HTML on its way to an engine and back: what is sent, and whether what came back can be kept."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from portal.localization.engines import words
from portal.localization.engines.base import Answer
from portal.localization.engines.scripts import is_in_script

VOID = frozenset({"br", "wbr", "img", "hr", "input", "embed"})
#: Controls, invisible marks, halves of characters, private characters.
HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
#: Addresses and placeholders, which no language writes otherwise. In Chinese, words follow them without a space.
REFERENCE = re.compile(
    r"(?:https?://|www\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+"
    r"|[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}"
    r"|%\([A-Za-z_]\w*\)[sd]|%[sd]|\$?\{{1,2}\s*[A-Za-z_][\w.]*\s*\}{1,2}"
)
#: Controls but tab and line feed, halves of surrogate pairs, the byte order mark, marks of direction.
UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
BREAKS = re.compile(r"[ \r]*[\n\t][ \r\n\t]*")
#: Languages that need few characters for much.
DENSE = frozenset({"zh", "ja", "ko"})
#: Characters of the wording for one of the source, at least: (source is dense, target is dense) → share.
LEAST_SHARE = {(True, True): 0.3, (True, False): 0.5, (False, True): 0.08, (False, False): 0.2}
#: From which length on a source says something about the length of its wording.
TELLING_LENGTH = 20

Tag = tuple[str, tuple[tuple[str, str | None], ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """Inline HTML, read.

    Attributes:
        text: what a reader sees.
        places: each tag with the tags around it, counted; other markup (comments …) as well.
        sound: whether every tag is closed, in the right order.
        literals: tags as they are written.
        parts: text, and tags as `Tag` or, where closed, their name.
    """

    text: str
    places: Counter[tuple[Tag, ...]]
    sound: bool
    literals: dict[Tag, str]
    parts: list[tuple[str, str | Tag]]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[Tag] = []
        self.places: Counter[tuple[Tag, ...]] = Counter()
        self.sound = True
        self.literals: dict[Tag, str] = {}
        self.parts: list[tuple[str, str | Tag]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.stack.append((tag, tuple(sorted(attrs, key=str))))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = (tag, tuple(sorted(attrs, key=str)))
        self.places[(*self.stack, found)] += 1
        self.literals.setdefault(found, self.get_starttag_text() or "")
        self.parts.append(("open", found))

    def handle_endtag(self, tag: str) -> None:
        if self.stack and self.stack[-1][0] == tag:
            self.stack.pop()
            self.parts.append(("close", tag))
        else:
            self.sound = False

    def handle_data(self, data: str) -> None:
        self.parts.append(("text", data))

    def handle_comment(self, data: str) -> None:
        self.places[(*self.stack, (f"<!--{data}", ()))] += 1

    def handle_decl(self, decl: str) -> None:
        self.places[(*self.stack, (f"<!{decl}", ()))] += 1

    def unknown_decl(self, data: str) -> None:
        self.handle_decl(data)

    def handle_pi(self, data: str) -> None:
        self.places[(*self.stack, (f"<?{data}", ()))] += 1


def read(html: str) -> Reading:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = "".join(str(part) for kind, part in reader.parts if kind == "text")
    return Reading(text, reader.places, reader.sound and not reader.stack, reader.literals, reader.parts)


def sendable(text: str) -> str:
    """`text` without characters that no reader sees and not every protocol carries: controls, marks that change the
    direction of writing, halves of characters. Words of right-to-left scripts and joiners stay as they are."""
    return UNSENDABLE.sub("", text)


def judged(source_html: str, wording_html: str, *, source: str, target: str) -> Answer:
    """The wording of an engine as it can be kept, or the reason why not.

    Args:
        source_html: what the engine was sent.
        wording_html: what it answered. Text is escaped anew and tags are written as in the source, so that what is
            kept is well-formed.
        source, target: codes of locales.
    """
    if not BREAKS.search(source_html):  # in a title a new line would end it
        wording_html = BREAKS.sub("" if target.split("-")[0] in DENSE else " ", wording_html.strip())
    before, after = read(source_html), read(wording_html.strip())
    refusal = _fault(before, after, source, target)
    return Answer(refusal=refusal) if refusal else Answer(text=_written(after, before.literals))


def _fault(before: Reading, after: Reading, source: str, target: str) -> str:
    if not after.text.strip() and before.text.strip():
        return words.EMPTY
    if set(filter(_is_hidden, after.text)) - set(before.text):
        return words.HIDDEN
    if after.places != before.places or (before.sound and not after.sound):
        return words.TAGS
    if _references(after.text) != _references(before.text):
        return words.REFERENCES
    if not _is_sane_length(before.text, after.text, source, target):
        return words.LENGTH
    seen, wording = (REFERENCE.sub("", text) for text in (before.text, after.text))
    return "" if is_in_script(wording, source_text=seen, source=source, target=target) else words.SCRIPT


def _references(text: str) -> Counter[str]:
    return Counter(found.rstrip(".,;:!?)'") for found in REFERENCE.findall(text))


def _is_sane_length(before: str, after: str, source: str, target: str) -> bool:
    if len(after) > 10 * len(before) + 200:
        return False
    share = LEAST_SHARE[source.split("-")[0] in DENSE, target.split("-")[0] in DENSE]
    return len(before) < TELLING_LENGTH or len(after) >= share * len(before)


def _is_hidden(char: str) -> bool:
    return char not in "\n\t" and unicodedata.category(char) in HIDDEN_CATEGORIES


def _written(reading: Reading, literals: dict[Tag, str]) -> str:
    pieces = []
    for kind, part in reading.parts:
        if kind == "text":
            pieces.append(escape(str(part), quote=False))
        elif isinstance(part, tuple):
            pieces.append(literals[part])
        else:
            pieces.append(f"</{part}>")
    return "".join(pieces)
