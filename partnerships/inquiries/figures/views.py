"""The screen of figures: one table at a time with its picture, narrowed by months and office, also as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET

from partnerships.inquiries.access import inquiry_policy
from partnerships.inquiries.figures.charts import bar_chart, month_chart
from partnerships.inquiries.figures.queries import FEWEST, VIEWS, Figures, Line, Span, figures, first_month, month_after
from partnerships.models import Inquiry
from portal.core import audit
from portal.core.days import today
from portal.core.models import Unit, User
from portal.core.month_forms import MonthsForm
from portal.core.permissions import ALL_UNITS, READING
from portal.core.table_views import table_file

EXPORT = "partnerships.inquiries.figures"
_MONTHS = 12


class FiguresForm(MonthsForm):
    """From which month to which, and of which office. What is not said, or cannot be, is the last twelve months."""

    unit = forms.ModelChoiceField(
        label=pgettext_lazy("figures", "Office that answers"),
        required=False,
        queryset=Unit.objects.none(),
        empty_label=gettext_lazy("All"),
    )

    def __init__(self, said: Any, *, user: User) -> None:
        months = _months_until_now(first_month(user))
        self.first, self.last = months[min(_MONTHS, len(months)) - 1], months[0]
        names = ("since", "until", "unit")
        given = {"since": self.first.isoformat(), "until": self.last.isoformat()}
        super().__init__(given | {name: said[name] for name in names if said.get(name)})
        self.offer(months)
        fields: dict[str, Any] = self.fields
        units = inquiry_policy.units(user, READING)
        fields["unit"].queryset = Unit.objects.all() if units is ALL_UNITS else Unit.objects.filter(pk__in=units)

    def span(self) -> Span:
        values = self.cleaned_data
        return Span(values["since"] or self.first, values["until"] or self.last, values["unit"])


@require_GET
def inquiry_figures(request: HttpRequest) -> HttpResponseBase:
    """The figures by `?view=`, a key of `VIEWS`; `?export=csv|xlsx` as a file. They name no investor."""
    user = cast(User, request.user)
    if not inquiry_policy.user_has_any_permission(user, READING):
        raise PermissionDenied
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "month"
    form = FiguresForm(request.GET, user=user)
    found = figures(user, form.span(), view) if form.is_valid() else None
    if found and (file_format := request.GET.get("export")):
        return _as_file(user, found, view, file_format)
    return render(request, "partnerships/inquiries/figures.html", _context(request, form, view, found))


def _context(request: HttpRequest, form: FiguresForm, view: str, found: Figures | None) -> dict[str, Any]:
    by_month = view == "month"
    return {
        "form": form,
        "view": view,
        "label": VIEWS[view].label,
        "views": [(name, one.label, _address(request, view=name)) for name, one in VIEWS.items()],
        "columns": _columns(),
        "rows": [_cells(line) for line in found.lines] if found else [],
        "total": _cells(found.total) if found else [],
        "months": month_chart(found) if found and by_month else None,
        "bars": bar_chart(found) if found and not by_month else None,
        "fewest": FEWEST,
        "exports": {name: _address(request, view=view, export=name) for name in ("csv", "xlsx")},
        "header_title": _("Figures of inquiries"),
        "header_icon": "order",
        "breadcrumbs_items": [
            {"url": reverse("inquiries:index"), "label": _("Inquiries")},
            {"url": "", "label": _("Figures of inquiries")},
        ],
    }


def _columns() -> list[str]:
    """The headings of the numbers."""
    return [
        pgettext("figures", "Received"),
        pgettext("inquiries", "Open"),
        _("Overdue now"),
        _("First answer in time"),
        _("First answer late"),
        _("First answer overdue"),
        _("In time, per cent"),
        _("Half answered within, working hours"),
        _("Nine in ten within, working hours"),
        pgettext("inquiries", "Settled"),
        pgettext("inquiries", "Not settled"),
        _("Led to a visit or agreement"),
        _("Share that led to a visit or agreement, per cent"),
    ]


def _cells(line: Line) -> list[Any]:
    """A line in the order of the columns; None where nothing is said."""
    median, most = (None if hours is None else round(hours, 1) for hours in (line.median, line.most))
    answers = [line.in_time, line.late, line.missed, line.punctual, median, most]
    ends = [line.settled, line.not_settled, line.became, line.fruitful]
    return [line.name, line.received, line.waiting, line.overdue, *answers, *ends]


def _as_file(user: User, found: Figures, view: str, file_format: str) -> HttpResponseBase:
    rows: Iterator[Sequence[Any]] = map(_cells, [*found.lines, found.total])
    columns = [str(VIEWS[view].label), *_columns()]
    name, title = f"inquiries-{view}", _("Figures of inquiries")
    answer, _count = table_file(name=name, file_format=file_format, columns=columns, rows=rows, title=title)
    audit.record_list(model=Inquiry, action=EXPORT, by=user, data={"view": view, "format": file_format})
    return answer


def _months_until_now(first: date | None) -> list[date]:
    """The first days of months, this one first, down to that of the first inquiry, twelve at least."""
    this = today().replace(day=1)
    since_first = 12 * (this.year - first.year) + this.month - first.month + 1 if first else 0
    return [month_after(this, -at) for at in range(max(_MONTHS, since_first))]


def _address(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    query.pop("export", None)
    for name, value in changes.items():
        query[name] = value
    return f"{request.path}?{query.urlencode()}"
