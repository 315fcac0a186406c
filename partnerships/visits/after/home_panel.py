"""What of visits falls due soon, on the first page of the admin: follow-ups, visits to come, what waits for a step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from partnerships.home_panel import SHOWN, due_row
from partnerships.models import FollowUp, Visit
from partnerships.visits.after.letters import follow_ups_address, visit_address
from partnerships.visits.after.listing import open_ones
from partnerships.visits.enums import VisitState
from partnerships.visits.readiness import obstacles
from portal.core.days import today
from portal.core.partial_dates import PartialDate

#: So many days ahead.
AHEAD = 7


class VisitsDuePanel(Component):
    """Follow-ups that are near or overdue, visits to come and requests, of the visits that the person may change."""

    name = "visits_due"
    template_name = "partnerships/visits_home_panel.html"
    order = 116

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user, day = parent_context["request"].user, today()
        policy = policy_registry.get_by_type(Visit)
        if not policy.user_has_permission(user, "change"):
            return {}
        own: QuerySet[Visit] = policy.instances_user_has_any_permission_for(user, ["change"])
        return {
            "follow_ups": list(_follow_ups(own, day)),
            "coming": list(_coming(own, day)),
            "requests": list(_requests(own)),
            "to_confirm": list(_to_confirm(policy.instances_user_has_any_permission_for(user, ["publish"]))),
            "days": AHEAD,
        }


def _follow_ups(own: QuerySet[Visit], day: date) -> Iterator[dict[str, Any]]:
    near = day + timedelta(days=AHEAD)
    rows = FollowUp.objects.filter(open_ones(), visit__in=own, due_on__lte=near).select_related("visit")
    for row in rows.order_by("due_on", "pk")[:SHOWN]:
        yield due_row(row, follow_ups_address(row.visit_id), row.due_on or day, day, of=row.visit)


def _coming(own: QuerySet[Visit], day: date) -> Iterator[dict[str, Any]]:
    """Visits on one of the next days; one whose day is not stated in full is on none."""
    days = [day + timedelta(days=number) for number in range(AHEAD + 1)]
    stated = {PartialDate(one.year, one.month, one.day): one for one in days}
    rows = own.filter(state__in=(VisitState.UNDER_REVIEW, VisitState.CONFIRMED), date__in=list(stated))
    for row in rows.order_by("date", "pk")[:SHOWN]:
        on = stated[row.date] if row.date else day
        yield due_row(row, visit_address(row), on, day) | {"state": row.get_state_display()}


def _requests(own: QuerySet[Visit]) -> Iterator[dict[str, Any]]:
    """Requests that nobody has taken up yet, the oldest first."""
    for row in own.filter(state=VisitState.REQUESTED).order_by("pk")[:SHOWN]:
        yield {"name": str(row), "url": visit_address(row), "since": row.created_at}


def _to_confirm(decided: QuerySet[Visit]) -> Iterator[dict[str, Any]]:
    """Visits under review that wait for who may confirm them, the nearest first; whether anything is missing yet."""
    rows = decided.filter(state=VisitState.UNDER_REVIEW).prefetch_related("members", "checklist")
    for row in rows.order_by("date", "pk")[:SHOWN]:
        url = reverse("visit_state", args=[row.pk])
        is_ready = not obstacles(row, VisitState.CONFIRMED)
        yield {"name": str(row), "url": url, "day": row.date, "is_ready": is_ready}
