"""The main navigation: the pages of the tree that ask for it, the partnerships and the form."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Page, Site


@dataclass(frozen=True)
class NavigationItem:
    """`current`: the address shown lies at or below that of the item."""

    title: str
    url: str
    current: bool


def navigation(request: HttpRequest) -> list[NavigationItem]:
    """The entries in the active language: one query, whatever their number."""
    entries = [(page.title, page.get_url(request) or "") for page in _pages(request)]
    entries.append((gettext("Partnerships"), reverse("partnerships")))
    entries.append((gettext("Work with us"), reverse("cooperate")))
    return [NavigationItem(title, url, bool(url) and request.path.startswith(url)) for title, url in entries]


def _pages(request: HttpRequest) -> list[Page]:
    """The live children of the home page of the active language that are shown in menus, in order of the tree."""
    code = translation.get_language()
    path = next((path for path in Site.get_site_root_paths() if path.language_code == code), None)
    if path is None:
        return []
    child_depth = path.root_path.count("/") + 1
    return list(
        Page.objects.live()
        .filter(url_path__startswith=path.root_path, depth=child_depth, show_in_menus=True, alias_of__isnull=True)
        .order_by("path")
    )
