"""Agreements in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import CreateView

from partnerships import agreement_panels
from partnerships.kept_admin import KeptIndexView, KeptViewSet
from partnerships.models import Agreement, AgreementSignatory
from partnerships.offices_of_the_day import doubts
from portal.core.localized import word_columns
from portal.core.scoped_admin import ScopedEditView


class AgreementIndexView(KeptIndexView):
    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons: list[Any] = list(super().header_buttons)
        if self.user_has_permission("add"):
            buttons.append(HeaderButton(_("Import"), url=reverse("agreements_import"), icon_name="upload"))
        chosen = self.request.GET.urlencode()
        for file_format, label in (("csv", _("Export as CSV")), ("xlsx", _("Export as XLSX"))):
            url = f"{reverse('agreements_export', args=[file_format])}?{chosen}"
            buttons.append(HeaderButton(label, url=url, icon_name="download"))
        return buttons


class SavedTogether:
    """What the form asks of the tree holds until it is saved; what is doubtful of offices is said afterwards."""

    request: HttpRequest

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def save_instance(self) -> Agreement:
        agreement: Agreement = super().save_instance()  # type: ignore[misc]
        signatories = AgreementSignatory.objects.filter(agreement=agreement).select_related("person")
        for question in doubts(signatories.prefetch_related("person__offices"), agreement.day):
            messages.warning(self.request, question)
        return agreement


class AgreementCreateView(SavedTogether, CreateView):
    pass


class AgreementEditView(SavedTogether, ScopedEditView):
    pass


class AgreementViewSet(KeptViewSet):
    model = Agreement
    index_view_class = AgreementIndexView
    add_view_class = AgreementCreateView
    edit_view_class = AgreementEditView
    icon = "doc-full-inverse"
    edit_handler = agreement_panels.AGREEMENT
    columns = ("kind", "state", "ends_on", "unit")
    list_filter = ["state", "kind", "is_public", "unit"]
    search_fields = [*KeptViewSet.search_fields, "number", *word_columns("subject")]
