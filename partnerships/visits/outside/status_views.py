"""The page on which the visiting side sees how a request stands, adds to it, or withdraws it. Never cached.

Whoever holds the signed link, or knows reference and e-mail address, is the visiting side. A pair that is unknown, a
reference that cannot be one and an address of somebody else are answered alike, after the same query.
"""

from __future__ import annotations

import math
import unicodedata
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from partnerships.errors import PartnershipRefusedError
from partnerships.models import VisitRequest
from partnerships.public_answers import SeeOther, unindexed
from partnerships.references import normalized
from partnerships.visits.contact import contact_of
from partnerships.visits.outside.crumbs import crumbs
from partnerships.visits.outside.forms import LookupForm, NoteForm, WithdrawForm
from partnerships.visits.outside.letters import wanted_days
from partnerships.visits.outside.services import add_note
from partnerships.visits.outside.standing import answering, arranged, is_open, office_of, steps_of, withdrawal_reason
from partnerships.visits.outside.tokens import request_of, status_path
from partnerships.visits.outside.withdrawal import withdraw_request
from partnerships.visits.zones import zone_name
from portal.accounts.clients import client_network
from portal.core import methods, rates
from portal.core.days import portal_zone

#: Pairs of reference and address that one client may try in a minute.
LOOKUPS_A_MINUTE = 10
_TEMPLATES = "pages/partnerships/visit_request_"


@methods.form
@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """How a request stands for whoever has its link (`?request=`); else the form that leads there."""
    if request.method == "POST":
        return unindexed(_look_up(request))
    if "request" not in request.GET:
        return unindexed(_lookup_page(request, LookupForm()))
    found = request_of(request.GET["request"])
    return unindexed(_lost(request) if found is None else _status_page(request, found, NoteForm()))


@methods.form
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    """Add something to the request of the link."""
    found = request_of(request.GET.get("request", ""))
    if found is None:
        return unindexed(_lost(request))
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
        return unindexed(_lost(request))
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


def _look_up(request: HttpRequest) -> HttpResponse:
    form = LookupForm(request.POST)
    if not rates.is_within(f"visit_status_{client_network(request)}", limit=LOOKUPS_A_MINUTE):
        return _too_often(request, form)
    if form.is_valid():
        found = _find(form.cleaned_data["reference"], form.cleaned_data["email"])
        if found is not None:
            return SeeOther(status_path(found))
        unknown = _("There is no request with this reference and e-mail address. Please compare them with your letter.")
        form.add_error(None, ValidationError(unknown, code="unknown"))
    return _lookup_page(request, form)


def _find(reference: str, email: str) -> VisitRequest | None:
    """The request of this pair. One query, whatever was typed."""
    typed = unicodedata.normalize("NFKC", reference)
    found = VisitRequest.objects.filter(reference=normalized(typed) or "").first()
    expected = found.email if found else ""
    is_same = constant_time_compare(expected.casefold(), email.casefold())
    return found if is_same else None


def _too_often(request: HttpRequest, form: LookupForm) -> HttpResponse:
    seconds = math.ceil(rates.wait())
    form.add_error(None, ValidationError(_("Too many attempts. Please wait a minute."), code="often"))
    response = _lookup_page(request, form, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _lost(request: HttpRequest) -> HttpResponse:
    return _lookup_page(request, LookupForm(), is_lost=True, status=404)


def _lookup_page(request: HttpRequest, form: LookupForm, *, is_lost: bool = False, status: int = 200) -> HttpResponse:
    return render(
        request, f"{_TEMPLATES}lookup.html", {"form": form, "is_lost": is_lost, "crumbs": _crumbs()}, status=status
    )


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
        "responsible": answering(visit),
        "contact": contact_of(visit),
        "zone": zone_name(visit.timezone),
        "portal_zone": zone_name(portal_zone().key),
        "reason": reason,
        "office": office_of(visit),
        "notes": [note for note in found.notes.all() if note != reason],
        "is_open": is_open(visit),
    }
    return _page(request, "status", found, context)


def _page(request: HttpRequest, name: str, found: VisitRequest, context: dict[str, object]) -> HttpResponse:
    token = urlencode({"request": request.GET["request"]})
    links = {name: f"{reverse(name)}?{token}" for name in ("visit_status", "visit_status_add", "visit_status_withdraw")}
    context |= {"found": found, "links": links, "crumbs": _crumbs((found.reference, links["visit_status"]))}
    return render(request, f"{_TEMPLATES}{name}.html", context)


def _crumbs(*below: tuple[str, str]) -> list[dict[str, str]]:
    return crumbs((_("How your request stands"), reverse("visit_status")), *below)
