"""By what the inbox is narrowed, and which addresses of it a saved filter may hold."""

from __future__ import annotations

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from parks.models import Park, Sector
from partnerships.inquiries.access import units_read
from partnerships.inquiries.desk.inbox_rows import overdue
from partnerships.inquiries.desk.rules_admin import officers_in
from partnerships.inquiries.enums import OPEN, InquiryState
from partnerships.models import Inquiry
from portal.core.models import Unit
from portal.core.names import name_of
from portal.core.permissions import ALL_UNITS

#: What stands in an address that is no filter of its own: the words searched for, and the order.
BESIDE = ("q", "ordering")
_RANGE = ("received_from", "received_to")


def _units(request: HttpRequest) -> QuerySet[Unit]:
    """The units whose inquiries the person reads."""
    units = units_read(request.user)
    rows = Unit.objects.order_by("name")
    return rows if units is ALL_UNITS else rows.filter(pk__in=units)


def _parks(request: HttpRequest) -> QuerySet[Park]:
    rows: QuerySet[Park] = QuerySet(Park).order_by("sort_key", "pk")
    return rows


def _sectors(request: HttpRequest) -> QuerySet[Sector]:
    rows: QuerySet[Sector] = QuerySet(Sector).order_by("slug")
    return rows


class ResponsibleFilter(django_filters.ChoiceFilter):
    """By whom, oneself, or nobody; the people are those who work on what the person reads."""

    @property
    def field(self) -> Any:
        request = self.parent.request
        people = officers_in(units_read(request.user)).order_by("username")
        named = [(str(person.pk), name_of(person)) for person in people]
        self.extra["choices"] = [("mine", _("Me")), ("nobody", _("Nobody")), *named]
        return super().field


class InboxFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        choices=[("open", _("Open: all that somebody works on")), *InquiryState.choices],
        method="filter_state",
        label=_("State"),
    )
    responsible = ResponsibleFilter(method="filter_responsible", label=_("Responsible"))
    due = django_filters.ChoiceFilter(choices=[("late", _("Overdue"))], method="filter_due", label=_("Answer"))
    unit = django_filters.ModelChoiceFilter(
        queryset=_units, null_label=pgettext_lazy("unit", "The portal’s own office"), null_value="none", label=_("Unit")
    )
    park = django_filters.ModelChoiceFilter(queryset=_parks, method="filter_park", label=_("Park"))
    sector = django_filters.ModelChoiceFilter(queryset=_sectors, method="filter_sector", label=_("Sector"))
    locale = django_filters.ChoiceFilter(choices=settings.LANGUAGES, label=_("Language"))
    received = django_filters.DateFromToRangeFilter(
        field_name="created_at", label=_("Received"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Inquiry
        fields = ["state", "responsible", "due", "unit", "park", "intent", "sector", "country", "locale", "received"]

    def filter_state(self, rows: QuerySet[Inquiry], name: str, value: str) -> QuerySet[Inquiry]:
        return rows.filter(state__in=OPEN) if value == "open" else rows.filter(state=value)

    def filter_responsible(self, rows: QuerySet[Inquiry], name: str, value: str) -> QuerySet[Inquiry]:
        if value == "nobody":
            return rows.filter(responsible=None)
        return rows.filter(responsible=self.request.user.pk if value == "mine" else int(value))

    def filter_due(self, rows: QuerySet[Inquiry], name: str, value: str) -> QuerySet[Inquiry]:
        return overdue(rows)

    def filter_park(self, rows: QuerySet[Inquiry], name: str, value: Park) -> QuerySet[Inquiry]:
        """Addressed to the park, first or among others."""
        addressed = Inquiry.objects.filter(wanted_parks=value).order_by().values("pk")
        return rows.filter(Q(park=value) | Q(pk__in=addressed))

    def filter_sector(self, rows: QuerySet[Inquiry], name: str, value: Sector) -> QuerySet[Inquiry]:
        return rows.filter(pk__in=Inquiry.objects.filter(sectors=value).order_by().values("pk"))


def filter_query(text: str, request: HttpRequest) -> str | None:
    """What of an address narrows the inbox, as it is kept; None where a value is none that the filters know."""
    try:
        sent = QueryDict(text)
    except ValueError:  # more parameters than Django reads
        return None
    kept = QueryDict(mutable=True)
    names = [name for name in InboxFilterSet.base_filters if name != "received"]
    for name in (*names, *_RANGE, *BESIDE):
        if value := sent.get(name, "").strip():
            kept[name] = value
    if any("\x00" in value for value in kept.values()):
        return None
    filters = InboxFilterSet(data=kept, request=request)
    return kept.urlencode() if filters.form.is_valid() else None
