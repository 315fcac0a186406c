"""The screen on which the agenda of a visit follows it to another day."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from partnerships.errors import PartnershipRefusedError
from partnerships.kept_admin import record_breadcrumbs, way_back
from partnerships.models import Visit
from partnerships.visits.access import may_work
from partnerships.visits.desk.state_views import readable_visit
from partnerships.visits.services.agenda import move_agenda
from portal.core.models import User
from portal.core.partial_dates import known_day

#: So many days at most an agenda is moved at once.
_MOST = 3660


@require_http_methods(["GET", "POST"])
def visit_move_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer to move all items so that the first is on the first day of the visit; a POST moves them."""
    visit = readable_visit(request, pk)
    if not may_work(request.user, visit):
        raise PermissionDenied
    if request.method == "POST":
        return _move(request, visit)
    first, days = first_day(visit), days_behind(visit)
    if first is None or not days or abs(days) > _MOST:
        messages.info(request, _("The agenda is on the days of the visit: there is nothing to move."))
        return redirect("wagtailsnippets_partnerships_visit:edit", pk)
    breadcrumbs = record_breadcrumbs(visit, _("Move the agenda"), may_change=True)
    context = {
        "visit": visit,
        "header_title": _("Agenda of “%(title)s”") % {"title": visit},
        "header_icon": "date",
        "breadcrumbs_items": breadcrumbs,
        "header_buttons": [way_back(breadcrumbs, _("Back to the visit"))],
        "items": visit.agenda.filter(day__isnull=False).order_by("day", "sort_order"),
        "first": first,
        "days": days,
        "button": move_words(days),
    }
    return render(request, "partnerships/visit_move_agenda.html", context)


def _move(request: HttpRequest, visit: Visit) -> HttpResponse:
    try:
        days, seen = int(request.POST.get("days", "")), date.fromisoformat(request.POST.get("seen", ""))
    except ValueError:
        return redirect("visit_move_agenda", visit.pk)
    if abs(days) > _MOST:
        return redirect("visit_move_agenda", visit.pk)
    try:
        count = move_agenda(visit_id=visit.pk, days=days, seen=seen, by=cast(User, request.user))
    except PartnershipRefusedError as error:
        if error.code == "forbidden":
            raise PermissionDenied from error
        messages.error(request, str(error))
    else:
        said = ngettext("%(count)d item was moved.", "%(count)d items were moved.", count)
        messages.success(request, said % {"count": count})
    return redirect("wagtailsnippets_partnerships_visit:edit", visit.pk)


def first_day(visit: Visit) -> date | None:
    """The first day of the agenda; None where no item has one."""
    days = visit.agenda.filter(day__isnull=False).order_by("day").values_list("day", flat=True)
    return cast("date | None", days.first())


def days_behind(visit: Visit) -> int:
    """By how many days the agenda would begin with the visit; 0 where it does, or either has no day."""
    first, begins = first_day(visit), known_day(visit.date)
    return (begins - first).days if first and begins else 0


def move_words(days: int) -> str:
    """What the button says."""
    if days > 0:
        said = ngettext("Move the agenda %(count)d day later", "Move the agenda %(count)d days later", days)
    else:
        said = ngettext("Move the agenda %(count)d day earlier", "Move the agenda %(count)d days earlier", -days)
    return said % {"count": abs(days)}
