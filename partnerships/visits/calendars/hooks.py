"""What calendars add to the admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from partnerships.models import Visit
from partnerships.visits.access import may_work
from partnerships.visits.calendars.feeds import READING
from partnerships.visits.calendars.invitations import open_invitations
from partnerships.visits.desk.screens import register_screen
from portal.core.looks import register_detail

register_screen("visit_invitations", pgettext_lazy("of a visit", "Invitations"), "mail", may_work)
register_detail("visit_invitations", lambda: Visit)  # it shows addresses of people


class CalendarMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        policy: Any = policy_registry.get_by_type(Visit)
        return bool(policy.user_has_any_permission(request.user, READING))


@hooks.register("register_partnerships_menu_item")
def register_calendar_menu_item():
    return CalendarMenuItem(
        _("Calendar of visits"), reverse_lazy("visit_calendar"), name="visit-calendar", icon_name="date", order=50
    )


@hooks.register("before_delete_snippet")
def keep_what_is_expected(request: HttpRequest, instances: Iterable[Model]) -> HttpResponse | None:
    """A visit that stands in calendars is called off before it is deleted: else nobody would tell them."""
    visits = [one for one in instances if isinstance(one, Visit)]
    if not visits or not (count := open_invitations(visits)):
        return None
    text = ngettext(
        "The visit still stands in the calendar of %(count)d person. Cancel or postpone it first: then they are told.",
        "The visit still stands in the calendars of %(count)d people. Cancel or postpone it first: then they are told.",
        count,
    )
    messages.error(request, text % {"count": count})
    if len(visits) == 1:
        return redirect("wagtailsnippets_partnerships_visit:edit", visits[0].pk)
    return redirect("wagtailsnippets_partnerships_visit:list")


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("partnerships.visit.invite", _("Send invitations"), _("Calendars told of a visit"))
    actions.register_action("partnerships.feed.make", _("Make calendar address"), _("Address for a calendar made"))
    actions.register_action(
        "partnerships.feed.revoke", _("Revoke calendar address"), _("Address for a calendar revoked")
    )
