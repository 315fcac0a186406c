"""The form with which a visit is asked for, and the page after it. Never cached."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from partnerships.inquiries.proof.admission import admit, turned_away
from partnerships.models import VisitRequest
from partnerships.public_answers import SentPage, unindexed
from partnerships.public_form import FORM_ID, UNSENT
from partnerships.throttle import refused
from partnerships.visits.outside.crumbs import crumbs
from partnerships.visits.outside.forms import VisitRequestForm
from partnerships.visits.outside.services import receive_request, same_request
from partnerships.visits.outside.tokens import status_path
from portal.core import methods

_SENT = SentPage("visit_asked", "request", salt="partnerships.visits.sent")


@methods.form
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """The form; `?park=<slug>` chooses a park. What is wrong comes back with everything that was typed.

    So does what comes too often, with 429.
    The language switch sends what was typed so far along; that is shown as it is.
    """
    if request.method != "POST":
        return _form_page(request, VisitRequestForm(initial={"park": request.GET.get("park", "")}))
    if (page := turned_away(request)) is not None:
        return page
    if UNSENT in request.POST:
        return _form_page(request, VisitRequestForm.unsent(request.POST))
    form = VisitRequestForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form)
    with transaction.atomic():
        facts = form.facts()
        if same_request(facts["submission_key"]) is None and not admit(request, form).is_admitted:
            return refused(_form_page(request, form), form)
        received = receive_request(locale=get_language() or "", **facts)
    return _SENT.see(received.pk)


@methods.read_only
@never_cache
def asked(request: HttpRequest) -> HttpResponse:
    """The reference, for whoever holds the link of the last answer: signed, and for a short time."""
    received = VisitRequest.objects.filter(pk=_SENT.key_in(request)).select_related("visit__park").first()
    if received is None:
        raise Http404
    context = {
        "reference": received.reference,
        "park": received.visit.park,
        "status_path": status_path(received),
        "crumbs": crumbs((_("Your request has been received"), request.get_full_path())),
    }
    return unindexed(render(request, "pages/partnerships/visit_request_sent.html", context))


def _form_page(request: HttpRequest, form: VisitRequestForm) -> HttpResponse:
    context = {"form": form, "park": form.chosen_park, "kept_form": FORM_ID, "crumbs": crumbs()}
    return render(request, "pages/partnerships/visit_request.html", context)
