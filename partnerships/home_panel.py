"""What falls due soon in agreements, on the first page of the admin."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from partnerships.enums import ENDED, HOLDING
from partnerships.models import Agreement, Milestone
from partnerships.reminder_letters import agreement_address
from partnerships.services.reminders import MILESTONE_DAYS
from partnerships.services.terms import EXPIRING_DAYS
from portal.core.days import today

#: Rows of a list, those that are due first; the rest is in the list of agreements.
SHOWN = 10


class DuePanel(Component):
    """Ends of terms and milestones that are near or overdue, of agreements that the person may change."""

    name = "agreements_due"
    template_name = "partnerships/home_panel.html"
    order = 115

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user, day = parent_context["request"].user, today()
        policy = policy_registry.get_by_type(Agreement)
        if not policy.user_has_permission(user, "change"):
            return {}
        own: QuerySet[Agreement] = policy.instances_user_has_any_permission_for(user, ["change"])
        return {
            "ending": _shown(((one, one, one.ends_on) for one in _ending(own, day)), day),
            "milestones": _shown(((one, one.agreement, one.due_on) for one in _due(own, day)), day),
            "days": EXPIRING_DAYS,
        }


def _ending(own: QuerySet[Agreement], day: date) -> QuerySet[Agreement]:
    near = day + timedelta(days=EXPIRING_DAYS)
    return own.filter(state__in=HOLDING, ends_on__lte=near).order_by("ends_on", "pk")[:SHOWN]


def _due(own: QuerySet[Agreement], day: date) -> QuerySet[Milestone]:
    near = day + timedelta(days=max(MILESTONE_DAYS))
    rows: QuerySet[Milestone] = QuerySet(Milestone).filter(
        agreement__in=own.exclude(state__in=ENDED), done_on=None, due_on__lte=near
    )
    return rows.select_related("agreement").order_by("due_on", "pk")[:SHOWN]


def _shown(rows: Iterable[tuple[Any, Agreement, date | None]], day: date) -> list[dict[str, Any]]:
    """What the table says of each row."""
    return [
        due_row(one, agreement_address(agreement), due, day, of=None if one is agreement else agreement)
        for one, agreement, due in rows
        if due is not None  # as the queries demand
    ]


def due_row(one: Any, url: str, due: date, day: date, *, of: Any = None) -> dict[str, Any]:
    """What the table says of something that is `due`; `of`: whose part it is. `left` days, or `late` since it was."""
    return {
        "name": str(one),
        "of": str(of or ""),
        "url": url,
        "day": due,
        "left": max((due - day).days, 0),
        "late": max((day - due).days, 0),
    }
