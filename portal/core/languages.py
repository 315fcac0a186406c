"""Where a visitor gets the same in another language."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation
from wagtail.models import Page

from portal.core.pages import BasePage


@dataclass(frozen=True)
class LanguageLink:
    """One entry of the language switch. `exact`: the same page, and not the nearest one above it."""

    code: str
    label: str
    url: str
    current: bool
    exact: bool

    @property
    def absolute_url(self) -> str:
        return settings.PORTAL_BASE_URL + self.url


def language_links(request: HttpRequest, page: Page | None) -> list[LanguageLink]:
    """The languages in the order of the settings, each with the best address for it.

    Args:
        page: what is shown; None for views that are no page (search, forms, errors).

    Returns:
        For a page the live translation, else the nearest live translation above it; a language without a live home
        page is left out. For a view its own address under the other prefix; for errors the home pages.
    """
    if isinstance(page, BasePage):
        return _of_page(request, page)
    match = request.resolver_match
    exact = match is not None and match.url_name != "wagtail_serve"
    current = translation.get_language()
    return [
        LanguageLink(code, label, _view_url(request, code, exact), code == current, exact)
        for code, label in settings.WAGTAIL_CONTENT_LANGUAGES
    ]


def alternates(links: list[LanguageLink]) -> list[tuple[str, str]]:
    """`hreflang` and absolute address for search engines: real translations alone, and the first as `x-default`."""
    pairs = [(link.code, link.absolute_url) for link in links if link.exact]
    return [*pairs, ("x-default", pairs[0][1])] if pairs else []


def _view_url(request: HttpRequest, code: str, exact: bool) -> str:
    """An address below no language says it in a parameter, if its view has named one."""
    parameter = getattr(request, "language_parameter", None)
    if exact and parameter:
        return f"{request.path}?{parameter}={code}"
    return translate_url(request.get_full_path(), code) if exact else f"/{code}/"


def _of_page(request: HttpRequest, page: BasePage) -> list[LanguageLink]:
    current = page.locale.language_code
    nearest = _nearest_translations(page) | {current: page}
    return [
        LanguageLink(
            code,
            label,
            nearest[code].get_url(request) or f"/{code}/",
            code == current,
            nearest[code].translation_key == page.translation_key,
        )
        for code, label in settings.WAGTAIL_CONTENT_LANGUAGES
        if code in nearest
    ]


def _nearest_translations(page: BasePage) -> dict[str, Page]:
    """Language code → the live page of that locale that translates `page` or the nearest page above it."""
    depth = {ancestor.translation_key: number for number, ancestor in enumerate(page.lineage)}
    rows = (
        Page.objects.live()
        .filter(translation_key__in=depth, alias_of__isnull=True)
        .exclude(locale_id=page.locale_id)
        .select_related("locale")
    )
    return {row.locale.language_code: row for row in sorted(rows, key=lambda row: depth[row.translation_key])}
