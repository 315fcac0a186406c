"""The figures of inquiries: a bounded number of queries, whatever the number of rows.

An inquiry counts under what it was asked in; of several sectors it counts in each, and once in the total. The times are
those of first answers (`ServiceClock`), in working hours of the calendar of the office that answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.conf.locale import LANG_INFO
from django.db.models import Aggregate, Count, Exists, F, FloatField, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, TruncMonth
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_countries import countries

from parks.models import Park, Sector
from partnerships.inquiries.access import readable_inquiries
from partnerships.inquiries.enums import OPEN, ClockEnd, ClockKind, InquiryState, Intent
from partnerships.models import Inquiry, ServiceClock
from portal.core.days import day_of, portal_zone, start_of
from portal.core.models import Unit, User

#: Shares and middles of fewer answers than this say more of chance than of the office: they are not shown.
FEWEST = 5
_SECONDS = 3600


class _Quantile(Aggregate):
    """The value below which a share of the rows lies, between two rows in proportion (`percentile_cont`)."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def month_after(month: date, count: int) -> date:
    """The first day of the month that lies so many months after `month`, or before it."""
    year, number = divmod(12 * month.year + month.month - 1 + count, 12)
    return date(year, number + 1, 1)


@dataclass(frozen=True, slots=True)
class Span:
    """From which month to which, both inclusive and named by their first days; of which office, None: of all."""

    since: date
    until: date
    unit: Unit | None = None

    def holds(self) -> Q:
        after = month_after(self.until, 1)
        wanted = Q(created_at__gte=start_of(self.since), created_at__lt=start_of(after))
        return wanted & Q(unit=self.unit) if self.unit else wanted

    def months(self) -> list[date]:
        count = 12 * (self.until.year - self.since.year) + self.until.month - self.since.month + 1
        return [month_after(self.since, at) for at in range(count)]


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one month, park, sector and so on.

    Attributes:
        month: its first day, where the line is of a month.
        received: true inquiries, each once.
        waiting: of them, those that somebody still works on.
        overdue: of them, those whose answer is due and has not been written, the first or a further one.
        in_time, late: first answers that were written in time and late.
        missed: first answers that are overdue.
        median, most: working hours to the first answer, of half of those answered and of nine in ten; None: too few.
        settled, not_settled: how they ended.
        became: those that a visit or an agreement hangs on.
    """

    name: str
    month: date | None = None
    received: int = 0
    waiting: int = 0
    overdue: int = 0
    in_time: int = 0
    late: int = 0
    missed: int = 0
    median: float | None = None
    most: float | None = None
    settled: int = 0
    not_settled: int = 0
    became: int = 0

    @property
    def punctual(self) -> int | None:
        """How many of a hundred first answers that were due came in time; what is overdue is late already."""
        return _share(self.in_time, self.in_time + self.late + self.missed)

    @property
    def fruitful(self) -> int | None:
        """How many of a hundred have become a visit or an agreement."""
        return _share(self.became, self.received)


class Figures(NamedTuple):
    lines: list[Line]
    total: Line


class View(NamedTuple):
    """One way to part inquiries.

    Attributes:
        label: what it is called.
        key: the lookup from an inquiry.
        names: keys → names of all, in the language of the reader.
    """

    label: Any
    key: str
    names: Callable[[], Mapping[Any, str]]


def counted_for(user: User) -> QuerySet[Inquiry]:
    """The true inquiries that the person may read."""
    rows: Any = readable_inquiries(user)
    counted: QuerySet[Inquiry] = rows.counted()
    return counted


def first_month(user: User) -> date | None:
    """The month of the first inquiry that the person may read."""
    first = counted_for(user).aggregate(first=Min("created_at"))["first"]
    return day_of(first).replace(day=1) if first else None


def figures(user: User, span: Span, view: str) -> Figures:
    """The figures by `view`, a key of `VIEWS`: of months the earliest first, of all else the most inquiries first."""
    key = VIEWS[view].key
    rows = counted_for(user).filter(span.holds())
    found = _joined(rows, key)
    names = VIEWS[view].names()
    total = Line(name=_("Total"), **_joined(rows, "").get(None, {}))
    if view == "month":
        by_day = {day_of(value): values for value, values in found.items()}
        return Figures([Line(_month(day), day, **by_day.get(day, {})) for day in span.months()], total)
    lines = [Line(name=_name(names, value, view), **values) for value, values in found.items()]
    return Figures(sorted(lines, key=lambda line: (-line.received, line.name)), total)


def _joined(rows: QuerySet[Inquiry], key: str) -> dict[Any, dict[str, Any]]:
    """Values of `key` → the figures of a line; with no key one line, under None."""
    found: dict[Any, dict[str, Any]] = {}
    for part in (_outcomes(rows, key), _times(rows, key)):
        for row in part:
            found.setdefault(row.pop("key", None), {}).update(row)
    return {value: _rested(row) for value, row in found.items()}


def _outcomes(rows: QuerySet[Inquiry], key: str) -> list[dict[str, Any]]:
    links: list[Any] = [Inquiry.visits.through, Inquiry.agreements.through]
    linked = [link.objects.filter(inquiry=OuterRef("pk")) for link in links]
    return _grouped(
        rows.annotate(has_become=Exists(linked[0]) | Exists(linked[1])),
        key,
        "",
        received=Count("pk"),
        waiting=Count("pk", filter=Q(state__in=OPEN)),
        settled=Count("pk", filter=Q(state=InquiryState.SETTLED)),
        not_settled=Count("pk", filter=Q(state=InquiryState.NOT_SETTLED)),
        became=Count("pk", filter=Q(has_become=True)),
    )


def _times(rows: QuerySet[Inquiry], key: str) -> list[dict[str, Any]]:
    first, answered = Q(kind=ClockKind.FIRST), Q(outcome__in=(ClockEnd.IN_TIME, ClockEnd.LATE))
    running = Q(ended_at=None)
    due = running & Q(due_at__lte=timezone.now())
    hours = Cast("used", FloatField()) / _SECONDS
    return _grouped(
        ServiceClock.objects.filter(inquiry__in=rows.order_by().values("pk")).exclude(outcome=ClockEnd.VOID),
        key,
        "inquiry__",
        overdue=Count("pk", filter=due),
        in_time=Count("pk", filter=first & Q(outcome=ClockEnd.IN_TIME)),
        late=Count("pk", filter=first & Q(outcome=ClockEnd.LATE)),
        # A clock that stands still while the investor is asked may have run out before.
        missed=Count("pk", filter=first & (due | running & Q(used__gt=F("allowed")))),
        median=_Quantile(hours, share=0.5, filter=first & answered),
        most=_Quantile(hours, share=0.9, filter=first & answered),
    )


def _grouped(rows: QuerySet[Any], key: str, prefix: str, **sums: Any) -> list[dict[str, Any]]:
    if not key:
        return [rows.aggregate(**sums)]
    by = TruncMonth(f"{prefix}created_at", tzinfo=portal_zone()) if key == "month" else F(prefix + key)
    return list(rows.order_by().annotate(key=by).values("key").annotate(**sums))


def _rested(row: dict[str, Any]) -> dict[str, Any]:
    """Without the middles of few answers."""
    few = row.get("in_time", 0) + row.get("late", 0) < FEWEST
    return {**row, "median": None, "most": None} if few else row


def _share(part: int, whole: int) -> int | None:
    return None if whole < FEWEST else round(100 * part / whole)


def _name(names: Mapping[Any, str], value: Any, view: str) -> str:
    return names.get(value) or (str(value) if value and view != "sector" else _("Not stated"))


def _month(day: date) -> str:
    return formats.date_format(day, "YEAR_MONTH_FORMAT")


def _parks() -> dict[Any, str]:
    return {None: _("Advice wanted, no park"), **{park.pk: str(park) for park in Park.objects.all()}}


def _units() -> dict[Any, str]:
    return {None: _("The portal’s own officers"), **{unit.pk: str(unit) for unit in Unit.objects.all()}}


def _sectors() -> dict[Any, str]:
    return {sector.pk: str(sector) for sector in Sector.objects.all()}


def _languages() -> dict[Any, str]:
    known = [code for code, info in LANG_INFO.items() if "name" in info]
    return {code: str(translation.get_language_info(code)["name_translated"]) for code in known}


VIEWS: dict[str, View] = {
    "month": View(gettext_lazy("Month"), "month", dict),
    "park": View(gettext_lazy("Park"), "park", _parks),
    "unit": View(pgettext_lazy("figures", "Office that answers"), "unit", _units),
    "sector": View(gettext_lazy("Sector"), "sectors", _sectors),
    "country": View(
        gettext_lazy("Country or region"), "country", lambda: {code: str(name) for code, name in countries}
    ),
    "language": View(gettext_lazy("Language"), "locale", _languages),
    "intent": View(gettext_lazy("Intent"), "intent", lambda: {value: str(label) for value, label in Intent.choices}),
}
