"""What the search knows of news."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from news.models import NewsPage
from parks.models import Park
from parks.search import park_names
from portal.search.pages import page_documents
from portal.search.registry import SearchDocument, register, register_dependents

#: What a reader sees of an article besides its title and summary.
_FIELDS = ["lead_picture_caption", "body", "event_name", "event_place", "issuing_body", "source_agency", "source_place"]


def connect() -> None:
    """Register the models of this app. Called once, when the app is ready."""
    register(NewsPage, kind="news", label=_("News"), read=read_article)
    register_dependents(Park, _articles)


def read_article(page: NewsPage) -> Iterator[SearchDocument]:
    """An article; that of a park is found by all names of the park."""
    return page_documents(
        page,
        summary=page.summary,
        fields=_FIELDS,
        names=park_names(page.park),
        date=page.date,
        park_slug=page.park.slug if page.park else "",
    )


def _articles(park: Park) -> Iterable[NewsPage]:
    """Live articles of a park, which carry its names."""
    return NewsPage.objects.filter(park=park, live=True).select_related("locale", "park").iterator(chunk_size=100)
