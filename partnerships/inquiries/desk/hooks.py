"""What the case and inbox add to the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from partnerships.inquiries.desk.group import InquiriesGroup
from partnerships.inquiries.desk.home_panel import InquiriesPanel
from partnerships.inquiries.services.assigning import ASSIGNED, NOTED, PASSED
from partnerships.inquiries.services.saved_filters import DELETED, SAVED

register_snippet(InquiriesGroup)


@hooks.register("construct_homepage_panels")
def add_inquiries_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(InquiriesPanel())


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action(ASSIGNED, _("Assign inquiry"), _("Somebody made responsible for an inquiry"))
    actions.register_action(PASSED, _("Pass inquiry on"), _("Inquiry passed on to another unit"))
    actions.register_action(NOTED, _("Add internal note"), _("Internal note added to an inquiry"))
    actions.register_action(SAVED, _("Keep filter"), _("Filter of the inbox kept"))
    actions.register_action(DELETED, _("Delete filter"), _("Filter of the inbox deleted"))
