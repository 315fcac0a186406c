"""Columns of the inbox."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn

from partnerships.inquiries.enums import OPEN
from partnerships.models import Inquiry
from portal.core.names import name_of


class CompanyColumn(Column):
    """The company and where it sits, in one column: the screen has room for few."""

    def get_value(self, instance: Inquiry) -> str:
        country: Any = instance.country
        return f"{instance.company} · {country.name}" if instance.country else instance.company


class ParksColumn(Column):
    """The park addressed first, and how many others; their names are in the case."""

    def get_value(self, instance: Inquiry) -> str:
        if instance.park is None:
            return pgettext("instead of a park", "Advice wanted")
        more = len([park for park in instance.wanted_parks.all() if park.pk != instance.park_id])
        return _("%(park)s and %(count)d more") % {"park": instance.park, "count": more} if more else str(instance.park)


class PersonColumn(Column):
    def get_value(self, instance: Inquiry) -> str:
        return name_of(instance.responsible) or "—"


class DueColumn(Column):
    """When the answer is due; what is overdue says so in words and in colour."""

    cell_template_name = "partnerships/inquiries/due_cell.html"

    def get_cell_context_data(self, instance: Inquiry, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        due = getattr(instance, "due_at", None) if instance.state in OPEN else None
        context |= {"due": due, "is_late": due is not None and due < timezone.now()}
        return context


class WaitingColumn(Column):
    """What waits for somebody to do it."""

    def get_value(self, instance: Inquiry) -> str:
        return pgettext("between things", ", ").join(getattr(instance, "waits", []))


COLUMNS = [
    "reference",
    DueColumn("due_at", label=pgettext_lazy("answer of an inquiry", "Due"), sort_key="due_at"),
    WaitingColumn("waits", label=pgettext_lazy("inquiries", "To do")),
    "state",
    CompanyColumn("company", label=gettext_lazy("Company or institution"), classname="inbox-wide"),
    ParksColumn("park", label=gettext_lazy("Park")),
    "intent",
    PersonColumn("responsible", label=gettext_lazy("Responsible")),
    DateColumn("created_at", label=gettext_lazy("Received"), sort_key="created_at"),
]
