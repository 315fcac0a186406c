"""What happens elsewhere in the tree and concerns news."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_published, post_page_move

from news.services import refresh_parks
from parks.models.pages import ParkPage


def follow_move(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    refresh_parks(below=instance)


def follow_profile(sender: type[Page], instance: ParkPage, **kwargs: Any) -> None:
    refresh_parks(below=instance)


def connect() -> None:
    post_page_move.connect(follow_move, dispatch_uid="news.follow_move")
    page_published.connect(follow_profile, sender=ParkPage, dispatch_uid="news.follow_profile")
