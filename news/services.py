"""Writes of news."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Page

from news.models import NewsIndexPage, NewsPage
from news.models.article import park_id_above


@transaction.atomic
def refresh_parks(*, below: Page) -> None:
    """Set the kept park of all news at or below a page that came to lie elsewhere, or whose park changed."""
    for index in NewsIndexPage.objects.descendant_of(below, inclusive=True):
        NewsPage.objects.child_of(index).update(park_id=park_id_above(index))
    NewsPage.objects.filter(pk=below.pk).update(park_id=park_id_above(below))
