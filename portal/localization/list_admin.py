"""Lists that the office keeps for the checks of texts: style sheets, watched wordings, offices held."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.forms import Select, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column

from portal.core.enums import RecordKind
from portal.core.scoped_admin import ScopedForm, ScopedIndexView, ScopedSnippetViewSet
from portal.localization.menu import MENU
from portal.localization.models import HeldOffice, StyleSheet, WatchedTerm


class StyleSheetForm(ScopedForm):
    """One sheet for a language, each wording to avoid in it once."""

    def is_valid(self) -> bool:
        return super().is_valid() and self._says_each_once()

    def _says_each_once(self) -> bool:
        seen: set[str] = set()
        formset = self.formsets["rules"]
        for form in formset.forms:
            avoid = (form.cleaned_data.get("avoid") or "").casefold()
            if not avoid or form in formset.deleted_forms:
                continue
            if avoid in seen:
                form.add_error("avoid", _("This wording has a rule already."))
            elif avoid == (form.cleaned_data.get("use") or ""):
                form.add_error("use", _("This is the wording to avoid."))
            seen.add(avoid)
        return all(not form.errors for form in formset.forms)


class StyleSheetViewSet(ScopedSnippetViewSet):
    """How the house writes each language."""

    model = StyleSheet
    record_kind = RecordKind.STYLE
    icon = "pilcrow"
    menu_label = gettext_lazy("Style sheets")
    menu_order = 32
    menu_hook = MENU
    list_display = ["__str__", "updated_at"]
    edit_handler = ObjectList(
        [
            FieldPanel("locale"),
            FieldPanel("guidance"),
            InlinePanel(
                "rules",
                heading=gettext_lazy("Rules"),
                label=gettext_lazy("Rule"),
                panels=[
                    FieldRowPanel([FieldPanel("avoid"), FieldPanel("use")]),
                    FieldRowPanel([FieldPanel("note"), FieldPanel("severity")]),
                ],
            ),
        ],
        base_form_class=StyleSheetForm,
    )


class WatchedForm(ScopedForm):
    """A wording that is not its own remedy."""

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("instead") and said["instead"] == said.get("text"):
            self.add_error("instead", _("This is the wording that is watched."))
        return said


class WatchedFilterSet(WagtailFilterSet):
    class Meta:
        model = WatchedTerm
        fields = ["locale", "kind", "severity"]


class WatchedIndexView(ScopedIndexView):
    def get_base_queryset(self) -> QuerySet[WatchedTerm]:
        return super().get_base_queryset().select_related("locale")


class WatchedViewSet(ScopedSnippetViewSet):
    """What the office watches for in what it writes itself."""

    model = WatchedTerm
    record_kind = RecordKind.WATCH
    index_view_class = WatchedIndexView
    icon = "view"
    menu_label = gettext_lazy("Watched wordings")
    menu_order = 34
    menu_hook = MENU
    filterset_class = WatchedFilterSet
    search_fields = ["text", "instead", "note"]
    search_backend_name = None
    list_display = ["text", "locale", "kind", "instead", "severity"]
    edit_handler = ObjectList(
        [
            FieldPanel("locale"),
            FieldPanel("text"),
            FieldPanel("kind"),
            FieldPanel("instead"),
            FieldPanel("note"),
            FieldPanel("severity"),
        ],
        base_form_class=WatchedForm,
    )


class HeldOfficeForm(ScopedForm):
    """The same office of the same person is not written twice for the same days."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("person", "office", "organization"):
            field = self.fields[name]
            # Wagtail's chooser would show all terms of the glossary; the lists here are short.
            field.queryset = field.queryset.filter(live=True).prefetch_related("renderings")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.errors:
            return said
        same = HeldOffice.objects.filter(
            person=said["person"], office=said["office"], organization=said.get("organization")
        ).exclude(pk=self.instance.pk)
        if any(_overlap(said, held) for held in same):
            raise ValidationError(_("This office of this person is in the list already, for some of the same days."))
        return said


def _overlap(said: dict[str, Any], held: HeldOffice) -> bool:
    begins, ends = said.get("since") or date.min, said.get("until") or date.max
    return begins <= (held.until or date.max) and (held.since or date.min) <= ends


class HeldFilterSet(WagtailFilterSet):
    holding = ChoiceFilter(
        label=gettext_lazy("Today"),
        choices=[("now", gettext_lazy("Still held")), ("ended", gettext_lazy("No longer held"))],
        method="held",
    )

    class Meta:
        model = HeldOffice
        fields: list[str] = []

    def held(self, rows: QuerySet[HeldOffice], name: str, value: str) -> QuerySet[HeldOffice]:
        ended = Q(until__lt=timezone.localdate())
        return rows.filter(ended) if value == "ended" else rows.exclude(ended)


class HeldIndexView(ScopedIndexView):
    def get_base_queryset(self) -> QuerySet[HeldOffice]:
        names = ("person__renderings", "office__renderings", "organization__renderings")
        return super().get_base_queryset().select_related("person", "office", "organization").prefetch_related(*names)


class HeldOfficeViewSet(ScopedSnippetViewSet):
    """Who holds or held which office."""

    model = HeldOffice
    record_kind = RecordKind.WATCH
    index_view_class = HeldIndexView
    icon = "user"
    menu_label = gettext_lazy("Offices held")
    menu_order = 36
    menu_hook = MENU
    filterset_class = HeldFilterSet
    search_fields = ["person__renderings__text", "office__renderings__text"]
    search_backend_name = None
    list_display = ["person", "office", Column("organization", label=gettext_lazy("Organisation")), "since", "until"]
    edit_handler = ObjectList(
        [
            FieldPanel("person", widget=Select),
            FieldPanel("office", widget=Select),
            FieldPanel("organization", widget=Select),
            FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
        ],
        base_form_class=HeldOfficeForm,
    )
