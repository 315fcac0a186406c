"""The search page and robots.txt."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page

from portal.core.methods import read_only
from portal.core.paging import page_number
from portal.search.queries import search


@read_only
@conditional_page
@cache_control(public=True, no_cache=True)
def search_page(request: HttpRequest) -> HttpResponse:
    """The form, and what was found for `?q=` in the locale of the address, ten a page.

    Everyone may keep the answer and asks each time whether it is still good: a publication is found at once.
    """
    locale_code = translation.get_language() or settings.LANGUAGE_CODE
    number = page_number(request)
    results = search(request.GET.get("q", ""), locale_code, number)
    if number > 1 and not results.page:
        raise Http404("No such page of results.")
    context = {
        "query": results.query.text,
        "results": results.page,
        "total": results.total,
        "page_of": results.page,
        "search_keep": urlencode({"q": results.query.text}) + "&",
    }
    response = render(request, "pages/search/search.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@read_only
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers should leave alone, and where the sitemap is."""
    closed = ["/admin/", "/documents/"]
    closed += [f"/{code}/{path}" for code, _name in settings.LANGUAGES for path in ("search/", "visits/status/")]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines.append(f"Sitemap: {settings.PORTAL_BASE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
