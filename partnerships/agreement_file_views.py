"""Agreements as a file: the screens beside their list."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from wagtail.permissions import policy_registry

from partnerships.agreement_admin import listed_agreements
from partnerships.enums import AgreementKind, PublicField
from partnerships.models import Agreement
from partnerships.models.agreements import PORTAL_LANGUAGES
from partnerships.money import CURRENCIES
from partnerships.services.agreement_files import COLUMNS, LABELS, agreement_rows, import_agreements
from portal.core import audit
from portal.core.models import User
from portal.core.table_reports import TableReport, choices_guide
from portal.core.table_views import ImportTableView, table_file

_GUIDE: dict[str, Any] = {
    "slug": _("The short address. A known one changes that agreement; without one, it is made of the name."),
    "unit": _("The short name of the unit that keeps it; may be left out by those who work for one unit."),
    "name_zh_hans": _("The title in Chinese. One of the two must be given."),
    "name_en": _("The title in English."),
    "kind": choices_guide(AgreementKind.choices),
    "state": _("For reading only: states move on the screen of the agreement. New ones are drafts."),
    "framework": _("The short address of the framework agreement; above it in the file, if it is new."),
    "signed_on": _("A date such as 2025-09-09; unknown parts as XX: XXXX-02-26."),
    "outlives_framework": _("yes: the term may outlive that of the framework; no or empty: it ends with it."),
    "starts_on": _("A day such as 2026-02-26 or 2026/2/26."),
    "ends_on": _("A day such as 2026-02-26 or 2026/2/26."),
    "currency": choices_guide(CURRENCIES),
    "languages": choices_guide(PORTAL_LANGUAGES, several=True),
    "prevailing_language": choices_guide(PORTAL_LANGUAGES),
    "parties": _(
        "Separated by “|”: park:short-address, organization:short-address, both joined by “+”, or a description."
    ),
    "sectors": _("Short addresses of sectors, separated by “|”."),
    "is_public": _("yes or no; empty is no"),
    "public_fields": choices_guide(PublicField.choices, several=True),
}


class ImportAgreementsView(ImportTableView):
    """Takes a file of agreements."""

    model = Agreement
    page_title = _("Import agreements")
    columns = COLUMNS
    labels = LABELS
    guide = _GUIDE

    def take(self, data: bytes, *, trial: bool) -> TableReport:
        return import_agreements(data=data, by=cast(User, self.request.user), trial=trial)


@require_GET
def export_file(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """The agreements that the list shows the person, as a file: narrowed by its filters and its search."""
    policy = policy_registry.get_by_type(Agreement)
    user = cast(User, request.user)
    if not policy.user_has_any_permission(user, ["view"]):
        raise PermissionDenied
    rows = policy.instances_user_has_any_permission_for(user, ["view"])
    listed = rows.filter(pk__in=listed_agreements(request).order_by().values("pk"))
    answer, _count = table_file(
        name="agreements", file_format=file_format, columns=COLUMNS, rows=agreement_rows(listed, user)
    )
    filters = {name: value for name, value in request.GET.items() if value}
    audit.record_export(model=Agreement, by=user, filters=filters, file_format=file_format)
    return answer
