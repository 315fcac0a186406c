"""The way to the pages of requests, as those of visits show it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _


def crumbs(*below: tuple[str, str]) -> list[dict[str, str]]:
    """From the visits to the form, and on to `below`: title and address each."""
    steps = [
        (_("Visits and exchanges"), reverse("public_visits")),
        (_("Request a visit"), reverse("visit_ask")),
        *below,
    ]
    return [{"title": title, "url": url} for title, url in steps]
