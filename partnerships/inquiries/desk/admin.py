"""Inquiries in the admin: read only, scoped to the parks of the person."""

from __future__ import annotations

from django.db.models import QuerySet
from django.template.defaultfilters import linebreaks_filter
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views.generic import IndexView

from partnerships.inquiries.figures.inbox_buttons import FileButtons
from partnerships.models import Inquiry
from portal.core.read_only_admin import ReadOnlyInspectView, ReadOnlyViewSet


class InquiryIndexView(FileButtons, IndexView):
    def get_base_queryset(self) -> QuerySet[Inquiry]:
        return super().get_base_queryset().for_list()


class InquiryInspectView(ReadOnlyInspectView):
    def get_message_display_value(self) -> SafeString:
        return linebreaks_filter(self.object.message, autoescape=True)

    def get_country_display_value(self) -> str:
        return str(self.object.country.name)


class InquiryViewSet(ReadOnlyViewSet):
    model = Inquiry
    name = "inquiries"
    icon = "form"
    menu_label = _("Inquiries")
    menu_order = 250
    add_to_admin_menu = True
    index_view_class = InquiryIndexView
    inspect_view_class = InquiryInspectView
    list_display = [
        "reference",
        DateColumn("created_at", label=_("Received"), sort_key="created_at"),
        "company",
        "person",
        "country",
        "park",
        "intent",
        "state",
    ]
    list_filter = ["state", "intent", "park", "country", "locale"]
    search_fields = ["reference", "company", "person", "email", "message"]
    search_backend_name = None
    inspect_view_fields = [
        "reference",
        "state",
        "created_at",
        "park",
        "intent",
        "sectors",
        "company",
        "country",
        "person",
        "email",
        "phone",
        "message",
        "locale",
        "privacy_version",
        "consented_at",
    ]
