"""The resource `news`."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query
from pydantic import Field

from news.api import reading, shapes
from news.models import NewsPage
from portal.api.parameters import Key, ListParameters, named
from portal.api.routes import Resource

news = Resource(
    "news",
    _("News, newest first. With ?lang= only articles that are published in that language are listed."),
    prepare=reading.with_versions,
)


class NewsFilters(ListParameters):
    park: Key | None = Field(None, description=_("The park, by id or short address."))
    category: Key | None = Field(None, description=_("The category, by id or short address."))
    date: datetime.date | None = Field(None, description=_("The day of publication."))
    since: datetime.date | None = Field(None, description=_("Published on this day or later."))
    until: datetime.date | None = Field(None, description=_("Published on this day or earlier."))


def _live() -> QuerySet[Any]:
    rows = NewsPage.objects.live().public().filter(alias_of__isnull=True)
    return rows.select_related("category", "park").defer("body").order_by("-date", "-pk")


def _one_each(rows: QuerySet[Any], language: str | None) -> QuerySet[Any]:
    """One page an article: in the language asked for, else in the source language, else in the first there is."""
    if language:
        return rows.filter(language=language)
    source = settings.LANGUAGE_CODE
    others = NewsPage.objects.live().filter(translation_key=OuterRef("translation_key"), alias_of__isnull=True)
    better = others.filter(Q(language=source) | Q(pk__lt=OuterRef("pk")))
    return rows.filter(Q(language=source) | ~Exists(better))


@news.listing(shapes.ArticleItem, reading.article_item)
def list_news(request: HttpRequest, filters: Query[NewsFilters]) -> QuerySet[Any]:
    rows = _one_each(_live(), filters.lang)
    if filters.park:
        rows = rows.filter(named("park", filters.park))
    if filters.category:
        rows = rows.filter(named("category", filters.category))
    days = {"date": filters.date, "date__gte": filters.since, "date__lte": filters.until}
    return rows.filter(**{lookup: day for lookup, day in days.items() if day})


def _by_key(rows: QuerySet[Any], key: str) -> Q:
    try:
        return Q(translation_key=UUID(key))
    except ValueError as error:
        raise Http404("No such article.") from error


@news.item(
    shapes.Article,
    reading.article_detail,
    _("One article with the event, who answers for it, its source and its words."),
    find=_by_key,
)
def read_article(request: HttpRequest) -> QuerySet[Any]:
    return _one_each(_live(), None)
