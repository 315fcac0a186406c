"""Events in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView

from partnerships.event_panels import EVENT
from partnerships.kept_admin import KeptIndexView, KeptViewSet
from partnerships.models import Attendee, Event
from partnerships.saved_together import SavedTogether
from portal.core.localized import word_columns
from portal.core.partial_dates import PartialDate, sort_key
from portal.core.scoped_admin import ScopedEditView


class DateColumn(Column):
    """A partial date in words; sorted by, an inferred year stands among the stated ones."""

    def get_value(self, instance: Any) -> str:
        date = getattr(instance, self.name)
        return date.display() if date else ""


class EventIndexView(KeptIndexView):
    def order_queryset(self, queryset: Any) -> Any:
        """Partial dates have an order of their own; where a column of the table is chosen, its order."""
        if self.ordering in ("date", "-date"):
            key = sort_key("date")
            return queryset.order_by(key.desc(nulls_last=True) if self.ordering[0] == "-" else key.asc(), "-pk")
        return super().order_queryset(queryset)


class EventSaving(SavedTogether):
    def people_on_the_day(self, saved: Event) -> tuple[QuerySet[Attendee], PartialDate | None]:
        attendees: QuerySet[Attendee] = QuerySet(Attendee).filter(event=saved, person__isnull=False)
        return attendees.select_related("person").prefetch_related("person__offices"), saved.date


class EventCreateView(EventSaving, CreateView):
    pass


class EventEditView(EventSaving, ScopedEditView):
    pass


class EventViewSet(KeptViewSet):
    model = Event
    index_view_class = EventIndexView
    add_view_class = EventCreateView
    edit_view_class = EventEditView
    icon = "date"
    related = ("unit", "park")
    ordering = "-date"
    edit_handler = EVENT
    columns = ("kind", DateColumn("date", label=_("Date"), sort_key="date"), "park", "unit")
    list_filter = ["kind", "park", "is_public", "unit"]
    search_fields = [*KeptViewSet.search_fields, *word_columns("venue"), *word_columns("attendees__person__name")]
