"""The records that a person may make news of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.permissions import policy_registry

from news.drafting.places import Record, index_for, may_write
from news.models import NewsIndexPage, NewsPage
from partnerships.models import Event, Visit
from partnerships.visits.enums import TOOK_PLACE
from portal.core.localized import word_columns
from portal.core.partial_dates import sort_key

#: So many of the newest visits and events are looked through, and so many of each are shown.
LOOKED_AT, SHOWN = 200, 50


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record, and the article that has been drafted from it already."""

    record: Record
    article: NewsPage | None


def writes_anywhere(user: Any) -> bool:
    """Whether `user` may add an article to any list of news."""
    return any(may_write(user, index) for index in NewsIndexPage.objects.select_related("locale"))


def records_to_tell(user: Any, asked: str = "") -> list[Candidate]:
    """Visits and events that have happened, that `user` may read or everybody sees, and of which they may write news;
    newest first, visits before events.

    Args:
        asked: a part of the name; empty for all.
    """
    visits, events = _readable(user, Visit).filter(state__in=TOOK_PLACE), _readable(user, Event)
    known: dict[tuple[int | None, int | None], NewsIndexPage | None] = {}
    return [
        candidate
        for field, rows in (("visit", visits), ("event_record", events))
        for candidate in _with_articles(field, _writable(user, _named(rows, asked), known))
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


def _writable(
    user: Any, rows: QuerySet[Any], known: dict[tuple[int | None, int | None], NewsIndexPage | None]
) -> list[tuple[Record, NewsIndexPage]]:
    """Those whose list of news is the person's to write, with that list; each unit and park is asked of once."""
    found: list[tuple[Record, NewsIndexPage]] = []
    for record in rows[:LOOKED_AT]:
        place = (record.unit_id, record.park_id)
        if place not in known:
            index = index_for(record)
            known[place] = index if may_write(user, index) else None
        if (index := known[place]) is not None:
            found.append((record, index))
    return found[:SHOWN]


def _with_articles(field: str, found: list[tuple[Record, NewsIndexPage]]) -> list[Candidate]:
    """With the article in the language of the list; of several the first, as `services.article_of` has it."""
    pages = NewsPage.objects.filter(**{f"{field}__in": [record.pk for record, _index in found]})
    first = {(getattr(page, f"{field}_id"), page.locale_id): page for page in pages.order_by("-pk")}
    return [Candidate(record, first.get((record.pk, index.locale_id))) for record, index in found]
