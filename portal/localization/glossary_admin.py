"""The glossary in the admin: terms and their wordings, proposed by translators, approved by revisers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import CreateView

from portal.core.enums import RecordKind
from portal.core.scoped_admin import ScopedEditView, ScopedIndexView, ScopedInspectView, ScopedSnippetViewSet
from portal.localization.menu import MENU
from portal.localization.models import GlossaryTerm
from portal.localization.services.term_problems import TermError
from portal.localization.services.term_states import state_of
from portal.localization.services.terms import approve_term
from portal.localization.term_forms import TermForm
from portal.localization.term_lists import SEARCHED, TermFilterSet


class StateColumn(Column):
    def get_value(self, term: GlossaryTerm) -> str:
        return str(state_of(term).label)


class GlossaryIndexView(ScopedIndexView):
    def get_base_queryset(self) -> QuerySet[GlossaryTerm]:
        return super().get_base_queryset().select_related("latest_revision").prefetch_related("renderings")

    @cached_property
    def list_display(self) -> list[Any]:
        """Wagtail's own column of live and draft gives way to ours."""
        return [*super().list_display[:-1], StateColumn("state", label=_("State"))]

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons: list[Any] = list(super().header_buttons)
        if self.user_has_permission("change"):
            buttons.append(HeaderButton(_("Import"), url=reverse("glossary:import"), icon_name="upload"))
        chosen = self.request.GET.urlencode()
        for file_format, label in (("csv", _("Export as CSV")), ("tbx", _("Export as TBX"))):
            address = f"{reverse('glossary:export', args=[file_format])}?{chosen}"
            buttons.append(HeaderButton(label, url=address, icon_name="download"))
        return buttons


class TermSaving:
    """What the screens of a new and of a known term have in common."""

    object: Any

    def publish_action(self) -> HttpResponse | None:
        """Every approval of a term ends in the one service."""
        term = self.object
        try:
            self.object = approve_term(term=term, revision_id=self.new_revision.pk, by=self.request.user)  # type: ignore[attr-defined]
        except TermError as error:
            messages.error(self.request, _("Saved as a proposal, and not in use: %(why)s") % {"why": error})  # type: ignore[attr-defined]
            return redirect(reverse(self.edit_url_name, args=[term.pk]))  # type: ignore[attr-defined]
        return None

    def get_success_message(self, instance: Any = None) -> str:
        term = {"term": str(instance or self.object)}
        if self.action == "publish":  # type: ignore[attr-defined]
            return _("“%(term)s” is approved and in use.") % term
        return _("“%(term)s” waits for the approval of a reviser. Until then nothing changes.") % term


class TermCreateView(TermSaving, CreateView):
    pass


class TermEditView(TermSaving, ScopedEditView):
    def form_valid(self, form: TermForm) -> HttpResponse:
        with transaction.atomic():
            present = GlossaryTerm.objects.select_for_update().get(pk=self.object.pk)
            if form.collides(present):
                self.produced_error_message = self.get_error_message()
                return self.form_invalid(form)
            return super().form_valid(form)


class TermInspectView(ScopedInspectView):
    def get_fields(self) -> list[str]:
        return ["renderings", *super().get_fields()]

    def get_field_label(self, field_name: str, field: Any) -> str:
        if field_name == "renderings":
            return capfirst(_("Wordings"))
        return super().get_field_label(field_name, field)

    def get_parts(self) -> list[tuple[str, list[str]]]:
        """None: the wordings stand above, as they are in use."""
        return []

    def get_renderings_display_value(self) -> str:
        rows = self.object.renderings.select_related("locale", "source_locale")
        return format_html_join("", "<p>{}</p>", ((line_of(row),) for row in rows))


def line_of(row: Any) -> str:
    """A rendering in one line."""
    parts = [row.get_form_display(), row.get_status_display()]
    if row.source_locale:
        parts.append(_("only from %(language)s") % {"language": row.source_locale.get_display_name()})
    return f"{row.locale.get_display_name()}: {row.text} ({', '.join(map(str, parts))}) {row.reading}".strip()


class GlossaryViewSet(ScopedSnippetViewSet):
    """Terms and their wordings, kept by translators and revisers."""

    model = GlossaryTerm
    record_kind = RecordKind.GLOSSARY
    index_view_class = GlossaryIndexView
    add_view_class = TermCreateView
    edit_view_class = TermEditView
    inspect_view_class = TermInspectView
    icon = "openquote"
    menu_label = gettext_lazy("Glossary")
    menu_order = 30
    menu_hook = MENU
    filterset_class = TermFilterSet
    list_display = ["__str__", "kind", "organization_kind", "note"]
    search_fields = list(SEARCHED)
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("kind"),
            FieldPanel("organization_kind"),
            InlinePanel(
                "renderings",
                heading=gettext_lazy("Wordings"),
                label=gettext_lazy("Wording"),
                min_num=1,
                panels=[
                    FieldPanel("locale"),
                    FieldPanel("source_locale"),
                    FieldPanel("text"),
                    FieldPanel("form"),
                    FieldPanel("status"),
                    FieldPanel("reading"),
                ],
            ),
            MultiFieldPanel(
                [FieldPanel("note"), FieldPanel("authority"), FieldPanel("broader")],
                heading=gettext_lazy("Explanation"),
            ),
        ],
        base_form_class=TermForm,
    )
