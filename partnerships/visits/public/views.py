"""Public pages below `/<locale>/visits/`. Everyone may keep an answer and asks each time whether it is good."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partnerships.public_pages import park_cards
from partnerships.public_views import public_page
from partnerships.related_news import news_of
from partnerships.visits.public import pages
from partnerships.visits.public.filters import VisitFilter
from partnerships.visits.public.making import visit_view
from portal.core.paging import list_page


@public_page
def visit_list(request: HttpRequest) -> HttpResponse:
    """Visits by year, newest first; `?year=`, `park`, `partner`, `kind`, `direction` narrow them."""
    form = VisitFilter(request.GET)
    page_of = list_page(pages.visit_list(form), request, size=pages.PAGE_SIZE)
    kept = form.kept()
    numbered = [*kept, ("page", str(page_of.number))] if page_of.number > 1 else kept
    context = {
        "form": form,
        "page_of": page_of,
        "keep": urlencode(kept) + "&" if kept else "",
        "years": pages.by_year([visit_view(row) for row in page_of]),
    }
    return _page(request, "visit_list", context, query=urlencode(numbered))


@public_page
def visit(request: HttpRequest, slug: str) -> HttpResponse:
    """What is public of one visit, as a report."""
    found = pages.find_visit(slug)
    if found is None:
        raise Http404("No such visit is public.")
    parks = [found.park, *(partner.park for partner in found.partners)]
    context = {"visit": found, "parks": park_cards([park.slug for park in parks if park], request)}
    context["news"] = news_of(found, get_language())
    return _page(request, "visit", context, str(found.name))


def _page(request: HttpRequest, name: str, context: dict[str, Any], title: str = "", query: str = "") -> HttpResponse:
    """The page, with its place below the visits and its one address."""
    crumbs = [{"title": _("Visits and exchanges"), "url": reverse("public_visits")}]
    crumbs += [{"title": title, "url": request.path}] if title else []
    context |= {
        "title": title or _("Visits and exchanges"),
        "crumbs": crumbs,
        "canonical_url": settings.PORTAL_BASE_URL + request.path + (f"?{query}" if query else ""),
    }
    return render(request, f"pages/partnerships/{name}.html", context)
