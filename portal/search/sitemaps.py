"""sitemap.xml: every live public page of every locale, with its translations, and what features register besides.

Wagtail's own sitemap follows the tree below one site root; here each locale has a tree of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.core.paginator import InvalidPage
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

#: Makes a section of the sitemap for a request.
Section = Callable[[HttpRequest], Sitemap]
_sections: dict[str, Section] = {}


def register_section(name: str, section: Section) -> None:
    """Let a feature list public addresses that are no pages."""
    _sections[name] = section


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """All public addresses; `?p=` for the further parts of a large portal."""
    sections: dict[str, Sitemap] = {"pages": PageSitemap(request)}
    sections |= {name: make(request) for name, make in _sections.items()}
    part = request.GET.get("p", "1")
    if part == "1":
        return views.sitemap(request, dict(sections))
    shown: dict[str, type[Sitemap] | Sitemap] = {
        name: section for name, section in sections.items() if _has_part(section, part)
    }
    if not shown:
        raise Http404("No such part of the sitemap.")
    return views.sitemap(request, shown)


def _has_part(section: Sitemap, part: str) -> bool:
    """Sections are of different lengths; a part is there where one of them reaches so far."""
    try:
        section.paginator.validate_number(part)
    except InvalidPage:
        return False
    return True


class RecordSitemap(Sitemap):
    """Records that have an address in every language, at a view that takes their short address: one query a part.

    Args:
        rows: the records that everybody may see.
        view: the name of the view of one.
        list_view: the name of the view of all, which is listed when there is one.
    """

    limit = 5_000

    def __init__(self, rows: QuerySet, view: str, list_view: str) -> None:
        self.rows, self.view, self.list_view = rows, view, list_view

    def items(self) -> QuerySet:
        return self.rows.order_by("pk").values_list("slug", "updated_at")

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        start = (int(page) - 1) * self.limit
        listed = list(self.items()[start : start + self.limit])
        self.latest_lastmod = max((changed for _slug, changed in listed), default=None)
        of_all = entries_in_all_languages(self.list_view, []) if listed and not start else []
        each = [entry for slug, changed in listed for entry in entries_in_all_languages(self.view, [slug], changed)]
        return of_all + each


def entries_in_all_languages(view: str, args: list[str], changed: Any = None) -> list[dict[str, Any]]:
    """The entries of one address: one a language, each with all of them as its translations."""
    links = []
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        with translation.override(code):
            links.append({"location": settings.PORTAL_BASE_URL + reverse(view, args=args), "lang_code": code})
    return [{"location": link["location"], "lastmod": changed, "alternates": links} for link in links]


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
