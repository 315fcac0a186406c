"""What every template of the portal may ask for. The answers are kept on the request: a page asks more than once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import template
from django.db.models import Model
from django.http import HttpRequest
from django.utils import translation
from django.utils.html import format_html
from wagtail.models import Page, Site

from parks.name_lines import around_name
from portal.core.languages import LanguageLink
from portal.core.languages import alternates as alternates_of
from portal.core.languages import language_links as links_of
from portal.core.localized import Words, words_of
from portal.core.pages import BasePage
from portal.core.partial_dates import PartialDate
from portal.home.meta import MetaField, government_meta_of
from portal.home.models import SiteSettings
from portal.home.models.site import SiteFacts
from portal.home.navigation import NavigationItem
from portal.home.navigation import navigation as navigation_of

register = template.Library()
Answer = TypeVar("Answer")


def _once(context: template.Context, name: str, make: Callable[[HttpRequest], Answer]) -> Answer:
    request = context["request"]
    kept = request.__dict__.setdefault("_portal_answers", {})
    key = (name, translation.get_language())
    if key not in kept:
        kept[key] = make(request)
    return kept[key]


def _page(context: template.Context) -> Page | None:
    page = context.get("page")
    return page if isinstance(page, BasePage) else None


@register.simple_tag(takes_context=True)
def site_settings(context: template.Context) -> SiteFacts:
    """Names, contacts and filings of the site: `{% site_settings as s %}`."""

    def make(request: HttpRequest) -> SiteFacts:
        site = Site.find_for_request(request)
        row = SiteSettings.base_queryset().filter(site=site).first()
        return (row or SiteSettings(site=site)).facts()

    return _once(context, "settings", make)


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[NavigationItem]:
    """Title, url and current of the main entries: `{% navigation as items %}`."""
    return _once(context, "navigation", navigation_of)


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[LanguageLink]:
    """Code, label, url, absolute_url, current and exact: `{% language_links as links %}`."""
    return _once(context, "languages", lambda request: links_of(request, _page(context)))


@register.simple_tag(takes_context=True)
def alternates(context: template.Context) -> list[tuple[str, str]]:
    """Pairs of hreflang and address for `<link rel="alternate">`: `{% alternates as pairs %}`."""
    return alternates_of(language_links(context))


@register.simple_tag(takes_context=True)
def government_meta(context: template.Context) -> list[MetaField]:
    """Name and content of the meta fields of government sites; none unless the site settings ask for them."""
    return government_meta_of(_page(context), site_settings(context))


@register.simple_tag(takes_context=True)
def breadcrumbs(context: template.Context) -> list[dict[str, str]]:
    """Title and url from the home page down to the page shown; on views that are no page what they call `crumbs`."""
    page, request = _page(context), context["request"]
    if page is None:
        below = context.get("crumbs")
        return [{"title": site_settings(context).brand, "url": url_home()}, *below] if below else []
    shown = [above for above in page.lineage if above.live and not above.alias_of_id]
    return [{"title": above.title, "url": above.get_url(request) or ""} for above in shown]


@register.simple_tag
def url_home() -> str:
    """The home page in the active language."""
    return f"/{translation.get_language()}/"


@register.simple_tag
def localized(record: Model, field: str) -> Words:
    """The words of a record's field with the language they are in: `{% localized park "name" as name %}`."""
    return words_of(record, field)


@register.simple_tag
def partial_date(value: PartialDate | None) -> str:
    """The stated parts of a date for people and for machines; an inferred year is in neither."""
    if value is None:
        return ""
    machine = _machine_readable(value)
    if not machine:
        return value.display()
    return format_html('<time datetime="{}">{}</time>', machine, value.display())


def _machine_readable(value: PartialDate) -> str:
    """As HTML writes dates, months, years and days without a year; a month alone has no notation."""
    year = None if value.inferred else value.year
    if year is None and value.day is None:
        return ""
    parts = (f"{year:04}" if year else "", *(f"{part:02}" if part else "" for part in (value.month, value.day)))
    return "-".join(part for part in parts if part)


@register.simple_tag
def beside_name(office: str) -> tuple[str, str]:
    """What stands before and after a name for its office: `{% beside_name office as beside %}`."""
    return around_name(office)
