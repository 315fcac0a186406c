"""Public pages below `/<locale>/visits/`. Everyone may keep an answer and asks each time whether it is good."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.public_pages import park_cards
from partnerships.public_views import public_page, shown, shown_list
from partnerships.related_news import news_of
from partnerships.visits.public import pages
from partnerships.visits.public.filters import VisitFilter
from partnerships.visits.public.making import visit_view
from portal.core.localized import page_language
from portal.core.paging import list_page


@public_page
def visit_list(request: HttpRequest) -> HttpResponse:
    """Visits by year, newest first; `?year=`, `park`, `partner`, `kind`, `direction` narrow them."""
    form = VisitFilter(request.GET)
    page_of = list_page(pages.visit_list(form), request, size=pages.PAGE_SIZE)
    context = {"years": pages.by_year([visit_view(row) for row in page_of])}
    return shown_list(request, "visit_list", form, page_of, context, [_top()])


@public_page
def visit(request: HttpRequest, slug: str) -> HttpResponse:
    """What is public of one visit, as a report."""
    found = pages.find_visit(slug)
    if found is None:
        raise Http404("No such visit is public.")
    context = {
        "visit": found,
        "parks": park_cards([park.slug for park in found.parks], request),
        "news": news_of(found, page_language()),
    }
    return shown(request, "visit", context, [_top(), (str(found.name), request.path)])


def _top() -> tuple[str, str]:
    return _("Visits and exchanges"), reverse("public_visits")
