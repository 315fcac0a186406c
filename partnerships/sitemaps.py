"""Public addresses of partnerships for the sitemap. The lists are there when something is in them."""

from __future__ import annotations

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest

from partnerships.models import Agreement, Event, JointPlatform
from portal.search.sitemaps import RecordSitemap, entries_in_all_languages, register_section

_RECORDS = {
    "partnership_agreement": Agreement,
    "partnership_event": Event,
    "partnership_platform": JointPlatform,
}
_LISTS = {"partnerships": Agreement, "partnership_events": Event, "partnership_platforms": JointPlatform}


def connect() -> None:
    """Register the sections. Called once, when the app is ready."""
    register_section("partnerships", lambda request: ListSitemap())
    for view in _RECORDS:
        register_section(view, _section(view))


def _section(view: str) -> Any:
    def make(request: HttpRequest) -> RecordSitemap:
        return RecordSitemap(_RECORDS[view].objects.public(), view)

    return make


class ListSitemap(Sitemap):
    """The lists that are not empty."""

    def items(self) -> list[str]:
        return [view for view, model in _LISTS.items() if model.objects.public().exists()]

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        listed = self.paginator.page(page).object_list
        return [entry for view in listed for entry in entries_in_all_languages(view, [])]
