"""What follow-ups add to the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from partnerships.models import Visit
from partnerships.visits.after.home_panel import VisitsDuePanel
from partnerships.visits.after.letters import follow_ups_address


@hooks.register("construct_homepage_panels")
def add_visits_due_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(VisitsDuePanel())


@hooks.register("register_snippet_listing_buttons")
def offer_follow_ups(snippet: Model, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The way to what a visit has left to do, from the list and above its form."""
    if isinstance(snippet, Visit):
        yield Button(
            _("Follow-ups"),
            follow_ups_address(snippet.pk),
            attrs={"aria-label": _("Follow-ups of “%(title)s”") % {"title": str(snippet)}},
            icon_name="tasks",
            priority=70,
        )


@hooks.register("register_log_actions")
def register_follow_up_actions(actions: Any) -> None:
    actions.register_action("partnerships.follow_up.settle", _("Settle follow-up"), _("Follow-up set to another state"))
    actions.register_action("partnerships.visit.next", _("Begin next visit"), _("Begun from an invitation"))
