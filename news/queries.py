"""Reads of news for other pages."""

from __future__ import annotations

from django.http import HttpRequest

from news.models import NewsPage
from parks.models.pages import ParkPage

ON_PROFILE = 4
ON_HOME = 5


def latest_news(language: str) -> list[NewsPage]:
    """The newest articles of the portal and all parks in a locale, as the home page shows them."""
    return list(NewsPage.objects.listed(language)[:ON_HOME])


def news_of_profile(page: ParkPage, request: HttpRequest) -> list[NewsPage]:
    """The newest articles of the park in the locale of its profile."""
    return list(NewsPage.objects.listed(page.locale.language_code, park=page.park)[:ON_PROFILE])
