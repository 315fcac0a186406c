"""The screen of one year of a working calendar."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dates import MONTHS, WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.admin.widgets.button import HeaderButton

from partnerships.inquiries.levels.access import calendar_policy
from partnerships.inquiries.levels.calendars import DayKind, calendar_of
from partnerships.inquiries.levels.year import KIND_WORDS, MARKS, days_of, doubts_of, weeks_of
from partnerships.models import WorkCalendar
from portal.core.localized import page_language

FIRST, LAST = 2000, 2099
_USUAL = frozenset({DayKind.WORKING, DayKind.WEEKEND})


@require_GET
def calendar_year(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Every day of a year: worked or not, and why. For whoever reads calendars; staff correct by the form."""
    readable = calendar_policy.instances_user_has_any_permission_for(request.user, ["view", "change"])
    row: WorkCalendar = get_object_or_404(readable, pk=pk)
    if not FIRST <= year <= LAST:
        raise Http404
    working = calendar_of(row)
    days = days_of(row, working, year, page_language())
    context = {
        "calendar": row,
        "year": year,
        "months": [(name, weeks_of(days, year, month)) for month, name in MONTHS.items()],
        "weekdays": WEEKDAYS_ABBR.values(),
        "different": [day for day in days.values() if day.kind not in _USUAL],
        "doubts": list(doubts_of(working, year)),
        "legend": [(kind, words, MARKS.get(kind, "")) for kind, words in KIND_WORDS.items()],
        "years": [one for one in (year - 1, year + 1) if FIRST <= one <= LAST],
        "worked": sum(working.is_working_day(day) for day in days),
        **_head(request, row, year),
    }
    return render(request, "partnerships/levels/year.html", context)


def _head(request: HttpRequest, row: WorkCalendar, year: int) -> dict[str, object]:
    """Title, the way here, and the way to the form, where the person may correct."""
    own = WorkCalendar.snippet_viewset  # type: ignore[attr-defined]  # set when the screens are registered
    may_change = calendar_policy.user_has_permission_for_instance(request.user, "change", row)
    address = reverse(own.get_url_name("edit" if may_change else "inspect"), args=[row.pk])
    label = _("Correct days") if may_change else _("Back")
    return {
        "header_title": f"{row} · {year}",
        "header_icon": "calendar-alt",
        "header_buttons": [HeaderButton(label, url=address, icon_name="edit" if may_change else "arrow-left")],
        "breadcrumbs_items": [
            {
                "url": reverse(own.get_url_name("list")),
                "label": capfirst(WorkCalendar._meta.verbose_name_plural),
            },
            {"url": address, "label": str(row)},
            {"url": "", "label": f"{row} · {year}"},
        ],
    }
