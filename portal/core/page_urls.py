"""Addresses of pages. Wagtail's own, with two differences: a page is only read, and only in its own language."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import re_path
from django.utils.translation import get_language
from wagtail import urls as wagtail_urls
from wagtail.models import Page
from wagtail.views import serve

from portal.core import methods
from portal.core.pages import BasePage


def serve_own(request: HttpRequest, path: str) -> HttpResponse:
    """Show a page of the portal under the locale of its address.

    Wagtail answers with the tree of the site's root where the home page of a locale is missing or a draft, and with
    its own welcome page where nobody has begun.
    """
    found = Page.route_for_request(request, path)
    if found and not _belongs_here(found.page):
        raise Http404("There is no such page in this language.")
    return serve(request, path)


def _belongs_here(page: Page) -> bool:
    return isinstance(page, BasePage) and page.locale.language_code == get_language()


urlpatterns = [
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"),
    re_path(wagtail_urls.serve_pattern, methods.page(serve_own), name="wagtail_serve"),
]
