"""What is answered of news."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_noop as _
from pydantic import Field

from portal.api.shapes import Links, PartialDate, Ref, Shape, Words


class ArticleItem(Shape):
    """An article, one for all languages in which it is published."""

    id: str = Field(description=_("The same for all languages of an article."))
    title: Words | None
    date: datetime.date = Field(description=_("The day of publication that the article states."))
    category: Ref | None
    park: Ref | None
    summary: Words | None
    pages: Links


class CitedSource(Shape):
    """Whom the article cites."""

    agency: Words | None
    place: Words | None
    reporters: Words | None
    url: str | None


class ArticleEvent(Shape):
    """The event that the article tells of."""

    name: Words | None
    date: PartialDate | None
    date_basis: Words | None = Field(description=_("What an inferred year rests on."))
    place: Words | None


class Article(ArticleItem):
    """An article with its particulars and its words."""

    text: Words | None = Field(description=_("The article without markup, a paragraph a line."))
    event: ArticleEvent | None
    issuing_body: Words | None
    editor: Words | None
    reviser: Words | None
    source: CitedSource | None
