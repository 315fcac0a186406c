"""Terms as TBX-Basic (ISO 30042:2019, DCA style): https://www.tbxinfo.net/tbx-dialects/

Version 2 of the format (`martif`, ISO 30042:2008) is read too, and the DCT style of version 3. translate-toolkit reads
one pair of languages of version 2 and loses status, form, source and notes; so this is our own.

What TBX-Basic has no data category for goes into `projectSubset` (kind of term, kind of organisation, direction) and
into a note of the term (reading); other tools keep both as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from lxml import etree

from portal.core.spreadsheets import printable
from portal.localization.enums import OrganizationKind, RenderingForm, RenderingStatus, TermKind
from portal.localization.exchange.safety import ExchangeError, check, malformed, not_this_format
from portal.localization.exchange.term_rows import (
    MAX_TERMS,
    MAX_WORDINGS,
    Fault,
    FaultyFileError,
    FileTerm,
    FileWording,
    too_long,
    too_many,
)

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="{NAMESPACE}">
<tbxHeader><fileDesc><sourceDesc><p>Glossary of the park portal</p></sourceDesc></fileDesc></tbxHeader>
<text><body>
"""
_STATUS = {
    RenderingStatus.PREFERRED: "preferredTerm-admn-sts",
    RenderingStatus.ADMITTED: "admittedTerm-admn-sts",
    RenderingStatus.FORBIDDEN: "deprecatedTerm-admn-sts",
}
_STATUS_READ = {
    **{name.removesuffix("-admn-sts"): status for status, name in _STATUS.items()},
    "supersededTerm": RenderingStatus.FORBIDDEN,
    "notRecommended": RenderingStatus.FORBIDDEN,
}
_FORM = {RenderingForm.FULL: "fullForm", RenderingForm.SHORT: "shortForm"}
_SHORT_FORMS = {"shortForm", "abbreviation", "acronym", "initialism", "clippedTerm"}
_KIND, _ORGANIZATION, _FROM, _READING = "kind: ", "organization: ", "only from: ", "reading: "
_ENTRIES = ("conceptEntry", "termEntry")
_LANGUAGES = ("langSec", "langSet")
_TERMS = ("termSec", "tig", "ntig")


def write_tbx(terms: Iterable[FileTerm], out: BinaryIO) -> int:
    """Write terms to `out`, one after the other; returns how many."""
    count = 0
    out.write(_HEAD.encode())
    for term in terms:
        out.write(etree.tostring(_entry(term), encoding="utf-8") + b"\n")
        count += 1
    out.write(b"</body></text></tbx>\n")
    return count


def _entry(term: FileTerm) -> Any:
    entry = etree.Element(_tag("conceptEntry"), {"id": f"t{term.key}"}, nsmap={None: NAMESPACE})
    _add(entry, "admin", "projectSubset", f"{_KIND}{term.kind}")
    if term.organization_kind:
        _add(entry, "admin", "projectSubset", f"{_ORGANIZATION}{term.organization_kind}")
    if term.authority:
        _add(entry, "admin", "source", term.authority)
    if term.broader:
        reference = _add(entry, "ref", "crossReference", term.broader)
        reference.set("target", f"t{term.broader}")
    if term.note:
        etree.SubElement(entry, _tag("note")).text = printable(term.note)
    sections: dict[str, Any] = {}
    for said in term.wordings:
        if said.language not in sections:
            sections[said.language] = etree.SubElement(entry, _tag("langSec"), {LANG: said.language})
        _add_wording(sections[said.language], said)
    return entry


def _add_wording(section: Any, said: FileWording) -> None:
    part = etree.SubElement(section, _tag("termSec"))
    etree.SubElement(part, _tag("term")).text = printable(said.text)
    _add(part, "termNote", "administrativeStatus", _STATUS[RenderingStatus(said.status)])
    _add(part, "termNote", "termType", _FORM[RenderingForm(said.form)])
    if said.only_from:
        _add(part, "admin", "projectSubset", f"{_FROM}{said.only_from}")
    if said.reading:
        etree.SubElement(part, _tag("note")).text = f"{_READING}{printable(said.reading)}"


def _add(parent: Any, name: str, category: str, text: str) -> Any:
    element = etree.SubElement(parent, _tag(name), {"type": category})
    element.text = printable(text)
    return element


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def read_tbx(data: bytes) -> list[FileTerm]:
    """The terms of a file, in its order.

    Raises:
        ExchangeError: the file is refused as a whole.
        FaultyFileError: entries are faulty; names them all.
    """
    check(data, unit="")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.parse(BytesIO(data), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise malformed(error.lineno or 0, error.msg or "") from error
    if _name(root) not in ("tbx", "martif"):
        raise not_this_format("TBX")
    entries = [element for element in root.iter() if _name(element) in _ENTRIES]
    if not entries:
        raise ExchangeError(_("The file has no terms."))
    if len(entries) > MAX_TERMS:
        raise too_many()
    terms = [_term(entry, number) for number, entry in enumerate(entries, 1)]
    if faults := [fault for term in terms for fault in _faults_of(term)]:
        raise FaultyFileError(faults)
    return terms


def _term(entry: Any, number: int) -> FileTerm:
    term = FileTerm(entry.sourceline or 0, _key(entry.get("id", "")) or f"entry {number}")
    for category, text, element in _told(entry, _LANGUAGES):
        _take(term, category, text, element)
    for section in _within(entry, _LANGUAGES):
        language = section.get(LANG) or section.get("lang") or ""
        term.wordings += [_wording(part, language) for part in _within(section, _TERMS)]
    term.kind = term.kind or TermKind.TERM
    return term


def _take(term: FileTerm, category: str, text: str, element: Any) -> None:
    if category == "projectSubset" and text.startswith(_KIND):
        term.kind = text.removeprefix(_KIND)
    elif category == "projectSubset" and text.startswith(_ORGANIZATION):
        term.organization_kind = text.removeprefix(_ORGANIZATION)
    elif category == "source" and not term.authority:
        term.authority = text
    elif category == "crossReference" and not term.broader:
        term.broader = _key(element.get("target", "").lstrip("#")) or text
    elif category in ("note", "definition", "context") and text:
        term.note = f"{term.note}\n{text}" if term.note else text


def _wording(part: Any, language: str) -> FileWording:
    term = next((element for element in part.iter() if _name(element) == "term"), None)
    text = "".join(term.itertext()).strip() if term is not None else ""
    said = FileWording(part.sourceline or 0, language, text)
    for category, value, _element in _told(part, ()):
        if category == "administrativeStatus":
            said.status = _STATUS_READ.get(value.removesuffix("-admn-sts"), RenderingStatus.ADMITTED)
        elif category == "termType" and value in _SHORT_FORMS:
            said.form = RenderingForm.SHORT
        elif category == "projectSubset" and value.startswith(_FROM):
            said.only_from = value.removeprefix(_FROM)
        elif category == "note" and value.startswith(_READING):
            said.reading = value.removeprefix(_READING)
    return said


def _told(parent: Any, beyond: tuple[str, ...]) -> Iterator[tuple[str, str, Any]]:
    """Data category, text and element of what an entry says itself, not what its parts named in `beyond` say."""
    for child in parent:
        name = _name(child)
        if name in beyond or name == "term":
            continue
        if name.endswith("Grp"):
            yield from _told(child, beyond)
            continue
        category = child.get("type") or name
        yield category, "".join(child.itertext()).strip() if name else "", child


def _within(parent: Any, names: tuple[str, ...]) -> list[Any]:
    return [child for child in parent if _name(child) in names]


def _name(element: Any) -> str:
    """The local name; of comments and instructions none."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _key(identifier: str) -> str:
    """Our own entries are named `t12`."""
    return identifier[1:] if identifier[:1] == "t" and identifier[1:].isdigit() else identifier


def _faults_of(term: FileTerm) -> Iterator[Fault]:
    if term.kind not in TermKind.values:
        yield Fault(term.line, _("“%(value)s” is no kind of term.") % {"value": term.kind})
    if term.organization_kind and term.organization_kind not in OrganizationKind.values:
        yield Fault(term.line, _("“%(value)s” is no kind of organisation.") % {"value": term.organization_kind})
    if len(term.wordings) > MAX_WORDINGS:
        yield too_long(term)
    if not term.wordings:
        yield Fault(term.line, _("the entry has no terms."))
    for said in term.wordings:
        if not said.text:
            yield Fault(said.line, _("the term is empty."))
