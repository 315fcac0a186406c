"""The screen of one inquiry, and what is done on it: a step, a person, another unit, a note."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partnerships.contact import unit_name
from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.access import readable_inquiries, readable_or_404
from partnerships.inquiries.desk.case import PORTAL, case_context
from partnerships.inquiries.enums import NEEDS_REASON
from partnerships.inquiries.services.assigning import add_note, assign_inquiry, pass_inquiry
from partnerships.inquiries.services.moves import move_inquiry
from partnerships.models import Inquiry
from portal.core.keys import key_in
from portal.core.models import User
from portal.core.names import name_of

#: What `readable_or_404` looks in.
_ROWS = Inquiry.objects.select_related("park", "unit", "responsible")


def case_screen(request: HttpRequest, inquiry: Inquiry, typed: dict[str, str] | None = None) -> HttpResponse:
    """The case; `typed` is what was written into a form that was refused."""
    context = case_context(cast(User, request.user), inquiry)
    return render(request, "partnerships/inquiries/case.html", {**context, "typed": typed or {}})


@require_POST
def inquiry_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a step, from the state and the last step that the person saw."""
    to, note = request.POST.get("to", ""), request.POST.get("note", "")

    def act(by: User) -> str:
        inquiry = move_inquiry(
            inquiry_id=pk,
            seen=request.POST.get("seen", ""),
            to=to,
            by=by,
            note=note,
            seen_step=key_in(request.POST.get("seen_step")),
        )
        return _("The inquiry is now “%(state)s”.") % {"state": inquiry.get_state_display()}

    return _do(request, pk, act, {"reason" if to in NEEDS_REASON else "note": note})


@require_POST
def inquiry_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Make somebody responsible, or nobody; `me` is whoever asks."""
    sent = request.POST.get("responsible", "")

    def act(by: User) -> str:
        to = by.pk if sent == "me" else key_in(sent)
        if sent and to is None:
            raise PartnershipRefusedError("person", _("Choose who is responsible."))
        inquiry = assign_inquiry(inquiry_id=pk, to=to, seen=key_in(request.POST.get("seen")), by=by)
        if inquiry.responsible is None:
            return _("Nobody is responsible for the inquiry now.")
        return _("%(person)s is responsible for the inquiry now.") % {"person": name_of(inquiry.responsible)}

    return _do(request, pk, act, {"responsible": sent})


@require_POST
def inquiry_pass(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass the inquiry to another unit; who passed it may not read it afterwards, and then sees the inbox."""
    sent, note = request.POST.get("unit", ""), request.POST.get("note", "")

    def act(by: User) -> str:
        to = key_in(sent)
        if to is None and sent != PORTAL:
            raise PartnershipRefusedError("unit", _("Choose the unit that is to answer."))
        inquiry = pass_inquiry(inquiry_id=pk, to=to, seen=key_in(request.POST.get("seen")), by=by, note=note)
        unit = unit_name(inquiry.unit) if inquiry.unit else _("The portal’s own officers")
        return _("The inquiry is with “%(unit)s” now.") % {"unit": unit}

    return _do(request, pk, act, {"unit": sent, "pass_note": note})


@require_POST
def inquiry_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an internal note."""
    text = request.POST.get("text", "")

    def act(by: User) -> str:
        add_note(inquiry_id=pk, text=text, by=by)
        return _("The note is kept.")

    return _do(request, pk, act, {"text": text})


def _do(request: HttpRequest, pk: int, act: Callable[[User], str], typed: dict[str, str]) -> HttpResponse:
    """Let `act` do its work and say what it says; what is refused leaves what was typed in the form."""
    readable_or_404(request.user, _ROWS, pk)
    try:
        said = act(cast(User, request.user))
    except PartnershipRefusedError as error:
        if error.code == "forbidden":
            raise PermissionDenied from error
        messages.error(request, str(error))
        return _again(request, pk, typed)
    messages.success(request, said)
    if _readable(request.user).filter(pk=pk).exists():
        return redirect("inquiries:inspect", pk)
    return redirect("inquiries:index")


def _again(request: HttpRequest, pk: int, typed: dict[str, str]) -> HttpResponse:
    """The screen as it is now; the inbox where the inquiry is gone."""
    inquiry = _readable(request.user).filter(pk=pk).first()
    return case_screen(request, inquiry, typed) if inquiry else redirect("inquiries:index")


def _readable(user: Any) -> Any:
    return _ROWS.filter(pk__in=readable_inquiries(user).order_by().values("pk"))
