"""What partnerships add to the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from partnerships import admin_urls
from partnerships.enums import Arrangement
from partnerships.groups import PartnershipsGroup
from partnerships.home_panel import DuePanel
from partnerships.inquiries.desk import hooks as inquiry_desk_hooks
from partnerships.inquiries.desk import reply_hooks
from partnerships.inquiries.figures import hooks as figure_hooks
from partnerships.inquiries.levels import hooks as level_hooks
from partnerships.inquiries.outside import hooks as inquiry_outside_hooks
from partnerships.inquiries.proof import hooks as proof_hooks
from partnerships.models import Agreement, Event
from partnerships.visits.after import hooks as after_hooks
from partnerships.visits.calendars import hooks as calendar_hooks
from partnerships.visits.desk import hooks as desk_hooks
from partnerships.visits.outside import hooks as outside_hooks
from partnerships.visits.paper import hooks as paper_hooks

#: Importing them is what registers theirs.
VISIT_HOOKS = (after_hooks, calendar_hooks, desk_hooks, outside_hooks, paper_hooks)
INQUIRY_HOOKS = (inquiry_desk_hooks, reply_hooks, figure_hooks, level_hooks, proof_hooks, inquiry_outside_hooks)

register_snippet(PartnershipsGroup)


@hooks.register("register_admin_urls")
def register_partnership_urls():
    return [path("", include(admin_urls))]


@hooks.register("construct_homepage_panels")
def add_due_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(DuePanel())


@hooks.register("register_snippet_listing_buttons")
def offer_state(snippet: Model, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The way to an agreement's steps, from the list and above its form."""
    if isinstance(snippet, Agreement):
        yield Button(
            _("State and steps"),
            reverse("agreement_state", args=[snippet.pk]),
            attrs={"aria-label": _("State and steps of “%(title)s”") % {"title": str(snippet)}},
            icon_name="clipboard-list",
            priority=50,
        )


@hooks.register("register_snippet_listing_buttons")
def offer_precedence(snippet: Model, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The way to the order of an event's people."""
    if isinstance(snippet, Event):
        yield Button(
            _("Precedence"),
            reverse("event_precedence", args=[snippet.pk, Arrangement.NEWS]),
            attrs={"aria-label": _("Precedence at “%(title)s”") % {"title": str(snippet)}},
            icon_name="list-ol",
            priority=50,
        )


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("partnerships.inquiry.receive", _("Receive inquiry"), _("Inquiry received"))
    actions.register_action("partnerships.inquiry.release", _("Release"), _("Inquiry released from quarantine"))
    actions.register_action("partnerships.inquiry.move", _("Move inquiry"), _("Inquiry brought to another state"))
    actions.register_action("partnerships.agreement.move", _("Move agreement"), _("Agreement brought to another state"))
    actions.register_action("partnerships.agreement.amend", _("Begin amendment"), _("Amendment of an agreement begun"))
    actions.register_action("partnerships.agreement.import", _("Import from a file"), _("Written from a file"))
    actions.register_action("partnerships.agreements.import", _("Import agreements"), _("Agreements imported"))
    actions.register_action("partnerships.agreement.renew", _("Begin renewal"), _("Renewal of an agreement begun"))
    actions.register_action("partnerships.visit.move", _("Move visit"), _("Visit brought to another state"))
    actions.register_action("partnerships.visit.request", _("Receive request"), _("Request for a visit received"))
    actions.register_action("partnerships.visit.request_note", _("Add to request"), _("Request for a visit added to"))
    actions.register_action("partnerships.event.arrange", _("Put in order"), _("People of an event put in order"))
