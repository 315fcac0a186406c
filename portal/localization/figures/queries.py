"""The figures as tables: one query each, whatever their size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Locale

from portal.core.models import User
from portal.core.names import name_of
from portal.localization.enums import ChargeState, EngineName, WordingOrigin
from portal.localization.figures.access import of_people, sees_everything
from portal.localization.models import Charge, PublishedWords
from portal.localization.permissions import job_policy

#: Wordings that nobody had to write and no engine was paid for.
REUSED = (WordingOrigin.MEMORY, WordingOrigin.GLOSSARY, WordingOrigin.UNCHANGED)
_SUMS = {"segments": Sum("segments"), "words": Sum("words"), "characters": Sum("characters")}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures.

    Attributes:
        names: how many of the first columns are words; the others are numbers.
        bars: month → words, for the picture above the table; empty where there is none.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]
    totals: Sequence[Sequence[Any]]
    names: int = 2
    bars: Sequence[tuple[date, int]] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """From which month to which (both inclusive, their first days), and into which language; None: all."""

    since: date | None = None
    until: date | None = None
    target: Locale | None = None

    def months(self) -> Q:
        wanted = Q()
        if self.since:
            wanted &= Q(month__gte=self.since)
        if self.until:
            wanted &= Q(month__lte=self.until)
        return wanted


def words_for(user: User) -> QuerySet[PublishedWords]:
    """The rows that the person may see: all, or those of translations that they may see."""
    rows = PublishedWords.objects.all()
    if sees_everything(user):
        return rows
    return rows.filter(job__in=job_policy.instances_user_has_any_permission_for(user, ["view"]).order_by().values("pk"))


def months_of(user: User) -> list[date]:
    """Months of which there are figures, the latest first."""
    worded = words_for(user).order_by().values_list("month", flat=True).distinct()
    paid = Charge.objects.order_by().values_list("month", flat=True).distinct()
    return sorted({*worded, *paid}, reverse=True)


def _words(user: User, span: Span) -> QuerySet[PublishedWords]:
    rows = words_for(user).filter(span.months())
    return rows.filter(target_locale=span.target) if span.target else rows


def by_origin(user: User, span: Span) -> Table:
    """Words of each month by where their wordings come from, and how many of a hundred nobody had to write."""
    sums = {origin.value: Sum("words", filter=Q(origin=origin), default=0) for origin in WordingOrigin}
    found: Any = _words(user, span).order_by("-month").values("month").annotate(**sums, **_SUMS)
    lines = [(row["month"], row) for row in found]
    names = [origin.value for origin in WordingOrigin]
    total = {name: sum(row[name] for _month, row in lines) for name in ("segments", "words", "characters", *names)}
    return Table(
        [
            _("Month"),
            _("Segments"),
            pgettext("count", "Words"),
            _("Characters"),
            *(str(origin.label) for origin in WordingOrigin),
            _("Reused, per cent"),
        ],
        [(month, *_origin_cells(row, names)) for month, row in lines],
        [(_("Total"), *_origin_cells(total, names))] if lines else [],
        names=1,
        bars=[(month, row["words"]) for month, row in reversed(lines)],
    )


def _origin_cells(row: dict[str, Any], names: Sequence[str]) -> list[Any]:
    reused = sum(row[origin] for origin in REUSED)
    share = round(Decimal(100 * reused) / row["words"], 1) if row["words"] else Decimal(0)
    return [row["segments"], row["words"], row["characters"], *(row[name] for name in names), share]


def by_pair(user: User, span: Span) -> Table:
    """Words of each month by pair of languages."""
    names = {locale.pk: locale.get_display_name() for locale in Locale.objects.all()}
    return _grouped(
        _words(user, span),
        ["source_locale", "target_locale"],
        _("Languages"),
        lambda key: f"{names.get(key[0], '')} → {names.get(key[1], '')}",
    )


def by_engine(user: User, span: Span) -> Table:
    """Words of each month by the engine whose wordings were approved as they were."""
    names = {"": _("Without machine"), **{engine.value: str(engine.label) for engine in EngineName}}
    return _grouped(_words(user, span), ["engine"], _("Engine"), lambda key: names.get(key[0], key[0]))


def by_person(user: User, span: Span) -> Table:
    """Words of each month by who wrote them: of everybody for those who may, else the person's own."""
    rows = _words(user, span).filter(of_people(user), origin=WordingOrigin.PERSON)
    people = {person.pk: name_of(person) for person in User.objects.filter(pk__in=rows.order_by().values("person"))}
    return _grouped(
        rows, ["person"], pgettext("of figures", "Person"), lambda key: people.get(key[0], _("No longer here"))
    )


def _grouped(
    rows: QuerySet[PublishedWords], keys: list[str], heading: str, name: Callable[[tuple[Any, ...]], str]
) -> Table:
    found: Any = rows.order_by("-month", *keys).values("month", *keys).annotate(**_SUMS)
    lines: list[Any] = [
        (row["month"], name(tuple(row[key] for key in keys)), row["segments"], row["words"], row["characters"])
        for row in found
    ]
    months: dict[date, int] = {}
    for line in reversed(lines):
        months[line[0]] = months.get(line[0], 0) + line[3]
    total = [sum(line[at] for line in lines) for at in (2, 3, 4)]
    return Table(
        [_("Month"), heading, _("Segments"), pgettext("count", "Words"), _("Characters")],
        lines,
        [(_("Total"), "", *total)] if lines else [],
        bars=list(months.items()),
    )


def money(user: User, span: Span) -> Table:
    """What engines have charged in each month; one total a currency."""
    rows = Charge.objects.exclude(state=ChargeState.RELEASED).filter(span.months())
    if span.target:
        rows = rows.filter(job__target_locale=span.target)
    keys = ("month", "account__engine", "account__currency")
    found: Any = rows.order_by("-month", *keys[1:]).values(*keys)
    found = found.annotate(requests=Count("pk"), characters=Sum("characters"), amount=Sum("amount"))
    names = dict(EngineName.choices)
    lines: list[Any] = [
        (
            row["month"],
            str(names.get(row["account__engine"], row["account__engine"])),
            row["account__currency"],
            row["requests"],
            row["characters"],
            row["amount"].quantize(Decimal("0.01")),
        )
        for row in found
    ]
    totals = []
    for currency in sorted({line[2] for line in lines}):
        own = [line for line in lines if line[2] == currency]
        totals.append((_("Total"), "", currency, *(sum(line[at] for line in own) for at in (3, 4, 5))))
    headings = [_("Month"), _("Engine"), _("Currency"), _("Requests"), _("Characters"), _("Amount")]
    return Table(headings, lines, totals, names=3)
