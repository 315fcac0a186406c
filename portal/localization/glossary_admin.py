"""The glossary in the admin: terms and their wordings."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel

from portal.core.enums import RecordKind
from portal.core.scoped_admin import ScopedIndexView, ScopedSnippetViewSet
from portal.localization.menu import MENU
from portal.localization.models import GlossaryTerm


class GlossaryIndexView(ScopedIndexView):
    def get_base_queryset(self) -> QuerySet[GlossaryTerm]:
        return super().get_base_queryset().prefetch_related("renderings")


class GlossaryViewSet(ScopedSnippetViewSet):
    """Terms and their wordings, kept by translators and revisers."""

    model = GlossaryTerm
    record_kind = RecordKind.GLOSSARY
    index_view_class = GlossaryIndexView
    icon = "openquote"
    menu_label = _("Glossary")
    menu_order = 30
    menu_hook = MENU
    list_display = ["__str__", "kind", "note", "authority"]
    list_filter = ["kind"]
    search_fields = ["renderings__text", "note"]
    search_backend_name = None
    panels = [
        FieldPanel("kind"),
        InlinePanel(
            "renderings",
            heading=_("Wordings"),
            label=_("Wording"),
            min_num=1,
            panels=[
                FieldPanel("locale"),
                FieldPanel("text"),
                FieldPanel("status"),
                FieldPanel("reading"),
            ],
        ),
        MultiFieldPanel([FieldPanel("note"), FieldPanel("authority")], heading=_("Explanation")),
    ]
