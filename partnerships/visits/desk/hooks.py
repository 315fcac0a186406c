"""What the desk adds to the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from partnerships.models import Visit
from partnerships.visits.access import may_work
from partnerships.visits.desk.screens import register_screen, screens_of

register_screen("visit_state", _("State and steps"), "clipboard-list")
register_screen("visit_delegates", _("Paste delegates"), "group", may_work)
register_screen("visit_precedence", _("Precedence"), "list-ol")


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


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("partnerships.visit.arrange", _("Put in order"), _("People of a visit put in order"))
    actions.register_action("partnerships.visit.settle", _("Settle"), _("Point of the checklist settled"))
    actions.register_action("partnerships.visit.reopen", _("Open again"), _("Point of the checklist open again"))
    actions.register_action("partnerships.visit.checklist", _("Complete"), _("Points added to the checklist"))
    actions.register_action(
        "partnerships.visit.photographs", _("Photographs"), _("Answer entered for photographs of delegates")
    )
    actions.register_action("partnerships.visit.agenda", _("Move the agenda"), _("Agenda moved to other days"))
    actions.register_action("partnerships.visit.delegates", _("Add delegates"), _("Delegates added from a list"))
