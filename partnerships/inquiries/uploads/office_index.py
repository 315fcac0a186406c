"""What the parts of an Office file say of each other (ECMA-376, part 2): kinds of parts, and relationships."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

#: What programs write; in another encoding two readers could read two things.
_ENCODINGS = frozenset({"utf-8", "us-ascii"})
#: Between the namespace of a name and the name.
_SPACE = " "
#: Elements within each other; programs write two, and their extensions some more.
_DEEPEST = 20
#: Bytes given to the parser at once.
_AT_ONCE = 256 * 1024
#: Relationships to macros, controls and other documents within, wherever they lie.
_ACTING = frozenset(
    {
        "vbaproject",
        "wordvbadata",
        "xlmacrosheet",
        "xlintlmacrosheet",
        "activexcontrolbinary",
        "control",
        "oleobject",
        "afchunk",
    }
)
#: What kinds of parts are called that run.
_ACTING_KINDS = ("macroenabled", "vbaproject", "vbadata", "macrosheet", "activex", "oleobject")
#: A target that is elsewhere by itself, whatever its mode says.
_ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)


class UnreadableIndexError(ValueError):
    """No program writes this."""


def kinds_of_parts(content_types: bytes) -> set[str]:
    """The kinds that `[Content_Types].xml` names, in small letters; but for that of `.bin`, which many programs declare
    by habit: such parts are judged by their names. Raises UnreadableIndexError."""
    return {
        told.get("ContentType", "").strip().lower()
        for told in _told_by(content_types, {"Default", "Override"})
        if told.get("Extension", "").strip().lower() != "bin"
    }


def is_acting_kind(kind: str) -> bool:
    """Whether parts of this kind run."""
    return any(word in kind for word in _ACTING_KINDS)


def is_acting_relationship(told: dict[str, str]) -> bool:
    """Whether a relationship leads to what runs, or is fetched from elsewhere: only links, which wait for a click,
    may lead out of the file."""
    kind = told.get("Type", "").strip().rsplit("/", 1)[-1].lower()
    if kind in _ACTING:
        return True
    is_external = told.get("TargetMode", "Internal").strip().lower() != "internal"
    return kind != "hyperlink" and (is_external or _ELSEWHERE.match(told.get("Target", "")) is not None)


def relationships(content: bytes) -> Iterator[dict[str, str]]:
    """The attributes of each relationship of a part. Raises UnreadableIndexError."""
    yield from _told_by(content, {"Relationship"})


def _told_by(content: bytes, names: set[str]) -> list[dict[str, str]]:
    """The attributes without a prefix of each element of these names, whatever its prefix and place."""
    if b"<!DOCTYPE" in content:
        raise UnreadableIndexError("no program writes entities")
    found: list[dict[str, str]] = []
    depth = 0

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in _ENCODINGS:
            raise UnreadableIndexError(encoding)

    def begun(name: str, told: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise UnreadableIndexError("elements within elements without end")
        if name.rpartition(_SPACE)[2] in names:
            found.append({key: value for key, value in told.items() if _SPACE not in key})

    def ended(_name: str) -> None:
        nonlocal depth
        depth -= 1

    # Whatever the file says, it is read as UTF-8: what was looked for above cannot be written in another way.
    parser = expat.ParserCreate("utf-8", namespace_separator=_SPACE)
    parser.XmlDeclHandler, parser.StartElementHandler, parser.EndElementHandler = declared, begun, ended
    try:
        for start in range(0, len(content), _AT_ONCE):  # a refusal stops it there
            parser.Parse(content[start : start + _AT_ONCE], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise UnreadableIndexError(str(error)) from error
    return found
