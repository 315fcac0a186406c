"""The register of gifts: those of all visits that the person may read, to look through and to take away as a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import FileResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.permissions import register_permission_policy

from partnerships.models import Gift, Visit
from partnerships.money import amount
from partnerships.visits.access import readable_visits
from partnerships.visits.enums import GiftDirection
from portal.core.days import FIRST_DAY, LAST_DAY
from portal.core.enums import RecordKind
from portal.core.localized import word_columns
from portal.core.models import Unit
from portal.core.partial_dates import sort_key
from portal.core.permissions import UnitPermissionPolicy
from portal.core.read_only_admin import ReadOnlyInspectView, ReadOnlyViewSet
from portal.core.record_lines import value_words
from portal.core.table_views import table_file


def _units(request: Any) -> QuerySet[Unit]:
    """Units of whose visits the person sees gifts."""
    visits = readable_visits(request.user)
    return Unit.objects.filter(pk__in=visits.order_by().values("unit")).order_by("name")


def _visits_in(year: int) -> QuerySet[Visit]:
    """Visits of a year, be it stated or inferred."""
    rows: QuerySet[Visit] = QuerySet(Visit)
    return rows.annotate(day_key=sort_key("date")).filter(day_key__startswith=f"{year:04}-").order_by()


def fate_words(gift: Gift) -> str:
    """What became of a gift that was received; of one that was given nobody here knows."""
    return gift.get_fate_display() if gift.direction == GiftDirection.RECEIVED else ""


class GiftFilterSet(WagtailFilterSet):
    unit = django_filters.ModelChoiceFilter(field_name="visit__unit", queryset=_units, label=_("Unit"))
    year = django_filters.NumberFilter(
        method="filter_year", label=_("Year"), min_value=FIRST_DAY.year, max_value=LAST_DAY.year
    )
    direction = django_filters.ChoiceFilter(
        choices=GiftDirection.choices, label=pgettext_lazy("gift", "Given or received")
    )

    class Meta:
        model = Gift
        fields = ["unit", "year", "direction", "fate"]

    def filter_year(self, rows: QuerySet[Gift], name: str, value: Any) -> QuerySet[Gift]:
        """By the day of the gift; where none is known, by the date of the visit."""
        of_visit = Q(day__isnull=True, visit__in=_visits_in(int(value)))
        return rows.filter(Q(day__year=int(value)) | of_visit)


class _Cell(Column):
    """A column that is made of the gift."""

    def __init__(self, name: str, say: Callable[[Gift], Any], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.say = say

    def get_value(self, instance: Gift) -> Any:
        return self.say(instance)


def _value(gift: Gift) -> str:
    return amount(gift.value, gift.currency)


def _day(gift: Gift) -> str:
    """The day of the gift, else the date of the visit."""
    if gift.day:
        return date_format(gift.day)
    return gift.visit.date.display() if gift.visit.date else ""


#: Columns of the file, each with what it says of a gift.
EXPORTED: tuple[tuple[Any, Callable[[Gift], Any]], ...] = (
    (_("Unit"), lambda gift: gift.visit.unit),
    (pgettext_lazy("delegation", "Visit"), lambda gift: gift.visit),
    (_("Date of the visit"), lambda gift: gift.visit.date.display() if gift.visit.date else ""),
    (pgettext_lazy("gift", "Given or received"), lambda gift: gift.get_direction_display()),
    (pgettext_lazy("gift", "What it is"), lambda gift: gift.description),
    (_("Quantity"), lambda gift: gift.quantity),
    (pgettext_lazy("gift", "Value together"), lambda gift: gift.value),
    (_("Currency"), lambda gift: gift.currency),
    (pgettext_lazy("gift", "From or to whom"), lambda gift: gift.counterpart),
    (pgettext_lazy("gift", "Day"), lambda gift: gift.day),
    (pgettext_lazy("gift", "What became of it"), fate_words),
    (pgettext_lazy("gift", "Note"), lambda gift: gift.note),
)


class GiftIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Gift]:
        return super().get_base_queryset().select_related("visit__unit")

    def as_spreadsheet(self, queryset: QuerySet[Gift], spreadsheet_format: str) -> FileResponse:
        """The rows as `core.tables` writes them: with the mark that spreadsheets need, and no formula run."""
        rows = ([say(gift) for _label, say in EXPORTED] for gift in queryset)
        columns = [str(label) for label, _say in EXPORTED]
        return table_file(name="gifts", file_format=spreadsheet_format, columns=columns, rows=rows)[0]


class GiftInspectView(ReadOnlyInspectView):
    """Everything in words, and the way to the visit."""

    def get_field_label(self, field_name: str, field: Any) -> str:
        return str(capfirst(field.verbose_name))

    def get_visit_display_value(self) -> SafeString:
        visit = self.object.visit
        url = reverse(Visit.snippet_viewset.get_url_name("inspect"), args=[visit.pk])  # type: ignore[attr-defined]
        return format_html('<a href="{}">{}</a>', url, visit)

    def get_value_display_value(self) -> str:
        return _value(self.object) or "—"

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        stock = super().get_field_display_value(field_name, field)
        return stock if field_name in {"visit", "value"} else value_words(self.object, field) or "—"


class GiftViewSet(ReadOnlyViewSet):
    model = Gift
    name = "gifts"
    sort_order_field = None
    icon = "tag"
    menu_label = _("Gifts register")
    index_view_class = GiftIndexView
    inspect_view_class = GiftInspectView
    list_display = [
        "description",
        _Cell("direction", lambda gift: gift.get_direction_display(), label=pgettext_lazy("gift", "Given or received")),
        "quantity",
        _Cell("value", _value, label=pgettext_lazy("gift", "Value together")),
        "counterpart",
        _Cell("day", _day, label=pgettext_lazy("gift", "Day"), sort_key="day"),
        _Cell("fate", fate_words, label=pgettext_lazy("gift", "What became of it")),
        _Cell("visit", lambda gift: gift.visit, label=pgettext_lazy("delegation", "Visit")),
        _Cell("unit", lambda gift: gift.visit.unit or "", label=_("Unit")),
    ]
    list_export = ["description"]
    ordering = "-pk"
    filterset_class = GiftFilterSet
    search_fields = ["description", "counterpart", "note", *(f"visit__{name}" for name in word_columns("name"))]
    search_backend_name = None
    inspect_view_fields = [
        *("visit", "direction", "description", "quantity", "value"),
        *("counterpart", "day", "fate", "note"),
    ]

    def on_register(self) -> None:
        policy = UnitPermissionPolicy(Gift, kind=RecordKind.PARTNERSHIP, unit_lookup="visit__unit")
        register_permission_policy(Gift, policy)
        super().on_register()
