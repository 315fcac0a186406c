"""The rows of the inbox: in which order they stand, what waits in them, how many there are by unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnerships.inquiries.access import units_read
from partnerships.inquiries.enums import OPEN, MessageDirection
from partnerships.models import Inquiry, InquiryMessage, InquiryRequest
from portal.core.models import Unit
from portal.core.permissions import ALL_UNITS


def with_due(rows: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    """Each with `due_at` of its clock that has not ended; it has one at most, so no row stands twice."""
    clock = FilteredRelation("clocks", condition=Q(clocks__ended_at=None))
    return rows.annotate(open_clock=clock).annotate(due_at=F("open_clock__due_at"))


def by_due(rows: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    """What is due first, first; then what has no date, the oldest first."""
    return with_due(rows).order_by(F("due_at").asc(nulls_last=True), "created_at", "pk")


def overdue(rows: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    """Those whose answer is overdue now."""
    return rows.filter(clocks__ended_at=None, clocks__due_at__lt=timezone.now())


class InboxRows:
    """Open inquiries by what is due, then all others, the latest first; as a list that is read page by page.

    Two queries for a page where it holds both, because no index has the order of the whole: the open ones are few and
    sorted, of the others the index by date gives a page.
    """

    def __init__(self, rows: QuerySet[Inquiry]) -> None:
        self._open = rows.filter(state__in=OPEN)
        self._others = rows.exclude(state__in=OPEN)

    @cached_property
    def _open_count(self) -> int:
        return self._open.order_by().count()

    def count(self) -> int:
        return self._open_count + self._others.order_by().count()

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, wanted: slice) -> list[Inquiry]:
        start, stop, border = wanted.start or 0, wanted.stop, self._open_count
        found = list(by_due(self._open)[start : min(stop, border)]) if start < border else []
        if stop > border:
            others = with_due(self._others).order_by("-created_at", "-pk")
            found += others[max(start - border, 0) : stop - border]
        return found


def waiting(rows: Iterable[Inquiry]) -> dict[int, list[str]]:
    """Key → what waits in an open inquiry, in words; two queries for all of a page."""
    opened = {row.pk: row for row in rows if row.state in OPEN}
    said: dict[int, list[str]] = defaultdict(list)
    # What is written about a duplicate waits in the inquiry in which it goes on.
    rows_of = Q(inquiry__in=opened) | Q(inquiry__merged_into__in=opened)
    goal = Coalesce("inquiry__merged_into", "inquiry")
    last = InquiryMessage.objects.filter(rows_of).annotate(goal=goal).order_by("goal", "-pk").distinct("goal")
    for inquiry, direction in last.values_list("goal", "direction"):
        if direction == MessageDirection.IN:
            said[inquiry].append(_("The investor has written"))
    for request in InquiryRequest.objects.filter(inquiry__in=opened, settled_at=None):
        said[request.inquiry_id].append(str(request.get_kind_display()))
    for row in opened.values():
        if row.responsible_id is None:
            said[row.pk].append(_("Nobody is responsible"))
    return said


@dataclass(frozen=True, slots=True)
class Side:
    """One office whose inquiries a person reads: how many are open, and overdue."""

    key: str
    name: str
    open: int
    late: int


def sides(user: Any, readable: QuerySet[Inquiry]) -> list[Side]:
    """Every office of which the person reads open inquiries, and those that the person's own unit has none of; the
    portal's own first."""
    late = Q(open_clock__due_at__lt=timezone.now())
    rows = with_due(readable.filter(state__in=OPEN)).order_by().values("unit")
    counts: dict[Any, Any] = {
        row["unit"]: row for row in rows.annotate(every=Count("pk"), late=Count("pk", filter=late))
    }
    units = units_read(user)
    own = set(counts) if units is ALL_UNITS else set(counts) | (units or set())
    named = Unit.objects.filter(pk__in=own - {None}).order_by("name").values_list("pk", "name")
    names: dict[int | None, str] = {pk: name for pk, name in named}  # noqa: C416
    shown: dict[int | None, str] = {None: pgettext("unit", "The portal’s own office")} if None in counts else {}
    none = {"every": 0, "late": 0}
    return [
        Side(str(key or "none"), name, found["every"], found["late"])
        for key, name in {**shown, **names}.items()
        for found in [counts.get(key, none)]
    ]
