"""The screen of a visit's state: where it stands, the steps that lead on, what must be ready, what it clashes with."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.desk.linked import inquiries_behind
from partnerships.kept_admin import record_breadcrumbs, way_back
from partnerships.models import Visit, VisitRequest
from partnerships.queries import heads_of
from partnerships.services.moving import last_step
from partnerships.visits.access import may_work, readable_or_404
from partnerships.visits.calendars.invitations import CALLED_OFF, told_count
from partnerships.visits.clash_words import clash_sentences
from partnerships.visits.clashes import clash_mark, clashes_of
from partnerships.visits.days import days_in_words
from partnerships.visits.desk.checklist_rows import checklist_parts
from partnerships.visits.desk.screens import screens_of
from partnerships.visits.enums import NEEDS_REASON, VISIT_APPROVALS, VISIT_MOVES, VisitState
from partnerships.visits.readiness import obstacles
from partnerships.visits.services.moves import may_move, move_visit
from partnerships.visits.step_words import step_words
from portal.core.keys import key_in
from portal.core.localized import language_in_words
from portal.core.models import User
from portal.core.names import name_of
from portal.core.sentences import joined


@require_http_methods(["GET", "POST"])
def visit_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the state, the steps and what is ready; a POST makes a step. What is refused leaves the note in the form."""
    visit = readable_visit(request, pk)
    if request.method == "GET":
        return _screen(request, visit)
    expecting = told_count(visit)
    try:
        moved = move_visit(
            visit_id=pk,
            seen=request.POST.get("seen", ""),
            to=request.POST.get("to", ""),
            by=cast(User, request.user),
            note=request.POST.get("note", ""),
            answer=request.POST.get("answer", ""),
            seen_step=key_in(request.POST.get("seen_step")),
            seen_at=_moment(request.POST.get("seen_at", "")),
            accepted=request.POST.get("clashes", "") if request.POST.get("accepted") else "",
        )
    except PartnershipRefusedError as error:
        if error.code == "forbidden":
            raise PermissionDenied from error
        return _refused(request, pk, error)
    _say(request, moved, expecting - told_count(moved))
    return redirect("visit_state", pk)


def _say(request: HttpRequest, moved: Visit, told: int) -> None:
    messages.success(request, _("The visit is now “%(state)s”.") % {"state": moved.get_state_display()})
    if told > 0 and moved.state in CALLED_OFF:
        text = ngettext("%(count)d letter tells a calendar of it.", "%(count)d letters tell calendars of it.", told)
        messages.info(request, text % {"count": told})


def readable_visit(request: HttpRequest, pk: int) -> Visit:
    """The visit, for who may read it. Raises Http404."""
    rows: QuerySet[Visit] = QuerySet(Visit)
    return readable_or_404(request.user, rows.select_related("unit", "park", "responsible"), pk)


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo else None


def _refused(request: HttpRequest, pk: int, error: PartnershipRefusedError) -> HttpResponse:
    messages.error(request, str(error))
    rows: QuerySet[Visit] = QuerySet(Visit)
    present = rows.select_related("unit", "park", "responsible").filter(pk=pk).first()
    if present is None:
        return redirect("wagtailsnippets_partnerships_visit:list")
    return _screen(request, present, note=request.POST.get("note", ""))


def _screen(request: HttpRequest, visit: Visit, note: str = "") -> HttpResponse:
    user = cast(User, request.user)
    may_change = may_work(user, visit)
    breadcrumbs = record_breadcrumbs(visit, _("State and steps"), may_change=may_change)
    asked = VisitRequest.objects.filter(visit=visit).first() if may_change else None
    context = {
        "visit": visit,
        "days": days_in_words(visit.date, visit.until),
        "header_title": _("State of “%(title)s”") % {"title": visit},
        "header_icon": "clipboard-list",
        "breadcrumbs_items": breadcrumbs,
        "header_buttons": [way_back(breadcrumbs, _("Back to the visit"))],
        "screens": [
            (screen, screen.url(visit)) for screen in screens_of(user, visit) if screen.url_name != "visit_state"
        ],
        "told_count": told_count(visit),
        "gave_reason": request.POST.get("to") in NEEDS_REASON,
        "history": visit.moves.select_related("by"),
        "last_step": last_step(visit),
        "seen_at": visit.updated_at.isoformat(),
        "may_change": may_change,
        "note": note,
        "answer": request.POST.get("answer", ""),
        "visit_request": asked,
        "inquiries": inquiries_behind(visit, user),
        "request_language": language_in_words(asked.locale) if asked else "",
        **_step_parts(user, visit),
        **checklist_parts(visit, may_change=may_change),
    }
    return render(request, "partnerships/visit_state.html", context)


def _step_parts(user: User, visit: Visit) -> dict[str, Any]:
    """What the template says of the steps: those that `user` may make, what hinders others, what it clashes with."""
    every, clashes = _steps(user, visit), clashes_of(visit, reader=user)
    steps = [step for step in every if step["is_yours"]]
    possible = [step for step in steps if not step["obstacle"]]
    of_others = [step for step in every if not step["is_yours"] and step["to"] not in NEEDS_REASON]
    return {
        "steps": [step for step in possible if step["to"] not in NEEDS_REASON],
        "with_reason": [step for step in possible if step["to"] in NEEDS_REASON],
        "asks_to_accept": bool(clashes) and any(step["to"] == VisitState.CONFIRMED for step in possible),
        "hindered": [step for step in steps if step["obstacle"]],
        "of_others": of_others,
        "heads": _heads(visit) if any(step["is_approval"] for step in of_others) else "",
        "clashes": clash_sentences(clashes),
        "clash_mark": clash_mark(clashes),
    }


def _heads(visit: Visit) -> str:
    """Who makes the steps of approval, by name."""
    return pgettext("between names", ", ").join(name_of(one) for one in heads_of(visit.unit))


def _steps(user: User, visit: Visit) -> list[dict[str, Any]]:
    """The steps from here in the order of the states; those of approval are marked, and what hinders each.

    What hinders that it is held says what people need: that is for those who work on the visit.
    """
    following = [state for state in VisitState if state in VISIT_MOVES[visit.state]]
    return [
        {
            "to": state.value,
            "label": step_words(visit.state, state),
            "is_approval": (visit.state, state) in VISIT_APPROVALS,
            "is_yours": is_yours,
            "obstacle": joined(obstacles(visit, state)) if is_yours or state != VisitState.HOSTED else "",
        }
        for state in following
        for is_yours in [may_move(user, visit, state)]
    ]
