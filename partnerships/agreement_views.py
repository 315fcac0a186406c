"""The screen of an agreement's state: where it stands, the steps that lead on, and what has happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.permissions import policy_registry

from partnerships.agreement_documents import may_read
from partnerships.enums import AGREEMENT_MOVES, APPROVAL_MOVES, ENDED, HOLDING, AgreementState
from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.desk.linked import inquiries_behind
from partnerships.kept_admin import record_breadcrumbs, way_back
from partnerships.kept_forms import knowable
from partnerships.models import Agreement
from partnerships.services.agreements import may_move, move_agreement, obstacle
from partnerships.services.moving import last_step
from partnerships.services.successors import SUCCEEDED_FROM, begin_amendment, begin_renewal
from partnerships.services.terms import leads_back_by_calendar
from portal.core.keys import key_in
from portal.core.models import User


@require_http_methods(["GET", "POST"])
def agreement_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the state and the steps; a POST makes one. What is refused leaves the note in the form."""
    agreement = _readable(request, pk)
    if request.method == "GET":
        return _screen(request, agreement)
    try:
        moved = move_agreement(
            agreement_id=pk,
            seen=request.POST.get("seen", ""),
            to=request.POST.get("to", ""),
            by=cast(User, request.user),
            note=request.POST.get("note", ""),
            seen_step=key_in(request.POST.get("seen_step")),
        )
    except PartnershipRefusedError as error:
        if error.code == "forbidden":
            raise PermissionDenied from error
        return _refused(request, pk, error)
    messages.success(request, _("The agreement is now “%(state)s”.") % {"state": moved.get_state_display()})
    _warn_of_specifics(request, moved)
    return redirect("agreement_state", pk)


def _warn_of_specifics(request: HttpRequest, framework: Agreement) -> None:
    """Say which agreements stay in force under a framework that has ended."""
    if framework.state not in ENDED | {AgreementState.EXPIRED}:
        return
    still = knowable(request.user, framework.specifics.filter(state__in=HOLDING, outlives_framework=False))
    if names := [str(row) for row in still]:
        messages.warning(
            request,
            _("Under this framework there are still in force: %(names)s. End them too, or let them outlive it.")
            % {"names": " · ".join(names)},
        )


def _refused(request: HttpRequest, pk: int, error: PartnershipRefusedError) -> HttpResponse:
    messages.error(request, str(error))
    present = Agreement.objects.filter(pk=pk).first()
    if present is None:
        return redirect("wagtailsnippets_partnerships_agreement:list")
    return _screen(request, present, note=request.POST.get("note", ""))


@require_POST
def amend_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an agreement that amends this one."""
    return _begin(request, pk, begin_amendment)


@require_POST
def renew_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the agreement that renews this one."""
    return _begin(request, pk, begin_renewal)


def _begin(request: HttpRequest, pk: int, begin: Callable[..., Agreement]) -> HttpResponse:
    _readable(request, pk)
    try:
        draft = begin(agreement_id=pk, by=cast(User, request.user))
    except PartnershipRefusedError as error:
        if error.code == "forbidden":
            raise PermissionDenied from error
        messages.error(request, str(error))
        return redirect("agreement_state", pk)
    messages.success(request, _("Begun as a draft: “%(name)s”.") % {"name": draft})
    return redirect("wagtailsnippets_partnerships_agreement:edit", draft.pk)


def _readable(request: HttpRequest, pk: int) -> Agreement:
    rows: QuerySet[Agreement] = QuerySet(Agreement)
    agreement = get_object_or_404(rows.select_related("unit"), pk=pk)
    if not may_read(request, agreement):
        raise PermissionDenied
    return agreement


def _screen(request: HttpRequest, agreement: Agreement, note: str = "") -> HttpResponse:
    user = cast(User, request.user)
    policy = policy_registry.get(agreement)
    may_change = policy.user_has_permission_for_instance(user, "change", agreement)
    steps = _steps(user, agreement)
    possible = [step for step in steps if not step["obstacle"]]
    breadcrumbs = record_breadcrumbs(agreement, _("State and steps"), may_change=may_change)
    context = {
        "agreement": agreement,
        "header_title": _("State of “%(title)s”") % {"title": agreement},
        "header_icon": "clipboard-list",
        "breadcrumbs_items": breadcrumbs,
        "header_buttons": [way_back(breadcrumbs, _("Back to the agreement"))],
        "steps": [step for step in possible if step["to"] != AgreementState.TERMINATED],
        "ending": next((step for step in possible if step["to"] == AgreementState.TERMINATED), None),
        "is_ending": request.POST.get("to") == AgreementState.TERMINATED,
        "hindered": [step for step in steps if step["obstacle"]],
        "history": agreement.moves.select_related("by"),
        "documents": agreement.documents.all(),
        "related": list(_related(user, agreement)),
        "inquiries": inquiries_behind(agreement, user),
        "may_succeed": agreement.state in SUCCEEDED_FROM
        and policy.user_has_permission_for_instance(user, "add", agreement),
        "last_step": last_step(agreement),
        "note": note,
    }
    return render(request, "partnerships/agreement_state.html", context)


def _steps(user: User, agreement: Agreement) -> list[dict[str, Any]]:
    """The steps that are for `user`, in the order of the states; those of approval are marked, and what hinders one."""
    following = [state for state in AgreementState if state in AGREEMENT_MOVES[agreement.state]]
    return [
        {
            "to": state.value,
            "label": state.label,
            "is_approval": (agreement.state, state) in APPROVAL_MOVES,
            "obstacle": _obstacle(agreement, state),
        }
        for state in following
        if may_move(user, agreement, state)
    ]


def _obstacle(agreement: Agreement, to: str) -> str:
    if leads_back_by_calendar(agreement, to):
        return _("The term decides this: change the first or last day of the term instead.")
    return obstacle(agreement, to)


def _related(user: User, agreement: Agreement) -> Any:
    """What stands beside the agreement, as far as `user` may know of it: what it is called here, and the record."""
    above = (
        (_("Under the framework"), agreement.framework_id),
        (_("Amends"), agreement.amends_id),
        (_("Renews"), agreement.renews_id),
    )
    known = {row.pk: row for row in knowable(user, Agreement.objects.filter(pk__in=[pk for _label, pk in above if pk]))}
    yield from ((label, known[pk]) for label, pk in above if pk in known)
    below = (
        (_("Under this framework"), agreement.specifics),
        (_("Amended by"), agreement.amendments),
        (_("Renewed by"), agreement.renewals),
    )
    for label, rows in below:
        yield from ((label, row) for row in knowable(user, rows.all()))
