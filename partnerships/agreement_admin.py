"""Agreements in the admin."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from wagtail.snippets.views.snippets import CreateView

from partnerships import agreement_panels, models
from partnerships.kept_admin import KeptViewSet
from portal.core.localized import word_columns
from portal.core.scoped_admin import ScopedEditView


class InOneTransaction:
    """What the form asks of the tree holds until it is saved."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            return super().post(request, *args, **kwargs)  # type: ignore[misc]


class AgreementCreateView(InOneTransaction, CreateView):
    pass


class AgreementEditView(InOneTransaction, ScopedEditView):
    pass


class AgreementViewSet(KeptViewSet):
    model = models.Agreement
    add_view_class = AgreementCreateView
    edit_view_class = AgreementEditView
    icon = "doc-full-inverse"
    related = ("unit", "framework")
    edit_handler = agreement_panels.AGREEMENT
    columns = ("kind", "state", "ends_on", "unit")
    list_filter = ["state", "kind", "is_public", "unit"]
    search_fields = [*KeptViewSet.search_fields, "number", *word_columns("subject")]
