"""Public addresses of visits for the sitemap."""

from __future__ import annotations

from django.http import HttpRequest

from partnerships.models import Visit
from portal.search.sitemaps import RecordSitemap, register_section


def connect() -> None:
    """Register the section. Called once, when the app is ready."""
    register_section("visits", _section)


def _section(request: HttpRequest) -> RecordSitemap:
    return RecordSitemap(Visit.objects.public(), "public_visit", "public_visits")
