"""The page on which the investor sees how an inquiry stands, writes, asks, and takes back. Never cached.

Whoever holds the signed link, or knows reference and e-mail address (`partnerships.look_up`), is the investor of that
inquiry. What was merged into another one of the same address is shown as that one to whoever got the link by mail.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from pathlib import PurePath
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.enums import RequestKind
from partnerships.inquiries.outside import services
from partnerships.inquiries.outside.done import DONE, Done
from partnerships.inquiries.outside.standing import is_open
from partnerships.inquiries.outside.status_forms import ConsentForm, MessageForm
from partnerships.inquiries.outside.status_page import crumbs, frame, shown_files, status_context
from partnerships.inquiries.outside.tokens import LINKS, Holder, holder_of
from partnerships.look_up import LookUp
from partnerships.models import Inquiry
from partnerships.public_answers import SeeOther, unindexed
from partnerships.served_files import attachment
from partnerships.withdraw_form import WithdrawForm
from portal.core import methods

_TEMPLATES = "pages/partnerships/inquiry_"
_LOOK_UP = LookUp(
    Inquiry.objects.all,
    LINKS,
    f"{_TEMPLATES}lookup.html",
    crumbs,
    _("There is no inquiry with this reference and e-mail address. Please compare them with your letter."),
)


def of_link(view: Callable[[HttpRequest, Holder], HttpResponse]) -> methods.View:
    """A page of the inquiry that the link of the request carries; where its data were erased, a page that says so."""

    @methods.form
    @never_cache
    @wraps(view)
    def page(request: HttpRequest) -> HttpResponse:
        holder = holder_of(request.GET.get(LINKS.argument, ""))
        if holder is None:
            return unindexed(_LOOK_UP.lost(request))
        if holder.inquiry.erased_at is not None:
            return unindexed(render(request, f"{_TEMPLATES}erased.html", frame(holder)))
        return unindexed(view(request, holder))

    return page


@methods.form
@never_cache
def status(request: HttpRequest) -> HttpResponseBase:
    """How an inquiry stands for whoever has its link (`?inquiry=`); else the form that leads there."""
    if LINKS.argument in request.GET and request.method != "POST":
        return _status(request)
    return unindexed(_LOOK_UP.answer(request) if request.method == "POST" else _LOOK_UP.page(request))


@of_link
def _status(request: HttpRequest, holder: Holder) -> HttpResponse:
    return _page(request, holder, MessageForm())


@of_link
def write(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Add a message, files, or both."""
    if request.method != "POST":
        return SeeOther(holder.path)
    form = MessageForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            told = {"text": form.cleaned_data["text"], "files": form.cleaned_data["attachments"]}
            services.add_message(inquiry_id=holder.inquiry.pk, locale=get_language() or holder.inquiry.locale, **told)
            return _confirmed(holder, Done.MESSAGE)
        except PartnershipRefusedError as error:
            form.add_error("attachments" if error.code == "files" else "text", str(error))
    return _page(request, holder, form)


@of_link
def withdraw(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Ask whether the inquiry is to be withdrawn; a POST withdraws it."""
    if not (is_open(holder.inquiry) and holder.may_end):  # there is nothing to withdraw: its page says why
        return SeeOther(holder.path)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, f"{_TEMPLATES}withdraw.html", frame(holder) | {"form": form})
    reason = form.cleaned_data["reason"]
    withdraw_it = partial(services.withdraw_inquiry, inquiry_id=holder.inquiry.pk, reason=reason)
    return _done(request, holder, withdraw_it, Done.WITHDRAWN)


@of_link
def ask_for_nda(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Ask for a non-disclosure agreement; a link alone asks for nothing."""
    if request.method != "POST":
        return SeeOther(holder.path)
    return _ask(request, holder, RequestKind.NDA, Done.NDA)


@of_link
def ask_for_erasure(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Ask whether the data are to be erased; a POST asks staff for it."""
    if not holder.may_end:
        return SeeOther(holder.path)
    if request.method != "POST":
        return render(request, f"{_TEMPLATES}erase.html", frame(holder))
    return _ask(request, holder, RequestKind.ERASURE, Done.ERASURE)


@of_link
def consents(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Give or take back the consents to the transfer abroad and to asking other parks."""
    form = ConsentForm(request.POST)
    if request.method != "POST" or not holder.may_end or not form.is_valid():
        return SeeOther(holder.path)
    given = [kind for kind in services.FREE if form.cleaned_data[kind]]
    set_them = partial(services.set_consents, inquiry_id=holder.inquiry.pk, given=given)
    return _done(request, holder, set_them, Done.CONSENTS)


@methods.read_only
@never_cache
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of the inquiry of the link; 404 alike for what there is not and what another investor has."""
    holder = holder_of(request.GET.get(LINKS.argument, ""))
    row = shown_files(holder).filter(pk=pk).first() if holder and holder.inquiry.erased_at is None else None
    if row is None:
        raise Http404
    response: Any = attachment(row.file, PurePath(row.name).stem)
    return unindexed(response)


def _ask(request: HttpRequest, holder: Holder, kind: RequestKind, done: Done) -> HttpResponse:
    return _done(request, holder, partial(services.ask_for, inquiry_id=holder.inquiry.pk, kind=kind), done)


def _done(request: HttpRequest, holder: Holder, service: Callable[[], object], done: Done) -> HttpResponse:
    """Back to the page, which says what was done; what was refused is told on it at once, with how it stands."""
    try:
        service()
    except PartnershipRefusedError as error:
        holder = holder_of(holder.token) or holder
        return _page(request, holder, MessageForm(), refusal=str(error))
    return _confirmed(holder, done)


def _confirmed(holder: Holder, done: Done) -> HttpResponse:
    return SeeOther(f"{holder.path}&{urlencode({DONE: done.value})}#{DONE}")


def _page(request: HttpRequest, holder: Holder, form: MessageForm, *, refusal: str = "") -> HttpResponse:
    done = Done.words(request.GET.get(DONE, "")) if request.method != "POST" else ""
    context = {**status_context(holder, form), "done": done, "refusal": refusal}
    return render(request, f"{_TEMPLATES}status.html", context)
