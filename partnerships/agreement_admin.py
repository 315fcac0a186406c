"""Agreements in the admin."""

from __future__ import annotations

from partnerships import agreement_panels, models
from partnerships.kept_admin import KeptViewSet
from portal.core.localized import word_columns


class AgreementViewSet(KeptViewSet):
    model = models.Agreement
    icon = "doc-full-inverse"
    related = ("unit", "framework")
    edit_handler = agreement_panels.AGREEMENT
    columns = ("kind", "state", "ends_on", "unit")
    list_filter = ["state", "kind", "is_public", "unit"]
    search_fields = [*KeptViewSet.search_fields, "number", *word_columns("subject")]
