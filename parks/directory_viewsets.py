"""Organisations and persons in the admin: found by every spelling, the merged ones out of the way."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry
from wagtail.snippets.views import snippets as stock
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from parks import directory_panels, models
from parks.doubles import double_warning, doubles
from parks.models.base import DirectoryRecord
from parks.name_lines import offices_line
from parks.office_changes import is_held
from parks.viewsets import NamedIndexView, NamedViewSet, OtherNameColumn
from portal.core.enums import RecordKind
from portal.core.scoped_admin import (
    ScopedChooseResultsView,
    ScopedChooserViewSet,
    ScopedChooseView,
    ScopedChosenMultipleView,
    ScopedChosenView,
    ScopedEditView,
    SnippetChooser,
)


class DirectoryIndexView(NamedIndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().filter(merged_into__isnull=True)

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.is_searching:
            return queryset
        return queryset.filter(pk__in=self.model.objects.spelled(self.search_query).values("pk"))


class OrganizationIndexView(DirectoryIndexView):
    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons: list[Any] = list(super().header_buttons)
        if self.user_has_permission("add"):
            url = reverse("directory:organizations_import")
            buttons.append(HeaderButton(_("Import"), url=url, icon_name="upload"))
        chosen = self.request.GET.urlencode()
        for file_format, label in (("csv", _("Export as CSV")), ("xlsx", _("Export as XLSX"))):
            address = f"{reverse('directory:organizations_export', args=[file_format])}?{chosen}"
            buttons.append(HeaderButton(label, url=address, icon_name="download"))
        return buttons


class DoublesTold:
    """Says after saving who else goes by a spelling of the record; it is saved all the same."""

    object: Any
    request: HttpRequest

    def save_action(self) -> HttpResponse:
        for other in doubles(self.object):
            messages.warning(self.request, double_warning(self.object, other))
        return super().save_action()  # type: ignore[misc]


class DirectoryCreateView(DoublesTold, stock.CreateView):
    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """In one transaction: a short address that is made stays free until it is taken."""
        return super().post(request, *args, **kwargs)


class DirectoryEditView(DoublesTold, ScopedEditView):
    """Leads from a merged record to the one it was merged into; a form still open is told so when it is sent."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Hold the record until it is written: a merge that was under way is seen, and another waits."""
        with transaction.atomic():
            rows = self.model._default_manager.select_for_update(of=("self",), no_key=True)
            self.object = get_object_or_404(rows, pk=self.object.pk)
            return super().post(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        other = self.object.merged_into
        if other is None:
            return super().get(request, *args, **kwargs)
        said = _("“%(name)s” has been merged into “%(other)s”, which you see here.")
        messages.info(request, said % {"name": self.object, "other": other})
        return redirect(reverse(self.edit_url_name, args=[other.pk]))


# --- choosers -------------------------------------------------------------------------------------------------
class DirectoryFilterForm(SearchFilterMixin, BaseFilterForm):
    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        text = self.cleaned_data.get("q")
        if not text:
            return objects
        self.is_searching, self.search_query = True, text
        return objects.filter(pk__in=objects.model.objects.spelled(text).values("pk"))


class StandingChoice:
    """Offers what has not been merged into another, with what tells records of one name apart."""

    filter_form_class = DirectoryFilterForm
    model: Any

    def get_object_list(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_object_list().filter(merged_into__isnull=True)  # type: ignore[misc]
        return rows.prefetch_related(*self.model.snippet_viewset.prefetched)

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, *self.model.snippet_viewset.told_apart_by]  # type: ignore[misc]


class DirectoryChooseView(StandingChoice, ScopedChooseView):
    pass


class DirectoryChooseResultsView(StandingChoice, ScopedChooseResultsView):
    pass


class DirectoryChosenView(ScopedChosenView):
    """What was merged while the window stood open is chosen as what it was merged into."""

    def get_object(self, pk: str) -> Any:
        found: Any = super().get_object(pk)
        return found.merged_into or found


class DirectoryChosenMultipleView(ScopedChosenMultipleView):
    def get_objects(self, pks: list[str]) -> QuerySet[Any]:
        return super().get_objects(pks).filter(merged_into__isnull=True)


class DirectoryChooser(SnippetChooser):
    """A form that stood open while its choice was merged into another saves that other."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        if not str(value or "").isdigit():
            return value
        merged = self.model_class._default_manager.filter(pk=value, merged_into__isnull=False)
        return merged.values_list("merged_into", flat=True).first() or value


class DirectoryChooserViewSet(ScopedChooserViewSet):
    base_widget_class = DirectoryChooser
    choose_view_class = DirectoryChooseView
    choose_results_view_class = DirectoryChooseResultsView
    chosen_view_class = DirectoryChosenView
    chosen_multiple_view_class = DirectoryChosenMultipleView


# --- viewsets -------------------------------------------------------------------------------------------------
class DirectoryViewSet(NamedViewSet):
    """Persons and organisations, which all staff share."""

    record_kind = RecordKind.DIRECTORY
    index_view_class = DirectoryIndexView
    add_view_class = DirectoryCreateView
    edit_view_class = DirectoryEditView
    chooser_viewset_class = DirectoryChooserViewSet
    #: What choosers show beside the name, and what that takes.
    told_apart_by: tuple[Column, ...] = (OtherNameColumn("other_name", label=gettext_lazy("Other language")),)
    prefetched: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related(*self.prefetched)


class OrganizationViewSet(DirectoryViewSet):
    model = models.Organization
    icon = "group"
    edit_handler = directory_panels.ORGANIZATION
    index_view_class = OrganizationIndexView
    related = ("parent", "site")
    columns = ("kind", "parent")
    list_filter = ["kind"]


class OfficesColumn(Column):
    """What the person holds now, as far as the record knows."""

    def get_value(self, instance: models.Person) -> str:
        return offices_line(office for office in instance.offices.all() if is_held(office)).text


class TellingColumn(OfficesColumn):
    """What tells a person from another of the same name: offices, else other spellings, else the short address."""

    def get_value(self, instance: models.Person) -> str:
        spellings = pgettext("between names", ", ").join(alias.spelling for alias in instance.aliases.all())
        return super().get_value(instance) or spellings or instance.slug


OFFICES = OfficesColumn("offices", label=pgettext_lazy("of a person", "Offices"))


class PersonViewSet(DirectoryViewSet):
    model = models.Person
    icon = "user"
    edit_handler = directory_panels.PERSON
    list_filter = ["country"]
    told_apart_by = (
        *DirectoryViewSet.told_apart_by,
        TellingColumn("offices", label=pgettext_lazy("of a person", "Offices or other spellings")),
    )
    prefetched = ("offices__organization", "aliases")

    @property
    def list_display(self) -> list[Any]:
        names, rest = super().list_display[:2], super().list_display[2:]
        return [*names, OFFICES, *rest]


class DirectoryGroup(SnippetViewSetGroup):
    menu_label = gettext_lazy("Organisations and persons")
    menu_icon = "group"
    menu_order = 310
    items = (OrganizationViewSet, PersonViewSet)


def may_merge(user: Any, model: type[DirectoryRecord]) -> bool:
    """Whether the person may take records of the kind away, which a merge does with one of two."""
    return bool(policy_registry.get_by_type(model).user_has_permission(user, "delete"))
