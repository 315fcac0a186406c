"""The page on which the visiting side sees how a request stands, adds to it, or withdraws it. Never cached.

Whoever holds the signed link, or knows reference and e-mail address (`partnerships.look_up`), is the visiting side.
"""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from partnerships.contact import answering, office_name
from partnerships.errors import PartnershipRefusedError
from partnerships.look_up import LookUp
from partnerships.models import VisitRequest
from partnerships.public_answers import SeeOther, unindexed
from partnerships.visits.contact import contact_of
from partnerships.visits.outside.crumbs import crumbs
from partnerships.visits.outside.forms import NoteForm
from partnerships.visits.outside.letters import wanted_days
from partnerships.visits.outside.services import add_note
from partnerships.visits.outside.standing import arranged, is_open, steps_of, withdrawal_reason
from partnerships.visits.outside.tokens import LINKS, request_of, status_path
from partnerships.visits.outside.withdrawal import withdraw_request
from partnerships.visits.zones import zone_name
from partnerships.withdraw_form import WithdrawForm
from portal.core import methods
from portal.core.days import portal_zone

_TEMPLATES = "pages/partnerships/visit_request_"


def _crumbs(*below: tuple[str, str]) -> list[dict[str, str]]:
    return crumbs((_("How your request stands"), reverse("visit_status")), *below)


_LOOK_UP = LookUp(
    VisitRequest.objects.all,
    LINKS,
    f"{_TEMPLATES}lookup.html",
    _crumbs,
    gettext_lazy("There is no request with this reference and e-mail address. Please compare them with your letter."),
)


@methods.form
@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """How a request stands for whoever has its link (`?request=`); else the form that leads there."""
    if request.method == "POST":
        return unindexed(_LOOK_UP.answer(request))
    if "request" not in request.GET:
        return unindexed(_LOOK_UP.page(request))
    found = request_of(request.GET["request"])
    return unindexed(_LOOK_UP.lost(request) if found is None else _status_page(request, found, NoteForm()))


@methods.form
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    """Add something to the request of the link."""
    found = request_of(request.GET.get("request", ""))
    if found is None:
        return unindexed(_LOOK_UP.lost(request))
    if request.method != "POST":
        return SeeOther(status_path(found))
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            add_note(request_id=found.pk, text=form.cleaned_data["text"])
            return SeeOther(f"{status_path(found)}#additions")
        except PartnershipRefusedError as error:
            form.add_error("text", str(error))
    return unindexed(_status_page(request, found, form))


@methods.form
@never_cache
def withdraw(request: HttpRequest) -> HttpResponse:
    """Ask whether the request of the link is to be withdrawn; a POST withdraws it."""
    found = request_of(request.GET.get("request", ""))
    if found is None:
        return unindexed(_LOOK_UP.lost(request))
    if not is_open(found.visit):  # there is nothing to withdraw: its page says why
        return SeeOther(status_path(found))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return unindexed(_page(request, "withdraw", found, {"form": form}))
    try:
        withdraw_request(request_id=found.pk, reason=form.cleaned_data["reason"])
    except PartnershipRefusedError:  # it has moved beside us
        return SeeOther(status_path(found))
    return SeeOther(status_path(found))


def _status_page(request: HttpRequest, found: VisitRequest, form: forms.Form) -> HttpResponse:
    visit = found.visit
    steps = steps_of(found)
    now, reason = steps[-1], withdrawal_reason(found)
    context = {
        "form": form,
        "now": now,
        "steps": steps,
        "settled": arranged(visit, now.standing),
        "wanted": wanted_days(found.wanted_from, found.wanted_until),
        "responsible": answering(visit.responsible),
        "contact": contact_of(visit),
        "zone": zone_name(visit.timezone),
        "portal_zone": zone_name(portal_zone().key),
        "reason": reason,
        "office": office_name(visit.park, visit.unit),
        "notes": [note for note in found.notes.all() if note != reason],
        "is_open": is_open(visit),
    }
    return _page(request, "status", found, context)


def _page(request: HttpRequest, name: str, found: VisitRequest, context: dict[str, object]) -> HttpResponse:
    pages = ("visit_status", "visit_status_add", "visit_status_withdraw")
    links = {name: LINKS.with_token(name, request.GET["request"]) for name in pages}
    context |= {"found": found, "links": links, "crumbs": _crumbs((found.reference, links["visit_status"]))}
    return render(request, f"{_TEMPLATES}{name}.html", context)
