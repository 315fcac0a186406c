"""Inquiries as rows of a file: all that is known of each, in the words of the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django_countries import countries

from partnerships.inquiries.enums import ClockEnd, ClockKind, ConsentKind, Doubt
from partnerships.inquiries.figures.export_facts import ClockFacts, Facts, Row
from partnerships.models import Inquiry, PremisesNeed
from portal.core.localized import language_in_words
from portal.core.models import User

#: Read at a time: memory does not grow with the number of inquiries.
CHUNK = 1_000
_SECONDS = 3600
_FIELDS = ("reference", "created_at", "state", "park", "unit", "responsible", "intent", "behalf", "company")
_PERSON = ("person", "email", "phone", "amount", "currency", "time_frame", "message", "locale")
_NAMED = frozenset({"park", "unit", "responsible", "organization", "merged_into"})
_NEED = [field.name for field in PremisesNeed._meta.fields if field.name not in ("id", "inquiry")]
_Column = tuple[str, Callable[[Row], Any]]


def columns() -> list[_Column]:
    """Headings in the language of the reader, and what stands below them."""
    return [*_own(), *_links(), *_premises(), *_consents(), *_clocks(), *_traces()]


def rows(inquiries: QuerySet[Inquiry], wanted: Sequence[_Column], *, user: User) -> Iterator[list[Any]]:
    """A row of every inquiry as `user` may know it, in a bounded number of queries for each `CHUNK` of them."""
    facts = Facts(user)
    say = [value for _label, value in wanted]
    found = inquiries.iterator(chunk_size=CHUNK)
    while batch := list(islice(found, CHUNK)):
        for row in facts.rows(batch):
            yield [_words(value(row)) for value in say]


def _words(value: Any) -> Any:
    """A moment as the reader's day and minute; Excel knows no time zones."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value


def _own() -> list[_Column]:
    own = [_field(name) for name in _FIELDS]
    names = {code: str(name) for code, name in countries}
    country: _Column = (_label("country"), lambda row: names.get(code := str(row.inquiry.country), code))
    return [*own, country, *(_field(name) for name in _PERSON)]


def _links() -> list[_Column]:
    many = [_many(name) for name in ("wanted_parks", "sectors", "visits", "agreements")]
    return [*many, _field("organization"), _field("merged_into")]


def _field(name: str) -> _Column:
    """A field by its label: of a choice or a language its words, of a record its name."""
    if name in _NAMED:
        return _label(name), lambda row: getattr(row, name)
    words = _choices(Inquiry, name)  # asked once, not for every row
    if words:
        return _label(name), lambda row: words.get(value := getattr(row.inquiry, name), value)
    return _label(name), lambda row: getattr(row.inquiry, name)


def _choices(model: Any, name: str) -> dict[Any, str]:
    if name == "locale":
        return {code: language_in_words(code) for code, _name in settings.LANGUAGES}
    return {value: str(label) for value, label in model._meta.get_field(name).flatchoices}


def _many(name: str) -> _Column:
    return _label(name), lambda row: " | ".join(getattr(row, name))


def _label(name: str, model: Any = Inquiry) -> str:
    return str(capfirst(model._meta.get_field(name).verbose_name))


def _premises() -> list[_Column]:
    return [(_label(name, PremisesNeed), _need(name)) for name in _NEED]


def _need(name: str) -> Callable[[Row], Any]:
    words = _choices(PremisesNeed, name)

    def value(row: Row) -> Any:
        if row.premises is None:
            return ""
        said = getattr(row.premises, name)
        return words.get(said, said) if words else said

    return value


def _consents() -> list[_Column]:
    heading = _("Consent: %(to)s")
    each: list[_Column] = [(heading % {"to": kind.label}, _consent(kind)) for kind in ConsentKind]
    return [*each, _field("privacy_version")]


def _consent(kind: str) -> Callable[[Row], str]:
    """Since when the latest consent of this kind holds, or since when it no longer does."""

    absent = pgettext("export of inquiries", "not given")
    withdrawn, given = _("withdrawn %(moment)s"), _("given %(moment)s")

    def value(row: Row) -> str:
        latest = [one for one in row.consents if one.kind == kind][-1:]
        if not latest:
            return absent
        if latest[0].withdrawn_at:
            return withdrawn % {"moment": _words(latest[0].withdrawn_at)}
        return given % {"moment": _words(latest[0].given_at)}

    return value


def _clocks() -> list[_Column]:
    ends = {value: str(label) for value, label in ClockEnd.choices}
    return [
        (_("First answer"), lambda row: ends.get(first.outcome, "") if (first := _first(row)) else ""),
        (_("First answer: working hours used"), lambda row: _used(_first(row))),
        (_("First answer: working hours allowed"), lambda row: _hours(first.allowed) if (first := _first(row)) else ""),
        (_("Further answers in time"), lambda row: _further(row, ClockEnd.IN_TIME)),
        (_("Further answers late"), lambda row: _further(row, ClockEnd.LATE)),
        (_("Answer due"), lambda row: next((clock.due_at for clock in row.clocks if not clock.ended_at), "")),
    ]


def _first(row: Row) -> ClockFacts | None:
    """The clock of the first answer; one that a step made void counts only where there is no other."""
    found = [clock for clock in row.clocks if clock.kind == ClockKind.FIRST]
    return ([clock for clock in found if clock.outcome != ClockEnd.VOID] or found or [None])[-1]  # type: ignore[list-item]


def _used(clock: ClockFacts | None) -> float | str:
    """Hours to a tenth; of one that still runs nothing is written down."""
    return _hours(clock.used) if clock and clock.ended_at else ""


def _hours(seconds: int) -> float:
    return round(seconds / _SECONDS, 1)


def _further(row: Row, outcome: str) -> int:
    return sum(clock.kind == ClockKind.NEXT and clock.outcome == outcome for clock in row.clocks)


def _traces() -> list[_Column]:
    doubts = {value: str(label) for value, label in Doubt.choices}
    return [
        (pgettext("export of inquiries", "Messages"), lambda row: row.messages),
        (pgettext("export of inquiries", "Files"), lambda row: row.files),
        _field("quarantined_at"),
        (_label("doubts"), lambda row: " | ".join(doubts.get(one, one) for one in row.inquiry.doubts)),
        _field("erased_at"),
        _field("updated_at"),
    ]
