"""Tags, placeholders, addresses: what no language says otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.localization.checks.base import Finding, Segment
from portal.localization.checks.text import seen
from portal.localization.engines.markup import Reading, Tag
from portal.localization.enums import Severity

#: Of a record's lines a translation may make more or fewer.
_FREE = frozenset({"br", "wbr"})
#: A language may stress otherwise; a link, or a figure that is raised, must stay.
_STRESS = frozenset({"b", "strong", "i", "em", "u", "mark", "span", "s"})


def check_markup(segment: Segment) -> Iterator[Finding]:
    """Findings `tags`, `placeholder` and `link` of one segment."""
    source, wording = seen(segment.source), seen(segment.wording)
    yield from _tags(segment, source.reading, wording.reading)
    yield from _placeholders(segment, source.placeholders, wording.placeholders)
    yield from _links(segment, source.links, wording.links)


def _flat(reading: Reading) -> Counter[Tag]:
    flat: Counter[Tag] = Counter()
    for place, count in reading.places.items():
        flat[place[-1]] += count
    return Counter({tag: count for tag, count in flat.items() if tag[0] not in _FREE})


def _nesting(reading: Reading) -> Counter[tuple[Tag, ...]]:
    return Counter({place: n for place, n in reading.places.items() if place[-1][0] not in _FREE})


def _written(tag: Tag) -> str:
    attributes = "".join(f' {name}="{value}"' if value is not None else f" {name}" for name, value in tag[1])
    return f"<{tag[0]}{attributes}>"


def _tags(segment: Segment, source: Reading, wording: Reading) -> Iterator[Finding]:
    if source.sound and not wording.sound:
        yield Finding("tags", Severity.BLOCKING, _("A tag of the translation is not closed."), segment, "open")
    before, after = _flat(source), _flat(wording)
    for tag in before - after:
        yield _tag(segment, tag, _("The translation lacks %(tag)s.") % {"tag": _written(tag)}, "-")
    for tag in after - before:
        yield _tag(segment, tag, _("The translation has %(tag)s, the source has not.") % {"tag": _written(tag)}, "+")
    if before == after and _nesting(source) != _nesting(wording):
        yield Finding(
            "tags", Severity.WARNING, _("The tags lie in one another otherwise than in the source."), segment, "nesting"
        )


def _tag(segment: Segment, tag: Tag, message: str, sign: str) -> Finding:
    severity = Severity.WARNING if tag[0] in _STRESS else Severity.BLOCKING
    return Finding("tags", severity, message, segment, sign + _written(tag))


def _placeholders(segment: Segment, source: Counter[str], wording: Counter[str]) -> Iterator[Finding]:
    for name in source - wording:
        message = _("The translation lacks the placeholder %(name)s.") % {"name": name}
        yield Finding("placeholder", Severity.BLOCKING, message, segment, f"-{name}")
    for name in wording - source:
        message = _("The translation has the placeholder %(name)s, the source has not.") % {"name": name}
        yield Finding("placeholder", Severity.BLOCKING, message, segment, f"+{name}")


def _links(segment: Segment, source: Counter[str], wording: Counter[str]) -> Iterator[Finding]:
    lost, new = sorted(set(source) - set(wording)), sorted(set(wording) - set(source))
    for link in lost:
        other = next((one for one in new if _alike(link, one)), "")
        if other:
            new.remove(other)
            same_host = _host(link) and _host(link) == _host(other)  # the page in the other language
            message = _("The source says %(source)s, the translation %(wording)s.")
            severity = Severity.WARNING if same_host else Severity.BLOCKING
            yield Finding("link", severity, message % {"source": link, "wording": other}, segment, f"{link}/{other}")
        else:
            message = _("The translation lacks the address or number %(link)s.") % {"link": link}
            yield Finding("link", Severity.BLOCKING, message, segment, f"-{link}")
    for link in new:
        message = _("The translation has the address or number %(link)s, the source has not.") % {"link": link}
        yield Finding("link", Severity.WARNING, message, segment, f"+{link}")


def _alike(link: str, other: str) -> bool:
    return ("@" in link, link.isdigit()) == ("@" in other, other.isdigit())


def _host(link: str) -> str:
    return "" if "@" in link or link.isdigit() else urlsplit(link if "://" in link else f"//{link}").netloc


def quoted(texts: list[str]) -> str:
    """Wordings in a row, each in the quotation marks of the reader's language."""
    return pgettext("between quotations", ", ").join(_("“%(text)s”") % {"text": text} for text in texts)
