"""Screens of the publication sheet: one for a publication, one list for a unit and a period; both as files."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe
from wagtail.models import Page, PageLogEntry

from portal.core import audit
from portal.core.models import Unit, User
from portal.core.paging import list_page
from portal.core.permissions import ALL_UNITS
from portal.core.typed_fields import DayInput
from portal.core.views import forbidden
from portal.publication.sheet import publications_of, sheet_of
from portal.publication.sheet_access import may_read, readable_units, reads_any
from portal.publication.sheet_files import list_as_csv, list_as_xlsx, sheet_response
from portal.publication.sheet_list import lines, publications

PAGE_SIZE = 50
_FILES = {"csv": list_as_csv, "xlsx": list_as_xlsx}


class PeriodForm(forms.Form):
    """What the list is narrowed by."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"), required=False, queryset=Unit.objects.none(), empty_label=gettext_lazy("All")
    )
    since = forms.DateField(label=pgettext_lazy("audit", "From"), required=False, widget=DayInput)
    until = forms.DateField(label=gettext_lazy("Until (inclusive)"), required=False, widget=DayInput)

    def __init__(self, *args: Any, units: set[int] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Unit.objects.all()
        self.fields["unit"].queryset = rows if units is ALL_UNITS else rows.filter(pk__in=units)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("since") and values.get("until") and values["since"] > values["until"]:
            self.add_error("until", _("The end lies before the beginning."))
        return values

    def narrowed(self) -> dict[str, Any]:
        unit = self.cleaned_data.get("unit")
        days = {name: self.cleaned_data.get(name) for name in ("since", "until")}
        return {"unit": unit.pk if unit else None} | days


@require_safe
def sheet(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """The sheet of the last publication of a page, or of the one that `?publication=` names; `?export=xlsx`."""
    page = get_object_or_404(Page, pk=page_id)
    if not may_read(request.user, page):
        return forbidden(request)
    entries = publications_of(page)
    entry = _chosen(entries, request.GET.get("publication", ""))
    found = sheet_of(page, entry)
    if request.GET.get("export") == "xlsx":
        audit.record(
            instance=page.specific,
            action="publication.sheet.export",
            by=cast(User, request.user),
            data={"publication": entry.pk, "format": "xlsx"},
        )
        return sheet_response(found)
    return render(request, "publication/sheet.html", {"page": page, "sheet": found, "entry": entry, "others": entries})


def _chosen(entries: list[PageLogEntry], number: str) -> PageLogEntry:
    """Raises Http404: the page was never published, or not with that entry."""
    for entry in entries:
        if not number or str(entry.pk) == number:
            return entry
    raise Http404("No such publication.")


@require_safe
def sheets(request: HttpRequest) -> HttpResponseBase:
    """Publications that the person may read about, narrowed and the latest first; `?export=csv|xlsx` as a file."""
    if not reads_any(request.user):
        return forbidden(request)
    units = readable_units(request.user)
    form = PeriodForm(request.GET, units=units)
    if not form.is_valid():
        return render(request, "publication/sheets.html", {"form": form, "lines": []})
    rows = publications(units=units, **form.narrowed())
    if request.GET.get("export") in _FILES:
        return _export(request, rows, form, request.GET["export"])
    page = list_page(rows, request, size=PAGE_SIZE)
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page_of_list": page, "lines": list(lines(page)), "query": query.urlencode()}
    return render(request, "publication/sheets.html", context)


def _export(request: HttpRequest, rows: Any, form: PeriodForm, file_format: str) -> HttpResponseBase:
    filters = {name: str(value) for name, value in form.narrowed().items() if value}
    audit.record_list(
        model=Page,
        action="publication.list.export",
        by=cast(User, request.user),
        data={"filters": filters, "format": file_format},
    )
    name = f"publications-{timezone.localtime():%Y-%m-%d-%H%M}"
    return _FILES[file_format](lines(rows.iterator(chunk_size=500)), name)
