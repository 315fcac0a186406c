"""XLIFF 1.2: one translation as a file for the tools of translators, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from portal.localization.exchange import inline
from portal.localization.exchange.languages import to_tag
from portal.localization.exchange.safety import check, malformed, not_this_format

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
#: States in which a person stands by the target.
SETTLED = frozenset({"translated", "signed-off", "final"})
UNTOUCHED = frozenset({"new", "needs-translation"})
_EMPTY = f"""<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="{NAMESPACE}"><file original="" source-language="" datatype="html"><body>
</body></file></xliff>"""
_ORIGINAL = re.compile(r"portal/translation/(\d+)")


@dataclass(frozen=True, slots=True)
class Line:
    """One segment in a file: `unit_id` names it within its translation, `state` is one of XLIFF's."""

    unit_id: str
    source: str
    target: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says: of which translation it is, when it was made, its languages as BCP 47, and its segments."""

    job_id: int | None
    made_at: datetime | None
    source_language: str
    target_language: str
    lines: list[Line]


def write_xliff(*, job_id: int, made_at: datetime, source_code: str, target_code: str, lines: Iterable[Line]) -> bytes:
    """A file of one translation; `source_code` and `target_code` are codes of locales."""
    from lxml import etree
    from translate.storage.xliff import Xliff1File

    store = Xliff1File.parsestring(_EMPTY.encode())  # its own empty file is of version 1.1
    store.setsourcelanguage(to_tag(source_code))
    store.settargetlanguage(to_tag(target_code))
    file = store.document.getroot().find(store.namespaced("file"))
    store.setfilename(file, f"portal/translation/{job_id}")
    file.set("date", made_at.astimezone(UTC).isoformat())
    for line in lines:
        _add(store, line)
    etree.cleanup_namespaces(store.document)
    # Not indented: white space inside a segment would be text.
    return etree.tostring(store.document, encoding="UTF-8", xml_declaration=True)


def _add(store: Any, line: Line) -> None:
    unit = store.UnitClass("")
    store.addunit(unit)
    unit.xmlelement.set("id", line.unit_id)
    _fill(unit.source_dom, line.source)
    if line.target:
        unit.settarget("")
        _fill(unit.target_dom, line.target)
        unit.target_dom.set("state", line.state)
    if line.note:
        unit.addnote(line.note, origin="developer")
    unit.xmlelement.tail = "\n"


def _fill(element: Any, segment: str) -> None:
    element.text = None
    inline.write(element, segment, xliff=True)


def read_xliff(data: bytes) -> Document:
    """The one translation in a file.

    Raises:
        ExchangeError: not safe, not well-formed, no XLIFF 1.2, or not of one translation.
    """
    from lxml import etree

    check(data)
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise malformed(error.lineno or 1, error.msg) from error
    files = root.findall(f"{{{NAMESPACE}}}file")
    if etree.QName(root).localname != "xliff" or len(files) != 1:
        raise not_this_format("XLIFF 1.2")
    (file,) = files
    original = _ORIGINAL.fullmatch(file.get("original", ""))
    return Document(
        job_id=int(original[1]) if original else None,
        made_at=_moment(file.get("date", "")),
        source_language=file.get("source-language", ""),
        target_language=file.get("target-language", ""),
        lines=[_line(unit) for unit in file.iter(f"{{{NAMESPACE}}}trans-unit")],
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _line(unit: Any) -> Line:
    source, target = (unit.find(f"{{{NAMESPACE}}}{name}") for name in ("source", "target"))
    return Line(
        unit_id=unit.get("id", ""),
        source=inline.read(source) if source is not None else "",
        target=inline.read(target) if target is not None else "",
        state=target.get("state", "") if target is not None else "",
    )
