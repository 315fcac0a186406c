"""What the public pages of parks show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from parks.models import Park
from parks.models.pages import ParkPage

#: Adds to the context of a profile: `(page, request)` → the value of one name.
ProfilePart = Callable[[ParkPage, HttpRequest], Any]
_profile_parts: dict[str, ProfilePart] = {}


def register_profile_part(name: str, part: ProfilePart) -> None:
    """Let a feature that parks know nothing of (news, agreements) show something on every profile."""
    _profile_parts[name] = part


def with_profile_urls(parks: Iterable[Park], request: HttpRequest | None = None) -> list[Park]:
    """Parks with the address of their profile: one query.

    Each gets `profile_url` (empty where no profile is live) and `profile_language` (empty where the profile is in the
    active language, else the code of the language it is in, so that the link is marked).
    """
    found = list(parks)
    pages: dict[int, list[ParkPage]] = {}
    for page in _live_profiles().filter(park__in=found):
        pages.setdefault(page.park_id, []).append(page)
    for park in found:
        _set_profile(park, _preferred(pages.get(park.pk, [])), request)
    return found


def _live_profiles() -> Any:
    return ParkPage.objects.live().filter(alias_of__isnull=True).select_related("locale").defer("body")


def _preferred(pages: list[ParkPage]) -> ParkPage | None:
    """The page of the active language, else of the first language of the settings that has one."""
    by_code = {page.locale.language_code: page for page in pages}
    order = (translation.get_language(), *(code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES))
    return next((by_code[code] for code in order if code in by_code), None)


def _set_profile(park: Any, page: ParkPage | None, request: HttpRequest | None) -> None:
    park.profile_url = (page.get_url(request) or "") if page else ""
    code = page.locale.language_code if page else ""
    park.profile_language = "" if code == translation.get_language() else code


def parks_for_cards(request: HttpRequest | None = None) -> list[Park]:
    """All parks by name as cards show them, each with the address of its profile."""
    return with_profile_urls(Park.objects.for_index(), request)


def profile_context(page: ParkPage, request: HttpRequest) -> dict[str, Any]:
    """The names that `pages/parks/park_page.html` reads, registered parts included."""
    context: dict[str, Any] = {"park": page.park}
    return context | {name: part(page, request) for name, part in _profile_parts.items()}
