"""The checklist of a visit as the screen of its state shows it, and the address to which its buttons post."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partnerships.errors import PartnershipRefusedError
from partnerships.models import ChecklistItem, Visit
from partnerships.visits.access import readable_or_404
from partnerships.visits.enums import ChecklistPoint, Gate, Photographs
from partnerships.visits.readiness import missing_points, point_problem, visitors
from partnerships.visits.services.checklist import (
    PREPARED_IN,
    answer_for_photographs,
    complete_checklist,
    settle_point,
)
from portal.core.days import today
from portal.core.keys import key_in
from portal.core.models import User
from portal.core.names import name_of


def checklist_parts(visit: Visit, *, may_change: bool) -> dict[str, Any]:
    """What the template needs: the points by the step that waits for them, and what belongs there and is missing.

    What a point says of people's needs is for those who may change the visit.
    """
    prepares = visit.state in PREPARED_IN
    items = list(visit.checklist.select_related("responsible", "done_by"))
    gates = [
        (gate, [_row(visit, item, explains=may_change and prepares) for item in items if item.gate == gate])
        for gate in Gate
    ]
    missing = [point.label for point, _gate in missing_points(visit)] if prepares else []
    return {
        "gates": [(gate, rows) for gate, rows in gates if rows],
        "missing_points": missing,
        "settles": may_change and prepares,
        "photographs_open": may_change and prepares and _photographs_open(visit, items),
    }


def _row(visit: Visit, item: ChecklistItem, *, explains: bool) -> dict[str, Any]:
    is_late = item.done_at is None and item.due_on is not None and item.due_on < today()
    return {
        "item": item,
        "done_by": name_of(item.done_by),
        "responsible": name_of(item.responsible),
        "is_late": is_late,
        "problem": point_problem(visit, item.point) if explains else "",
    }


def _photographs_open(visit: Visit, items: list[ChecklistItem]) -> bool:
    has_point = any(item.point == ChecklistPoint.PHOTOGRAPHER for item in items)
    return has_point and any(one.photographs == Photographs.NOT_ASKED for one in visitors(visit))


@require_POST
def visit_checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what the pressed button says (`act`): `settle-17`, `reopen-17`, `complete`, `photographs-allowed`."""
    act, _dash, what = request.POST.get("act", "").partition("-")
    if act not in _ACTS or (act in ("settle", "reopen") and key_in(what) is None):
        raise Http404
    readable_or_404(request.user, Visit.objects.all(), pk)
    try:
        messages.success(request, _ACTS[act](pk, what, cast(User, request.user)))
    except PartnershipRefusedError as error:
        if error.code == "forbidden":
            raise PermissionDenied from error
        messages.error(request, str(error))
        if not Visit.objects.filter(pk=pk).exists():
            return redirect("wagtailsnippets_partnerships_visit:list")
    return redirect("visit_state", pk)


def _settle(pk: int, what: str, by: User) -> str:
    item = settle_point(visit_id=pk, item_id=int(what), settled=True, by=by)
    return _("Settled: %(point)s.") % {"point": item}


def _reopen(pk: int, what: str, by: User) -> str:
    item = settle_point(visit_id=pk, item_id=int(what), settled=False, by=by)
    return _("Open again: %(point)s.") % {"point": item}


def _complete(pk: int, what: str, by: User) -> str:
    return _("Points added to the checklist: %(count)d.") % {"count": complete_checklist(visit_id=pk, by=by)}


def _photographs(pk: int, what: str, by: User) -> str:
    count = answer_for_photographs(visit_id=pk, answer=what, by=by)
    return _("Answer entered for delegates: %(count)d.") % {"count": count}


_ACTS: dict[str, Callable[[int, str, User], str]] = {
    "settle": _settle,
    "reopen": _reopen,
    "complete": _complete,
    "photographs": _photographs,
}
