"""The records that a person may make news of."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.permissions import policy_registry

from news.drafting.places import Record, index_for, may_write
from news.models import NewsIndexPage
from partnerships.models import Event, Visit
from partnerships.visits.enums import TOOK_PLACE
from portal.core.localized import word_columns
from portal.core.partial_dates import sort_key

#: So many of the newest visits and events are looked through, and so many of each are shown.
LOOKED_AT, SHOWN = 200, 50


def writes_anywhere(user: Any) -> bool:
    """Whether `user` may add an article to any list of news."""
    return any(may_write(user, index) for index in NewsIndexPage.objects.select_related("locale"))


def records_to_tell(user: Any, asked: str = "") -> list[Record]:
    """Visits and events that have happened, that `user` may read or everybody sees, and of which they may write news;
    newest first, visits before events.

    Args:
        asked: a part of the name; empty for all.
    """
    visits = _readable(user, Visit).filter(state__in=TOOK_PLACE)
    known: dict[tuple[int | None, int | None], bool] = {}
    return [
        record for rows in (visits, _readable(user, Event)) for record in _writable(user, _named(rows, asked), known)
    ]


def _readable(user: Any, model: type[Record]) -> QuerySet[Any]:
    rows: Any = model._default_manager
    mine = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, ["view", "change"])
    found: QuerySet[Any] = rows.filter(Q(pk__in=mine.values("pk")) | Q(pk__in=rows.public().values("pk")))
    return found.select_related("unit__root_page", "park")


def _named(rows: QuerySet[Any], asked: str) -> QuerySet[Any]:
    if asked:
        wanted = Q()
        for name in word_columns("name"):
            wanted |= Q(**{f"{name}__icontains": asked})
        rows = rows.filter(wanted)
    return rows.order_by(sort_key("date").desc(nulls_last=True), "-pk")


def _writable(user: Any, rows: QuerySet[Any], known: dict[tuple[int | None, int | None], bool]) -> list[Record]:
    """Those whose list of news is the person's to write; each unit and park is asked of once."""
    found: list[Record] = []
    for record in rows[:LOOKED_AT]:
        place = (record.unit_id, record.park_id)
        if place not in known:
            known[place] = may_write(user, index_for(record))
        if known[place]:
            found.append(record)
    return found[:SHOWN]
