"""Visits in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView

from partnerships.event_admin import EventIndexView
from partnerships.kept_admin import KeptViewSet
from partnerships.models import Visit, VisitMember
from partnerships.saved_together import SavedTogether
from partnerships.visits.clash_words import warn_of_clashes
from partnerships.visits.days import days_in_words
from partnerships.visits.desk.agenda_rules import outside
from partnerships.visits.desk.agenda_views import days_behind, move_words
from partnerships.visits.desk.inspection import VisitInspectView
from partnerships.visits.desk.panels import VISIT
from partnerships.visits.desk.part_rules import overdue_gifts
from portal.core.localized import word_columns
from portal.core.partial_dates import PartialDate
from portal.core.scoped_admin import ScopedEditView


class PartnersColumn(Column):
    """On whose behalf the other side comes or receives."""

    def get_value(self, instance: Visit) -> str:
        return pgettext("between names", ", ").join(str(partner) for partner in instance.partners.all())


class DaysColumn(Column):
    """The first and the last day of a visit in words."""

    def get_value(self, instance: Visit) -> str:
        return days_in_words(instance.date, instance.until)


class VisitSaving(SavedTogether):
    """After saving, what is doubtful is asked: it may be right."""

    def save_instance(self) -> Visit:
        visit: Visit = super().save_instance()
        saved = Visit.objects.get(pk=visit.pk)
        if question := outside(saved.agenda.all(), saved):
            days = days_behind(saved)
            way = reverse("visit_move_agenda", args=[saved.pk])
            messages.warning(self.request, question, buttons=[messages.button(way, move_words(days))] if days else [])
        for question in overdue_gifts(saved):
            messages.warning(self.request, question)
        warn_of_clashes(self.request, saved)
        return visit

    def people_on_the_day(self, saved: Visit) -> tuple[QuerySet[VisitMember], PartialDate | None]:
        members: QuerySet[VisitMember] = QuerySet(VisitMember).filter(visit=saved, person__isnull=False)
        return members.select_related("person").prefetch_related("person__offices", "offices"), saved.date


class VisitCreateView(VisitSaving, CreateView):
    def get_success_buttons(self) -> list[Any]:
        """What comes next: the list of those who come, and the steps."""
        ways = (("visit_delegates", _("Paste delegates")), ("visit_state", _("State and steps")))
        buttons = [messages.button(reverse(name, args=[self.object.pk]), label) for name, label in ways]
        return [*super().get_success_buttons(), *buttons]


class VisitEditView(VisitSaving, ScopedEditView):
    pass


class VisitIndexView(EventIndexView):
    pass


class VisitViewSet(KeptViewSet):
    model = Visit
    index_view_class = VisitIndexView
    add_view_class = VisitCreateView
    edit_view_class = VisitEditView
    inspect_view_class = VisitInspectView
    icon = "group"
    related = ("unit", "park", "request")
    ordering = "-date"
    edit_handler = VISIT
    columns = (
        "direction",
        "kind",
        "state",
        DaysColumn("date", label=_("Date"), sort_key="date"),
        "park",
        PartnersColumn("partners", label=pgettext_lazy("of a visit", "Partners")),
    )
    list_filter = ["state", "kind", "direction", "park", "is_public", "unit"]
    search_fields = [
        *KeptViewSet.search_fields,
        "letter_number",
        *word_columns("purpose"),
        *word_columns("partners__organization__name"),
        *word_columns("partners__park__name"),
        *word_columns("partners__description"),
        *word_columns("members__person__name"),
        *word_columns("members__description"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("partners__organization", "partners__park")
