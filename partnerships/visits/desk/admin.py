"""Visits in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from partnerships.event_admin import DateColumn, EventIndexView
from partnerships.kept_admin import KeptViewSet
from partnerships.models import Visit
from partnerships.visits.desk.panels import VISIT
from portal.core.localized import word_columns


class VisitViewSet(KeptViewSet):
    model = Visit
    index_view_class = EventIndexView
    icon = "group"
    related = ("unit", "park", "request")
    ordering = "-date"
    edit_handler = VISIT
    columns = ("direction", "kind", "state", DateColumn("date", label=_("Date"), sort_key="date"), "park", "unit")
    list_filter = ["state", "kind", "direction", "park", "is_public", "unit"]
    search_fields = [*KeptViewSet.search_fields, "letter_number", *word_columns("purpose")]
