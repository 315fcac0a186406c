"""Agreements in the admin."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import CreateView

from partnerships import agreement_panels
from partnerships.agreement_rules import lock_tree
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


class SavedTogether:
    """What the form asks of the tree holds until it is saved; what is doubtful of offices is said afterwards."""

    request: HttpRequest

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            return super().post(request, *args, **kwargs) if self.hold() else self.gone()  # type: ignore[misc]

    def gone(self) -> HttpResponse:
        """Say that the agreement has been deleted meanwhile, on the list of those that there are."""
        messages.error(self.request, _("This agreement has been deleted meanwhile. Nothing was saved."))
        return redirect("wagtailsnippets_partnerships_agreement:list")

    def hold(self) -> bool:
        """Lock what is being edited, and read it again; whether it is still there."""
        return True

    def save_instance(self) -> Agreement:
        agreement: Agreement = super().save_instance()  # type: ignore[misc]
        signatories = AgreementSignatory.objects.filter(agreement=agreement).select_related("person")
        for question in doubts(signatories.prefetch_related("person__offices"), agreement.day):
            messages.warning(self.request, question)
        return agreement


class AgreementCreateView(SavedTogether, CreateView):
    pass


class AgreementEditView(SavedTogether, ScopedEditView):
    """Nobody moves the agreement while its form is checked and saved: a step may ask for more than a draft."""

    object: Agreement

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        try:
            super().setup(request, *args, **kwargs)
        except Http404:
            if request.method != "POST":
                raise
            self.object = Agreement()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs) if self.object.pk else self.gone()

    def hold(self) -> bool:
        lock_tree()  # before the row, as imports do
        rows: QuerySet[Agreement] = QuerySet(Agreement).select_for_update(of=("self",), no_key=True)
        is_there = rows.filter(pk=self.object.pk).exists()
        if is_there:
            self.object = cast(Agreement, self.get_object())
        return is_there


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
