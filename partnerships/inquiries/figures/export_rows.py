"""Inquiries as rows of a file: all that is known of each, in the words of the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django_countries import countries

from partnerships.inquiries.enums import ClockEnd, ClockKind, ConsentKind, Doubt
from partnerships.models import Consent, Inquiry, InquiryFile, InquiryMessage, PremisesNeed, ServiceClock
from portal.core.names import name_of

#: Read at a time: memory does not grow with the number of inquiries.
CHUNK = 1_000
_SECONDS = 3600
_FIELDS = ("reference", "created_at", "state", "park", "unit", "responsible", "intent", "behalf", "company")
_PERSON = ("person", "email", "phone", "amount", "currency", "time_frame", "message", "locale")
_NEED = [field.name for field in PremisesNeed._meta.fields if field.name not in ("id", "inquiry")]
_Column = tuple[str, Callable[[Inquiry], Any]]


def columns() -> list[_Column]:
    """Headings in the language of the reader, and what stands below them."""
    return [*_own(), *_links(), *_premises(), *_consents(), *_clocks(), *_traces()]


def rows(inquiries: QuerySet[Inquiry], wanted: Sequence[_Column]) -> Iterator[list[Any]]:
    """A row of every inquiry, in a bounded number of queries for each `CHUNK` of them."""
    consents: QuerySet[Consent] = QuerySet(Consent).order_by("pk")
    clocks: QuerySet[ServiceClock] = QuerySet(ServiceClock).order_by("pk")
    found = (
        inquiries.select_related("premises")
        # Few parks and offices for many rows: joined, each row would make its own.
        .prefetch_related("park", "unit", "responsible", "organization", "merged_into")
        .prefetch_related("wanted_parks", "sectors", "visits", "agreements")
        .prefetch_related(Prefetch("consents", consents), Prefetch("clocks", clocks))
        .annotate(file_count=_count_of(InquiryFile), message_count=_count_of(InquiryMessage))
    )
    for inquiry in found.iterator(chunk_size=CHUNK):
        yield [_words(value(inquiry)) for _label, value in wanted]


def _count_of(model: Any) -> Coalesce:
    """How many parts of a kind an inquiry has. Joined and grouped, every row would be sorted by all its columns."""
    rows = model.objects.filter(inquiry=OuterRef("pk")).order_by().values("inquiry").annotate(count=Count("pk"))
    return Coalesce(Subquery(rows.values("count")), 0)


def _words(value: Any) -> Any:
    """A moment as the reader's day and minute; Excel knows no time zones."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value


def _own() -> list[_Column]:
    own = [_field(name) for name in _FIELDS]
    names = {code: str(name) for code, name in countries}
    country: _Column = (_label("country"), lambda inquiry: names.get(str(inquiry.country), str(inquiry.country)))
    return [*own, country, *(_field(name) for name in _PERSON)]


def _links() -> list[_Column]:
    many = [_many(name) for name in ("wanted_parks", "sectors", "visits", "agreements")]
    return [*many, _field("organization"), _field("merged_into")]


def _field(name: str) -> _Column:
    """A field by its label: of a choice its words, of a person the name."""
    field: Any = Inquiry._meta.get_field(name)
    if name == "responsible":
        return _label(name), lambda inquiry: name_of(inquiry.responsible)
    if field.choices:
        words = {value: str(label) for value, label in field.flatchoices}  # asked once, not for every row
        return _label(name), lambda inquiry: words.get(getattr(inquiry, name), getattr(inquiry, name))
    if field.is_relation:
        return _label(name), lambda inquiry: str(getattr(inquiry, name) or "")
    return _label(name), lambda inquiry: getattr(inquiry, name)


def _many(name: str) -> _Column:
    return _label(name), lambda inquiry: " | ".join(str(one) for one in getattr(inquiry, name).all())


def _label(name: str, model: Any = Inquiry) -> str:
    return str(capfirst(model._meta.get_field(name).verbose_name))


def _premises() -> list[_Column]:
    return [(_label(name, PremisesNeed), _need(name)) for name in _NEED]


def _need(name: str) -> Callable[[Inquiry], Any]:
    field: Any = PremisesNeed._meta.get_field(name)
    words = {value: str(label) for value, label in field.flatchoices}

    def value(inquiry: Inquiry) -> Any:
        need = getattr(inquiry, "premises", None)
        if need is None:
            return ""
        return words.get(getattr(need, name), getattr(need, name))

    return value


def _consents() -> list[_Column]:
    heading = _("Consent: %(to)s")
    each: list[_Column] = [(heading % {"to": kind.label}, _consent(kind)) for kind in ConsentKind]
    return [*each, _field("privacy_version")]


def _consent(kind: str) -> Callable[[Inquiry], str]:
    """Since when the latest consent of this kind holds, or since when it no longer does."""

    absent = pgettext("export of inquiries", "not given")
    withdrawn, given = _("withdrawn %(moment)s"), _("given %(moment)s")

    def value(inquiry: Inquiry) -> str:
        latest = [row for row in inquiry.consents.all() if row.kind == kind][-1:]
        if not latest:
            return absent
        if latest[0].withdrawn_at:
            return withdrawn % {"moment": _words(latest[0].withdrawn_at)}
        return given % {"moment": _words(latest[0].given_at)}

    return value


def _clocks() -> list[_Column]:
    return [
        (_("First answer"), lambda inquiry: str(_ended(_first(inquiry)))),
        (_("First answer: working hours used"), lambda inquiry: _hours(_first(inquiry))),
        (_("First answer: working hours allowed"), lambda inquiry: _hours(_first(inquiry), "allowed")),
        (_("Further answers in time"), lambda inquiry: _further(inquiry, ClockEnd.IN_TIME)),
        (_("Further answers late"), lambda inquiry: _further(inquiry, ClockEnd.LATE)),
        (_("Answer due"), lambda inquiry: next((row.due_at for row in inquiry.clocks.all() if not row.ended_at), "")),
    ]


def _first(inquiry: Inquiry) -> ServiceClock | None:
    """The clock of the first answer; one that a step made void counts only where there is no other."""
    found = [row for row in inquiry.clocks.all() if row.kind == ClockKind.FIRST]
    return ([row for row in found if row.outcome != ClockEnd.VOID] or found or [None])[-1]  # type: ignore[list-item]


def _ended(clock: ServiceClock | None) -> str:
    return str(clock.get_outcome_display()) if clock else ""


def _hours(clock: ServiceClock | None, name: str = "used") -> str:
    """Hours to a tenth; of one that still runs only what was written down."""
    if clock is None or (name == "used" and clock.ended_at is None):
        return ""
    return f"{getattr(clock, name) / _SECONDS:.1f}"


def _further(inquiry: Inquiry, outcome: str) -> int:
    return sum(row.kind == ClockKind.NEXT and row.outcome == outcome for row in inquiry.clocks.all())


def _traces() -> list[_Column]:
    return [
        (pgettext("export of inquiries", "Messages"), lambda inquiry: inquiry.message_count),  # type: ignore[attr-defined]
        (pgettext("export of inquiries", "Files"), lambda inquiry: inquiry.file_count),  # type: ignore[attr-defined]
        _field("quarantined_at"),
        (_label("doubts"), lambda inquiry: " | ".join(str(Doubt(one).label) for one in inquiry.doubts)),
        _field("erased_at"),
        _field("updated_at"),
    ]
