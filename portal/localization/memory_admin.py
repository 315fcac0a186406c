"""The translation memory in the admin: read by translators, corrected by revisers, exchanged as TMX."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django_filters import DateFromToRangeFilter, ModelChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.widgets.button import HeaderButton

from portal.core.models import User
from portal.core.read_only_admin import ReadOnlyInspectView, ReadOnlyViewSet
from portal.localization.memory_views import ExportView, ImportView
from portal.localization.menu import MENU
from portal.localization.models import MemoryEntry
from portal.localization.services.memory import reword_entry


class ExcerptColumn(Column):
    """The beginning of a segment, without its markup."""

    def get_value(self, entry: MemoryEntry) -> str:
        return excerpt(getattr(entry, self.name))


class SourceColumn(TitleColumn):
    def get_value(self, entry: MemoryEntry) -> str:
        return excerpt(entry.source_text)


class LanguagesColumn(Column):
    def get_value(self, entry: MemoryEntry) -> str:
        return f"{entry.source_locale.get_display_name()} → {entry.target_locale.get_display_name()}"


def excerpt(segment: str) -> str:
    return Truncator(strip_tags(segment)).chars(120) or segment[:120]


def people_of_the_memory(request: Any) -> QuerySet[User]:
    """Those whose wordings are remembered."""
    return User.objects.filter(pk__in=MemoryEntry.objects.order_by().values("by").distinct())


class MemoryFilterSet(WagtailFilterSet):
    by = ModelChoiceFilter(label=_("By"), queryset=people_of_the_memory)
    updated_at = DateFromToRangeFilter(label=_("Last used"), widget=DateRangePickerWidget)

    class Meta:
        model = MemoryEntry
        fields = ["source_locale", "target_locale", "origin", "by", "updated_at"]


class MemoryIndexView(IndexView):
    import_url_name: str | None = None
    export_url_name: str | None = None

    def get_base_queryset(self) -> QuerySet[MemoryEntry]:
        return super().get_base_queryset().select_related("source_locale", "target_locale", "by")

    @cached_property
    def header_buttons(self) -> list[Any]:
        address = f"{reverse(self.export_url_name)}?{self.request.GET.urlencode()}"
        buttons = [HeaderButton(_("Export as TMX"), url=address, icon_name="download")]
        if self.user_has_permission("change"):
            buttons.insert(0, HeaderButton(_("Import TMX"), url=reverse(self.import_url_name), icon_name="upload"))
        return buttons


class MemoryInspectView(ReadOnlyInspectView):
    def get_source_locale_display_value(self) -> str:
        return self.object.source_locale.get_display_name()

    def get_target_locale_display_value(self) -> str:
        return self.object.target_locale.get_display_name()


class MemoryForm(WagtailAdminModelForm):
    """The wording; whoever changes it answers for it."""

    class Meta:
        model = MemoryEntry
        fields = ["target_text"]
        widgets = {"target_text": forms.Textarea(attrs={"rows": 4})}


class MemoryEditView(EditView):
    def get_page_subtitle(self) -> str:
        return excerpt(self.object.source_text)

    def save_instance(self) -> MemoryEntry:
        return reword_entry(entry=self.object, target_text=self.form.cleaned_data["target_text"], by=self.request.user)


class MemoryViewSet(ReadOnlyViewSet):
    """As of rows that only services write, and with a form for the wording."""

    model = MemoryEntry
    name = "memory"
    icon = "history"
    menu_label = _("Translation memory")
    menu_order = 40
    menu_hook = MENU
    index_view_class = MemoryIndexView
    inspect_view_class = MemoryInspectView
    edit_view_class = MemoryEditView
    filterset_class = MemoryFilterSet
    search_fields = ["source_text", "target_text"]
    search_backend_name = None
    list_export: ClassVar[list[str]] = []
    list_display = [
        SourceColumn("source_text", label=_("Source text"), url_name="memory:inspect"),
        ExcerptColumn("target_text", label=_("Wording")),
        LanguagesColumn("languages", label=_("Languages")),
        Column("get_origin_display", label=_("Origin"), sort_key="origin"),
        Column("by", label=_("By")),
        DateColumn("updated_at", label=_("Last used"), sort_key="updated_at"),
    ]
    inspect_view_fields = [
        "source_locale",
        "target_locale",
        "source_text",
        "target_text",
        "origin",
        "by",
        "created_at",
        "updated_at",
    ]

    def get_form_class(self, for_update: bool = False) -> type[MemoryForm]:  # type: ignore[override]
        return MemoryForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        own = {f"{name}_url_name": self.get_url_name(name) for name in ("edit", "delete", "import", "export")}
        return super().get_common_view_kwargs(**own, **kwargs)

    @property
    def import_view(self) -> Any:
        return self.construct_view(ImportView)

    @property
    def export_view(self) -> Any:
        return self.construct_view(ExportView, **self.get_index_view_kwargs())

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("delete/<int:pk>/", self.delete_view, name="delete"),
            path("import/", self.import_view, name="import"),
            path("export/", self.export_view, name="export"),
        ]
