"""Organisations as a file: the screens beside their list."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from wagtail.permissions import policy_registry

from parks.enums import OrganizationKind
from parks.models import Organization
from parks.services.organization_files import COLUMNS, LABELS, MOST_ROWS, import_organizations, organization_rows
from portal.core import audit
from portal.core.models import User
from portal.core.table_reports import TableReport, choices_guide
from portal.core.table_views import ImportTableView, table_file

_GUIDE: dict[str, Any] = {
    "slug": _("The short address. A known one changes that organisation; without one, it is made of the name."),
    "name_zh_hans": _("The name in Chinese; leave it empty where it is not known."),
    "name_en": _("The name in English. One of the two must be given."),
    "kind": choices_guide(OrganizationKind.choices),
    "parent": _("The short address of the organisation that it belongs to."),
    "country": _("The code of the country or region, such as CN."),
    "seat": _("The short address of a place."),
    "spellings": _("Other spellings, separated by “|”."),
    "former_names": _("Former names, separated by “|”."),
}


class ImportOrganizationsView(ImportTableView):
    """Takes a file of organisations."""

    model = Organization
    page_title = _("Import organisations")
    columns = COLUMNS
    labels = LABELS
    guide = _GUIDE
    most = MOST_ROWS

    def take(self, data: bytes, *, trial: bool) -> TableReport:
        return import_organizations(data=data, by=cast(User, self.request.user), trial=trial)


@require_GET
def export_file(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """The organisations that the list shows, as a file."""
    policy = policy_registry.get_by_type(Organization)
    if not policy.user_has_any_permission(request.user, ["view"]):
        raise PermissionDenied
    filters = {name: request.GET.get(name, "") for name in ("q", "kind") if request.GET.get(name)}
    rows = policy.instances_user_has_any_permission_for(request.user, ["view"]).standing()
    if "kind" in filters:
        rows = rows.filter(kind=filters["kind"])
    if "q" in filters:
        rows = rows.spelled(filters["q"])
    answer, _count = table_file(
        name="organizations", file_format=file_format, columns=COLUMNS, rows=organization_rows(rows)
    )
    audit.record_export(model=Organization, by=cast(User, request.user), filters=filters, file_format=file_format)
    return answer
