"""TMX 1.4b: the exchange of translation memories, unit by unit, so that neither way holds the memory at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, BinaryIO

from portal.localization.exchange import inline
from portal.localization.exchange.languages import to_tag
from portal.localization.exchange.safety import check, malformed, not_this_format
from portal.localization.models import MemoryEntry

#: Names us in the header; a file of ours says where each wording comes from.
OURS = "portal.localization"
_MOMENT = "%Y%m%dT%H%M%SZ"
_HEADER = {
    "creationtool": OURS,
    "creationtoolversion": "1",
    "segtype": "block",
    "o-tmf": OURS,
    "adminlang": "en",
    "srclang": "*all*",
    "datatype": "html",
    "o-encoding": "UTF-8",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a file. `variants` are language and segment, the source first; the rest only in files of ours."""

    line: int
    variants: list[tuple[str, str]]
    origin: str
    username: str
    made_at: datetime | None
    used_at: datetime | None


def write_tmx(entries: Iterable[MemoryEntry], out: BinaryIO) -> int:
    """Write `entries`, with locales and persons, to `out`; returns how many."""
    from lxml import etree

    count = 0
    with etree.xmlfile(out, encoding="UTF-8") as file:
        file.write_declaration()
        file.write_doctype('<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
        with file.element("tmx", version="1.4"):
            file.write(etree.Element("header", _HEADER))
            with file.element("body"):
                for entry in entries:
                    file.write(_element(entry))
                    count += 1
    return count


def _element(entry: MemoryEntry) -> Any:
    from lxml import etree
    from translate.storage.tmx import tmxunit

    unit = tmxunit(None)
    element = unit.xmlelement
    element.set("srclang", to_tag(entry.source_locale.language_code))
    element.set("creationdate", entry.created_at.astimezone(UTC).strftime(_MOMENT))
    element.set("changedate", entry.updated_at.astimezone(UTC).strftime(_MOMENT))
    if entry.by:
        element.set("changeid", entry.by.username)
    etree.SubElement(element, "prop", type="x-origin").text = entry.origin
    for locale, text in ((entry.source_locale, entry.source_text), (entry.target_locale, entry.target_text)):
        variant = unit.createlanguageNode(to_tag(locale.language_code), "", "")
        inline.write(variant.find("seg"), text)
        element.append(variant)
    return element


def read_tmx(data: bytes) -> Iterator[Unit]:
    """The units of a file.

    Raises:
        ExchangeError: not safe, not well-formed, or no TMX.
    """
    from lxml import etree

    check(data, unit="tu")
    ours, language = False, ""
    steps = etree.iterparse(BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True)
    try:
        for event, element in steps:
            if event == "start":
                if element.getparent() is None and element.tag != "tmx":
                    raise not_this_format("TMX")
            elif element.tag == "header":
                ours, language = element.get("creationtool") == OURS, element.get("srclang", "")
            elif element.tag == "tu":
                yield _unit(element, language, ours)
                _forget(element)
    except etree.XMLSyntaxError as error:
        raise malformed(error.lineno or 1, error.msg) from error


def _unit(element: Any, language: str, ours: bool) -> Unit:
    from translate.misc.xml_helpers import getXMLlang

    variants = []
    for variant in element.iterchildren("tuv"):
        segment = variant.find("seg")
        text = inline.read(segment) if segment is not None else ""
        variants.append((getXMLlang(variant) or variant.get("lang") or "", text))
    source = element.get("srclang", language).lower()
    variants.sort(key=lambda variant: variant[0].lower() != source)  # stable: the first, where no source is named
    return Unit(
        line=element.sourceline,
        variants=variants,
        origin=element.findtext("prop[@type='x-origin']", "") if ours else "",
        username=element.get("changeid", "") if ours else "",
        made_at=_moment(element.get("creationdate")) if ours else None,
        used_at=_moment(element.get("changedate")) if ours else None,
    )


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.strptime(text or "", _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def _forget(element: Any) -> None:
    """Give back the memory of what has been read."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]
