"""The cooperation form and the page after it. Never cached."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from partnerships.inquiries.outside.forms import InquiryForm
from partnerships.inquiries.proof.admission import admit, turned_away
from partnerships.inquiries.services.receiving import receive_inquiry
from partnerships.models import Inquiry
from partnerships.public_answers import SentPage, unindexed
from partnerships.public_form import FORM_ID, UNSENT
from partnerships.throttle import refused
from portal.core import methods

_SENT = SentPage("cooperate_sent", "inquiry", salt="partnerships.sent")


@methods.form
@never_cache
def cooperate(request: HttpRequest) -> HttpResponse:
    """The form; `?park=<slug>` chooses a park. What is wrong comes back with everything that was typed.

    So does what comes too often, with 429.
    The language switch sends what was typed so far along; that is shown as it is.
    """
    if request.method != "POST":
        return _form_page(request, InquiryForm(initial={"park": request.GET.get("park", "")}))
    if (page := turned_away(request)) is not None:
        return page
    if UNSENT in request.POST:
        return _form_page(request, InquiryForm.unsent(request.POST))
    form = InquiryForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form)
    with transaction.atomic():
        admission = admit(request, form)
        if not admission.is_admitted:
            return refused(_form_page(request, form), form)
        inquiry = receive_inquiry(locale=get_language(), doubts=admission.doubts, **form.facts())
    return _SENT.see(inquiry.pk)


@methods.read_only
@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """The reference, for whoever holds the link of the last answer: signed, and for a short time."""
    inquiry = Inquiry.objects.filter(pk=_SENT.key_in(request)).select_related("park").first()
    if inquiry is None:
        raise Http404
    context = {"reference": inquiry.reference, "inquiry": inquiry, "park": inquiry.park}
    return unindexed(render(request, "pages/partnerships/cooperate_sent.html", context))


def _form_page(request: HttpRequest, form: InquiryForm) -> HttpResponse:
    context = {"form": form, "park": form.chosen_park, "kept_form": FORM_ID}
    return render(request, "pages/partnerships/cooperate.html", context)
