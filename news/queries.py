"""Reads of news for other pages."""

from __future__ import annotations

from django.http import HttpRequest

from news.models import NewsPage
from parks.models.pages import ParkPage
from partnerships.related_news import NewsLink

ON_PROFILE = 4
ON_HOME = 5
ON_RECORD = 6


def latest_news(language: str) -> list[NewsPage]:
    """The newest articles of the portal and all parks in a locale, as the home page shows them."""
    return list(NewsPage.objects.listed(language)[:ON_HOME])


def news_of_profile(page: ParkPage, request: HttpRequest) -> list[NewsPage]:
    """The newest articles of the park in the locale of its profile."""
    return list(NewsPage.objects.listed(page.locale.language_code, park=page.park)[:ON_PROFILE])


def news_of_record(is_event: bool, slug: str, language: str) -> list[NewsLink]:
    """Live articles in a language about the visit or event with that short address, newest first."""
    about = {"event_record__slug" if is_event else "visit__slug": slug}
    rows = NewsPage.objects.listed(language).public().filter(**about)[:ON_RECORD]
    return [NewsLink(page.title, page.get_url() or "", page.date, page.summary) for page in rows]
