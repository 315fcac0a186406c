"""Blocks that lead from prose to the records of this app."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.blocks import SnippetChooserBlock


class ParkBlock(SnippetChooserBlock):
    """A park, shown with the address of its profile."""

    def __init__(self, **options: Any) -> None:
        super().__init__("parks.Park", **{"label": _("Park"), "icon": "site", **options})

    def as_shown(self, park: Any, request: HttpRequest | None) -> Any:
        """The park with `profile_url` and `profile_language` set."""
        from parks.page_queries import profile_park

        return profile_park(park.pk, request)


#: Kinds of records that a profile or an article may name as related.
RELATED = [("park", ParkBlock())]
