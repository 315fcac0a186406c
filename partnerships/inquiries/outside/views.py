"""The cooperation form and the page after it. Never cached."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.outside.attachments import are_lost, field_of, forget_lost, take_files
from partnerships.inquiries.outside.draft_cookie import draft_of, key_of, remember
from partnerships.inquiries.outside.draft_views import restored, save_typed
from partnerships.inquiries.outside.forms import InquiryForm
from partnerships.inquiries.outside.promise import first_answer_within
from partnerships.inquiries.outside.request_size import bounded
from partnerships.inquiries.outside.tokens import status_path
from partnerships.inquiries.proof.admission import admit, turned_away
from partnerships.inquiries.services.drafts import end_draft, held_draft
from partnerships.inquiries.services.receiving import receive_inquiry, same_inquiry
from partnerships.inquiries.uploads.accepting import MOST_BYTES, MOST_FILES
from partnerships.models import Inquiry, InquiryDraft
from partnerships.public_answers import SentPage, unindexed
from partnerships.public_form import FORM_ID, UNSENT
from partnerships.throttle import refused
from portal.core import methods

_SENT = SentPage("cooperate_sent", "inquiry", salt="partnerships.sent")
Refusals = list[ValidationError]


@bounded
@methods.form
@never_cache
def cooperate(request: HttpRequest) -> HttpResponse:
    """The form; `?park=<slug>` ticks a park. What is wrong comes back with everything that was typed and added.

    So does what comes too often, with 429. Until it is sent the form is kept as a draft, which a plain GET shows again.
    The language switch sends what was typed so far along; that is shown as it is.
    """
    if request.method != "POST":
        return _opened(request)
    if (answer := turned_away(request)) is not None:
        return answer
    draft, refusals = take_files(request, get_language() or "")
    if UNSENT in request.POST:
        return _kept(request, InquiryForm.unsent(request.POST), draft, refusals)
    form = InquiryForm(request.POST)
    if form.is_valid() and (inquiry := _received(request, form, draft, refusals)) is not None:
        seen = _SENT.see(inquiry.pk)
        return remember(seen, None) if draft or key_of(request) else seen
    for refusal in refusals:
        form.add_error(field_of(refusal), refusal)
    page = _kept(request, form, draft, [])
    return refused(page, form)


@methods.read_only
@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """The reference, for whoever holds the link of the last answer: signed, and for a short time."""
    inquiry = Inquiry.objects.filter(pk=_SENT.key_in(request)).select_related("park__unit").first()
    if inquiry is None:
        raise Http404
    context = {
        "reference": inquiry.reference,
        "inquiry": inquiry,
        "park": inquiry.park,
        "within": first_answer_within(inquiry),
        "status_path": status_path(inquiry),
    }
    return unindexed(render(request, "pages/partnerships/cooperate_sent.html", context))


def _opened(request: HttpRequest) -> HttpResponse:
    draft = draft_of(request)
    page = _form_page(request, restored(draft, request.GET.get("park", "")), draft, [])
    return remember(page, None) if draft is None and key_of(request) else page


def _received(
    request: HttpRequest, form: InquiryForm, draft: InquiryDraft | None, refusals: Refusals
) -> Inquiry | None:
    """The inquiry that the valid form has become; None where something stands against it: `refusals`, or what the
    form says from now on."""
    try:
        with transaction.atomic():
            held = held_draft(draft.key) if draft else None
            facts, doubts = form.facts(), []
            if same_inquiry(facts["submission_key"]) is not None:
                forget_lost(refusals)
            elif draft and held is None:
                refusals.append(are_lost())
            elif not refusals:
                admission = admit(request, form)
                if not admission.is_admitted:
                    return None
                doubts = admission.doubts
            if refusals:
                return None
            files = list(held.files.all()) if held else []
            inquiry = receive_inquiry(locale=get_language() or "", files=files, doubts=doubts, **facts)
            if held:
                end_draft(key=held.key)
            return inquiry
    except PartnershipRefusedError as error:
        refusals.append(ValidationError(str(error)))
        return None


def _kept(request: HttpRequest, form: InquiryForm, draft: InquiryDraft | None, refusals: Refusals) -> HttpResponse:
    """The page of a form that is not sent, whose content is kept as a draft."""
    draft = save_typed(request, draft) or draft
    page = _form_page(request, form, draft, refusals)
    return remember(page, draft) if draft or key_of(request) else page


def _form_page(request: HttpRequest, form: InquiryForm, draft: InquiryDraft | None, refusals: Refusals) -> HttpResponse:
    context = {
        "form": form,
        "park": form.chosen_park,
        "kept_form": FORM_ID,
        "is_restored": draft is not None and (request.method != "POST" or UNSENT in request.POST),
        "came_for": request.GET.get("park", ""),
        "draft_files": draft.files.all() if draft else [],
        "refusals": [message for refusal in refusals for message in refusal],
        "most_files": MOST_FILES,
        "most_bytes": MOST_BYTES,
    }
    return render(request, "pages/partnerships/cooperate.html", context)
