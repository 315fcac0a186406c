"""Events in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView

from partnerships.event_panels import EVENT
from partnerships.kept_admin import KeptIndexView, KeptViewSet
from partnerships.models import Attendee, Event
from partnerships.offices_of_the_day import doubts
from portal.core.localized import word_columns
from portal.core.partial_dates import sort_key
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


class SavedTogether:
    """What the form asks holds until it is saved; what is doubtful of offices is said afterwards."""

    request: HttpRequest

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def save_instance(self) -> Event:
        event: Event = super().save_instance()  # type: ignore[misc]
        attendees = Attendee.objects.filter(event=event, person__isnull=False).select_related("person")
        for question in doubts(attendees.prefetch_related("person__offices"), event.date):
            messages.warning(self.request, question)
        return event


class EventCreateView(SavedTogether, CreateView):
    pass


class EventEditView(SavedTogether, ScopedEditView):
    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        """Whoever saves waits for those who save before, here and on the screen of the precedence."""
        if self.request.method == "POST":
            rows = Event.objects.select_for_update(of=("self",), no_key=True)
            rows.filter(pk=unquote(str(self.kwargs["pk"]))).first()
        return super().get_object(*args, **kwargs)


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
