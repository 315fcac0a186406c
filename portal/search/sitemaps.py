"""sitemap.xml: every live public page of every locale, with its translations.

Wagtail's own sitemap follows the tree below one site root; here each locale has a tree of its own.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """All public addresses; `?p=` for the further parts of a large portal."""
    return views.sitemap(request, {"pages": PageSitemap(request)})


class PageSitemap(Sitemap):
    limit = 5_000

    def __init__(self, request: HttpRequest) -> None:
        self.request = request  # Wagtail keeps the roots of the sites on it: one look for all addresses of a part

    def items(self) -> PageQuerySet:
        """Pages that everyone may see.

        Aliases hold the place of what is not translated, a bare `Page` is Wagtail's welcome: neither is shown.
        """
        below = Q(pk__in=[])
        for root in Site.get_site_root_paths():
            below |= Q(url_path__startswith=root.root_path)
        pages = Page.objects.live().public().not_exact_type(Page).filter(below, alias_of__isnull=True)
        return pages.select_related("locale").order_by("path")

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        listed = [each for each in self.paginator.page(page).object_list if self._address(each)]
        translations = self._translations(listed)
        dates = [each.last_published_at for each in listed]
        self.latest_lastmod = max(dates) if dates and all(dates) else None
        return [self._entry(each, translations[each.translation_key]) for each in listed]

    def _translations(self, pages: list[Page]) -> dict[Any, list[dict[str, str]]]:
        """Translation key → address and language of each of its pages, for `hreflang`."""
        found: dict[Any, list[dict[str, str]]] = {}
        for page in self.items().filter(translation_key__in={each.translation_key for each in pages}):
            link = {"location": self._address(page), "lang_code": page.locale.language_code}
            found.setdefault(page.translation_key, []).append(link)
        return found

    def _entry(self, page: Page, alternates: list[dict[str, str]]) -> dict[str, Any]:
        return {
            "location": self._address(page),
            "lastmod": page.last_published_at,
            "alternates": alternates if len(alternates) > 1 else [],
        }

    def _address(self, page: Page) -> str:
        parts = page.get_url_parts(self.request)
        return f"{settings.PORTAL_BASE_URL}{parts[2]}" if parts and parts[2] else ""
