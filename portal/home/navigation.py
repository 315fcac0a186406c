"""The navigation: the pages of the tree that ask for it, partnerships, visits and the form; the footer shows more.

Prose directly below the home page that is not in the menus (privacy, accessibility) is led to from the footer alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Page, Site

from portal.home.models import StandardPage


@dataclass(frozen=True)
class NavigationItem:
    """`current`: the address shown lies at or below that of the item; `in_header`: not from the footer alone."""

    title: str
    url: str
    current: bool
    in_header: bool


def navigation(request: HttpRequest) -> list[NavigationItem]:
    """The entries in the active language: one query, whatever their number."""
    pages = _pages(request)
    header = [(page.title, page.get_url(request) or "", True) for page in pages if page.show_in_menus]
    header.append((gettext("Partnerships"), reverse("partnerships"), True))
    header.append((gettext("Visits and exchanges"), reverse("public_visits"), True))
    header.append((gettext("Work with us"), reverse("cooperate"), True))
    footer = [(gettext("Request a visit"), reverse("visit_ask"), False)]
    footer += [(page.title, page.get_url(request) or "", False) for page in pages if not page.show_in_menus]
    return [
        NavigationItem(title, url, bool(url) and request.path.startswith(url), in_header)
        for title, url, in_header in header + footer
    ]


def _pages(request: HttpRequest) -> list[Page]:
    """The live children of the home page in the active language that are prose or in menus, in order of the tree."""
    code = translation.get_language()
    path = next((path for path in Site.get_site_root_paths() if path.language_code == code), None)
    if path is None:
        return []
    child_depth = path.root_path.count("/") + 1
    return list(
        Page.objects.live()
        .filter(Q(show_in_menus=True) | Page.objects.all().type_q(StandardPage))
        .filter(url_path__startswith=path.root_path, depth=child_depth, alias_of__isnull=True)
        .order_by("path")
    )
