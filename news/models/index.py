"""Lists of news."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from news.models.article import NewsPage
from news.models.category import NewsCategory
from parks.models import Park
from parks.models.pages import ParkPage
from portal.core.pages import BasePage, NewsHost
from portal.core.paging import list_page

PAGE_SIZE = 10


class NewsIndexPage(BasePage, Page):
    """News of the portal and all parks, or below a profile the news of that park."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=500)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_markers = (NewsHost,)
    subpage_types = ["news.NewsPage"]
    max_count_per_parent = 1
    column_type = _("Work updates")

    class Meta:
        verbose_name = _("news index")
        verbose_name_plural = _("news indexes")

    @cached_property
    def scope(self) -> Park | None:
        """The park whose news this lists; None for all news."""
        profile = ParkPage.objects.ancestor_of(self).select_related("park").first()
        return profile.park if profile else None

    def canonical_parameters(self) -> Iterable[str]:
        return ("category", "page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `articles` (a ListPage), `categories`, `active_category`, `park` and `keep` (for links to pages).

        Raises:
            Http404: an unknown category, or a page that is no number or beyond the last one.
        """
        categories = list(NewsCategory.objects.all())
        active = _chosen(categories, request.GET.get("category"))
        rows = NewsPage.objects.listed(self.locale.language_code, park=self.scope, category=active)
        return super().get_context(request, *args, **kwargs) | {
            "articles": list_page(rows, request, size=PAGE_SIZE),
            "categories": categories,
            "active_category": active,
            "keep": f"category={active.slug}&" if active else "",
            "park": self.scope,
        }


def _chosen(categories: list[NewsCategory], slug: str | None) -> NewsCategory | None:
    if slug is None:
        return None
    for category in categories:
        if category.slug == slug:
            return category
    raise Http404("No such category.")
