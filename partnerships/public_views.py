"""Public pages below `/<locale>/partnerships/`. Everyone may keep an answer and asks each time whether it is good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page

from partnerships import public_pages as pages
from partnerships.public import event_view, platform_view
from partnerships.public_filters import AgreementFilter, EventFilter, PlatformFilter, PublicFilter
from partnerships.related_news import news_of
from portal.core.localized import page_language
from portal.core.methods import read_only
from portal.core.paging import ListPage, list_page


def public_page(view: Callable[..., HttpResponse]) -> Any:
    """A page to read, which everyone may keep and asks for each time whether it is good."""
    return read_only(conditional_page(cache_control(public=True, no_cache=True)(view)))


@public_page
def overview(request: HttpRequest) -> HttpResponse:
    """Agreements as trees, with the first platforms and events; `?park=`, `kind`, `sector`, `state` narrow them."""
    form = AgreementFilter(request.GET)
    page_of, nodes = pages.agreement_page(form, request)
    context: dict[str, Any] = {"nodes": nodes}
    if page_of.number == 1 and not form.is_of_agreements_alone:
        context["platforms"] = pages.short_platforms(pages.platform_list(form))
        context["events"] = pages.short_events(pages.event_list(form))
    return _list_page(request, "overview", form, page_of, context)


@public_page
def platform_list(request: HttpRequest) -> HttpResponse:
    """All platforms."""
    form = PlatformFilter(request.GET)
    page_of = list_page(pages.platform_list(form), request, size=pages.PAGE_SIZE)
    context = {"platforms": [platform_view(row) for row in page_of]}
    return _list_page(request, "platform_list", form, page_of, context, _("Joint platforms"))


@public_page
def event_list(request: HttpRequest) -> HttpResponse:
    """All events, newest first."""
    form = EventFilter(request.GET)
    page_of = list_page(pages.event_list(form), request, size=pages.PAGE_SIZE)
    context = {"events": [event_view(row) for row in page_of]}
    return _list_page(request, "event_list", form, page_of, context, _("Events"))


@public_page
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """What is public of one agreement, with the event at which it was signed."""
    found = pages.find_agreement(slug)
    if found is None:
        raise Http404("No such agreement is public.")
    parks = [party.park.slug for party in found.parties if party.park]
    context = {
        "agreement": found,
        "event": pages.find_event(found.event.slug) if found.event else None,
        "platforms": pages.platforms_of(one.slug for one in found.platforms),
        "parks": pages.park_cards(parks, request),
    }
    return _page(request, "agreement", context, str(found.name))


@public_page
def platform(request: HttpRequest, slug: str) -> HttpResponse:
    """One platform."""
    found = pages.find_platform(slug)
    if found is None:
        raise Http404("No such platform is public.")
    context = {"platform": found, "parks": pages.park_cards([park.slug for park in found.parks], request)}
    return _page(
        request, "platform", context, str(found.name), (_("Joint platforms"), reverse("partnership_platforms"))
    )


@public_page
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, with its programme and those who were there."""
    found = pages.find_event(slug)
    if found is None:
        raise Http404("No such event is public.")
    context = {
        "event": found,
        "platforms": pages.platforms_of(one.slug for one in found.platforms),
        "parks": pages.park_cards([found.park.slug] if found.park else [], request),
        "news": news_of(found, page_language()),
    }
    return _page(request, "event", context, str(found.name), (_("Events"), reverse("partnership_events")))


def _list_page(
    request: HttpRequest, name: str, form: PublicFilter, page_of: Any, context: dict[str, Any], title: str = ""
) -> HttpResponse:
    crumbs = [_top(), (title, request.path)] if title else [_top()]
    return shown_list(request, name, form, page_of, context, crumbs)


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], title: str, above: tuple[str, str] | None = None
) -> HttpResponse:
    """The page of one record, with its place below the partnerships."""
    return shown(request, name, context, [_top(), *([above] if above else []), (title, request.path)])


def _top() -> tuple[str, str]:
    return _("Partnerships"), reverse("partnerships")


def shown_list(
    request: HttpRequest,
    name: str,
    form: PublicFilter,
    page_of: ListPage,
    context: dict[str, Any],
    crumbs: list[tuple[str, str]],
) -> HttpResponse:
    """A list with its filter, as `shown`; its one address has what is asked for and the number of the page."""
    kept = form.kept()
    numbered = [*kept, ("page", str(page_of.number))] if page_of.number > 1 else kept
    context |= {"form": form, "page_of": page_of, "keep": urlencode(kept) + "&" if kept else ""}
    return shown(request, name, context, crumbs, query=urlencode(numbered))


def shown(
    request: HttpRequest, name: str, context: dict[str, Any], crumbs: list[tuple[str, str]], query: str = ""
) -> HttpResponse:
    """The page `name` with its one address; `crumbs`, title and address each, lead to it, whose title is the last."""
    context |= {
        "title": crumbs[-1][0],
        "crumbs": [{"title": text, "url": url} for text, url in crumbs],
        "canonical_url": settings.PORTAL_BASE_URL + request.path + (f"?{query}" if query else ""),
    }
    return render(request, f"pages/partnerships/{name}.html", context)
