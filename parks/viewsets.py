"""Records of parks in the admin: one menu, lists that say what is missing, search by every spelling."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from parks import models, panels
from portal.core.enums import RecordKind
from portal.core.localized import Worded, language_name, word_columns
from portal.core.scoped_admin import (
    ScopedChooseResultsView,
    ScopedChooserViewSet,
    ScopedChooseView,
    ScopedIndexView,
    ScopedSnippetViewSet,
)


def matching(rows: QuerySet[Any], lookups: list[str], text: str) -> QuerySet[Any]:
    """Rows of which any lookup contains `text`; each row once, whatever the number of its spellings."""
    found = Q()
    for lookup in lookups:
        found |= Q(**{f"{lookup}__icontains": text})
    return rows.filter(pk__in=rows.model._base_manager.filter(found).values("pk"))


class OtherNameColumn(Column):
    """The name in another language, where one is known."""

    def get_value(self, instance: Any) -> str:
        return instance.other_name


class MissingColumn(Column):
    """The languages in which the name is not known: what staff should find out."""

    def get_value(self, instance: Worded) -> str:
        return " · ".join(language_name(code) for code in instance.missing_words("name"))


#: When the record was last saved, by whatever way; Wagtail's own column knows its log only.
UPDATED = DateColumn("updated_at", label=_("Updated"), sort_key="updated_at")


class NamedFilterSet(WagtailFilterSet):
    """Lets staff list the records whose name is not known in every language."""

    names = django_filters.ChoiceFilter(
        label=_("Names"), choices=[("missing", _("Missing in a language"))], method="filter_names"
    )

    def filter_names(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(pk__in=rows.model.objects.missing_names().values("pk"))


class FactIndexView(ScopedIndexView):
    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.is_searching:
            return queryset
        return matching(queryset, list(self.search_fields or []), self.search_query)


class NamedIndexView(FactIndexView):
    @cached_property
    def filterset_class(self) -> type[NamedFilterSet]:
        meta = type("Meta", (), {"model": self.model, "fields": self.list_filter or []})
        return type(f"{self.model.__name__}FilterSet", (NamedFilterSet,), {"Meta": meta})


class SpellingFilterForm(SearchFilterMixin, BaseFilterForm):
    """Search in a chooser, by the same fields as in the list."""

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        text = self.cleaned_data.get("q")
        if not text:
            return objects
        self.is_searching, self.search_query = True, text
        return matching(objects, objects.model.snippet_viewset.search_fields, text)


class FactChooseView(ScopedChooseView):
    filter_form_class = SpellingFilterForm


class FactChooseResultsView(ScopedChooseResultsView):
    filter_form_class = SpellingFilterForm


class FactChooserViewSet(ScopedChooserViewSet):
    choose_view_class = FactChooseView
    choose_results_view_class = FactChooseResultsView


class FactViewSet(ScopedSnippetViewSet):
    """Facts are public: who may read any reads all; written they are in one's own unit only."""

    record_kind = RecordKind.FACTS
    shared_reading = True
    index_view_class = FactIndexView
    chooser_viewset_class = FactChooserViewSet
    list_per_page = 50
    #: Foreign keys that the list shows.
    related: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model._default_manager.select_related(*self.related)


class NamedViewSet(FactViewSet):
    """Records with a name: the list says in which language it is missing, and finds every spelling."""

    index_view_class = NamedIndexView
    #: Columns between the names and the last ones.
    columns: tuple[str, ...] = ()
    search_fields = ["slug", *word_columns("name"), "aliases__spelling"]

    @property
    def list_display(self) -> list[Any]:
        names = ["__str__", OtherNameColumn("other_name", label=_("Other language"))]
        return [*names, *self.columns, MissingColumn("missing", label=_("Name missing in")), UPDATED]


class ParkViewSet(NamedViewSet):
    model = models.Park
    icon = "site"
    unit_lookup = "unit"
    related = ("unit",)
    edit_handler = panels.PARK
    columns = ("level", "unit")
    list_filter = ["level", "kind", "operator_kind", "unit"]
    search_fields = [*NamedViewSet.search_fields, *word_columns("short_name")]


class PositioningViewSet(FactViewSet):
    model = models.Positioning
    icon = "table"
    unit_lookup = "park__unit"
    related = ("park",)
    edit_handler = panels.POSITIONING
    list_display = ["__str__", UPDATED]
    search_fields = [*word_columns("title"), *word_columns("park__name")]


class ClusterViewSet(NamedViewSet):
    model = models.Cluster
    icon = "grid"
    unit_lookup = "park__unit"
    related = ("park", "place")
    edit_handler = panels.CLUSTER
    columns = ("park", "place")
    list_filter = ["park"]


class ResultViewSet(FactViewSet):
    model = models.EvaluationResult
    icon = "order"
    unit_lookup = "park__unit"
    related = ("park", "edition__scheme")
    edit_handler = panels.RESULT
    list_display = ["__str__", "overall_rank", UPDATED]
    list_filter = ["edition", "park"]
    search_fields = [*word_columns("park__name"), *word_columns("edition__scheme__name")]


class EditionViewSet(FactViewSet):
    model = models.Edition
    icon = "calendar-alt"
    related = ("scheme",)
    edit_handler = panels.EDITION
    list_display = ["__str__", "data_year", "ranked_parks", UPDATED]
    list_filter = ["scheme"]
    search_fields = [*word_columns("scheme__name"), "year"]


class SchemeViewSet(NamedViewSet):
    model = models.EvaluationScheme
    icon = "list-ol"
    related = ("authority",)
    edit_handler = panels.SCHEME
    columns = ("authority",)
    search_fields = ["slug", *word_columns("name")]


class PlaceViewSet(NamedViewSet):
    model = models.Place
    icon = "globe"
    related = ("parent",)
    edit_handler = panels.PLACE
    columns = ("kind", "parent")
    list_filter = ["kind"]


class SectorViewSet(NamedViewSet):
    model = models.Sector
    icon = "tag"
    edit_handler = panels.SECTOR


class ParksGroup(SnippetViewSetGroup):
    menu_label = _("Parks and rankings")
    menu_icon = "site"
    menu_order = 300
    items = (
        ParkViewSet,
        PositioningViewSet,
        ClusterViewSet,
        ResultViewSet,
        EditionViewSet,
        SchemeViewSet,
        PlaceViewSet,
        SectorViewSet,
    )
