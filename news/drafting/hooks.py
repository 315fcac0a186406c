"""What drafting adds to the admin: the way from a record, and from a list of news, to an article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from news.drafting import admin_urls
from news.drafting.candidates import writes_anywhere
from news.drafting.places import has_happened
from news.models import NewsIndexPage
from partnerships.models import Event, Visit


@hooks.register("register_admin_urls")
def register_drafting_urls() -> list[Any]:
    return [path("", include(admin_urls))]


@hooks.register("register_snippet_listing_buttons")
def offer_news(snippet: Model, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The way to an article about a visit that has taken place, or about an event."""
    if isinstance(snippet, Visit | Event) and has_happened(snippet):
        kind = "visit" if isinstance(snippet, Visit) else "event"
        yield Button(
            _("Draft news"),
            reverse(f"news_from_{kind}", args=[snippet.pk]),
            attrs={"aria-label": _("Draft news of “%(title)s”") % {"title": str(snippet)}},
            icon_name="doc-full-inverse",
            priority=80,
        )


@hooks.register("register_page_header_buttons")
def offer_records(
    page: Page, user: Any, view_name: str = "", next_url: str | None = None, **more: Any
) -> Iterator[Button]:
    """The way from a list of news to the records of which there may be an article."""
    if isinstance(page.specific, NewsIndexPage) and page.permissions_for_user(user).can_add_subpage():
        yield Button(_("News from a record"), reverse("news_from_records"), icon_name="doc-full-inverse", priority=60)


class NewsMenuItem(MenuItem):
    """The way to the records for whoever writes news, whatever they may do with the records."""

    def is_shown(self, request: HttpRequest) -> bool:
        return writes_anywhere(request.user)


@hooks.register("register_admin_menu_item")
def add_news_item() -> MenuItem:
    return NewsMenuItem(
        _("News from a record"),
        reverse("news_from_records"),
        name="news-from-records",
        icon_name="doc-full-inverse",
        order=250,
    )


@hooks.register("register_log_actions")
def register_draft_action(actions: Any) -> None:
    actions.register_action("news.draft", _("Draft from a record"), _("Drafted from a record"))
