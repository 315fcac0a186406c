"""What the desk adds to the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from partnerships.models import Visit
from partnerships.visits.desk.screens import screens_of


@hooks.register("register_snippet_listing_buttons")
def offer_screens(snippet: Model, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The ways to the screens of a visit, from the list and above its form."""
    if not isinstance(snippet, Visit):
        return
    for number, screen in enumerate(screens_of(user, snippet)):
        yield Button(
            screen.label,
            screen.url(snippet),
            attrs={"aria-label": f"{screen.label} · {snippet}"},
            icon_name=screen.icon,
            priority=50 + number,
        )
