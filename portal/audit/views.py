"""The log: one list over pages and records, an entry with its details, and the list as a file."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import ModelLogEntry

from portal.audit.access import readable_units, readers_only
from portal.audit.exports import csv_response, xlsx_response
from portal.audit.forms import FilterForm
from portal.audit.queries import LOGS, Cursor, all_entries, entries_after, in_units, log_name
from portal.audit.units import unit_names
from portal.audit.words import action_name, details, details_line, object_name, person, type_name
from portal.core import audit
from portal.core.models import User

PAGE_SIZE = 50
EXPORTS = {"csv": csv_response, "xlsx": xlsx_response}


@require_safe
@readers_only
def index(request: HttpRequest) -> HttpResponseBase:
    """The entries that the person may read, narrowed and newest first; `?export=csv|xlsx` as a file."""
    form = FilterForm(request.GET, units=readable_units(request.user))
    valid = form.is_valid()
    if valid and request.GET.get("export") in EXPORTS:
        return _export(request, form, request.GET["export"])
    before = request.GET.get("before")
    cursor = Cursor.parse(before) if before else None
    found, more = entries_after(form.narrow, cursor, size=PAGE_SIZE) if valid else ([], False)
    context = {
        "form": form,
        "entries": [_line(entry) for entry in found],
        "older": _address(request, before=str(Cursor.of(found[-1]))) if more else "",
        "newest": _address(request) if cursor else "",
        "exports": {name: _address(request, export=name) for name in EXPORTS},
    }
    return render(request, "audit/index.html", context)


@require_safe
@readers_only
def entry(request: HttpRequest, log: str, pk: int) -> HttpResponseBase:
    """One entry with everything it keeps, and the way to its object where the person may go there."""
    if log not in LOGS:
        raise Http404("No such log.")
    rows = in_units(LOGS[log].objects.select_related("user"), readable_units(request.user))
    row = get_object_or_404(rows, pk=pk)
    names = unit_names()
    units = row.data.get("stamp", {}).get("units", []) if isinstance(row.data, dict) else []
    context = {
        "entry": row,
        "line": _line(row),
        "details": details(row),
        "units": [names[unit] for unit in units if unit in names],
        "address": _object_address(request, row),
    }
    return render(request, "audit/entry.html", context)


def _line(row: Any) -> dict[str, Any]:
    return {
        "log": log_name(row),
        "pk": row.pk,
        "timestamp": row.timestamp,
        "person": person(row),
        "action": row.message if row.formatter else action_name(row.action),
        "type": type_name(row),
        "label": object_name(row),
        "details": details_line(row),
    }


def _address(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name in ("before", "export"):
        query.pop(name, None)
    query.update(changes)
    return f"{request.path}?{query.urlencode()}"


def _object_address(request: HttpRequest, row: Any) -> str | None:
    """Where the person may edit or inspect what the entry is about."""
    model = row.content_type.model_class() if row.content_type else None
    if model is None:
        return None
    key = row.page_id if log_name(row) == "page" else row.object_id
    instance = model._base_manager.filter(pk=key).first()
    return AdminURLFinder(request.user).get_edit_url(instance) if instance else None


def _export(request: HttpRequest, form: FilterForm, file_format: str) -> HttpResponseBase:
    entries = all_entries(form.narrow)
    audit.record_list(
        model=ModelLogEntry,
        action="audit.export",
        by=cast(User, request.user),
        data={"filters": form.used(), "format": file_format},
    )
    name = f"audit-log-{timezone.localtime():%Y-%m-%d-%H%M}"
    return EXPORTS[file_format](entries, name)
