"""Visits that touch a range of days, with their agenda."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from partnerships.models import AgendaItem, Visit
from portal.core.partial_dates import sort_key

#: On the clock of the visit an item may be on the day before or after that of its own clock.
_A_DAY = timedelta(days=1)


def visits_between(rows: QuerySet[Visit], first: date, last: date) -> QuerySet[Visit]:
    """Those of `rows` of which a day, or an item of the agenda, lies between the two days or beside them, by days.

    One of which only the month is known is among those of its month. Everything that a calendar shows is at hand.
    """
    begins: Any = sort_key("date")
    ends: Any = Coalesce(sort_key("until"), sort_key("date"), output_field=CharField())
    on_days = Q(calendar_begins__lte=last.isoformat(), calendar_ends__gte=first.isoformat())
    in_month = Q(calendar_begins__in=_months(first, last))
    agenda = AgendaItem.objects.filter(visit=OuterRef("pk"), day__range=(first - _A_DAY, last + _A_DAY))
    return (
        rows.annotate(calendar_begins=begins, calendar_ends=ends)
        .filter(on_days | in_month | Exists(agenda))
        .select_related("unit", "park", "place", "responsible")
        .prefetch_related("agenda__room", "agenda__organization")
        .order_by(F("calendar_begins").asc(nulls_last=True), "pk")
    )


def _months(first: date, last: date) -> list[str]:
    """The keys of dates of which only the month is known, for every month that the range touches."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{number // 12:04}-{number % 12 + 1:02}-00" for number in months]
