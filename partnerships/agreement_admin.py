"""Agreements in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import CreateView

from partnerships import agreement_panels
from partnerships.agreement_rules import lock_tree
from partnerships.kept_admin import KeptIndexView, KeptViewSet
from partnerships.models import Agreement, AgreementSignatory
from partnerships.saved_together import SavedTogether
from portal.core.localized import word_columns
from portal.core.partial_dates import PartialDate
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

    def listed(self) -> QuerySet[Agreement]:
        """What the list shows on all its pages: what the person reads, narrowed by filters and search."""
        rows: QuerySet[Agreement] = self.get_queryset()
        return rows


def listed_agreements(request: HttpRequest) -> QuerySet[Agreement]:
    """The agreements that the list shows for the same filters and the same search, in the address of `request`."""
    viewset: Any = Agreement.snippet_viewset  # type: ignore[attr-defined]
    view = viewset.index_view.view_class(**viewset.index_view.view_initkwargs)
    view.setup(request)
    return view.listed()


class AgreementSaving(SavedTogether):
    def people_on_the_day(self, saved: Agreement) -> tuple[QuerySet[AgreementSignatory], PartialDate | None]:
        signatories: QuerySet[AgreementSignatory] = QuerySet(AgreementSignatory).filter(agreement=saved)
        return signatories.select_related("person").prefetch_related("person__offices"), saved.day


class AgreementCreateView(AgreementSaving, CreateView):
    pass


class AgreementEditView(AgreementSaving, ScopedEditView):
    """Nobody moves the agreement while its form is checked and saved: a step may ask for more than a draft."""

    def hold(self) -> bool:
        lock_tree()  # before the row, as imports do
        return super().hold()


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
