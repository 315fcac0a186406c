"""Replying to an investor, the letter before it is sent, and translation of what is at hand."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.desk.reply_forms import ReplyForm
from partnerships.inquiries.desk.reply_letters import reply_as_it_looks
from partnerships.inquiries.desk.reply_screen import (
    Translated,
    case_header,
    inquiry_worked_on,
    last_key,
    reply_screen,
    strange_language,
)
from partnerships.inquiries.desk.reply_words import filled, templates_for
from partnerships.inquiries.desk.threads import INQUIRY, why_not_translated, written_in
from partnerships.inquiries.services.replies import send_reply, tidied, why_closed
from partnerships.models import Inquiry
from portal.core.keys import key_in
from portal.core.localized import language_in_words, page_language
from portal.core.models import User
from portal.localization.errors import LetterNotTranslatedError
from portal.localization.services.letters import translate_letter

#: What stands for the officer's own reply where a text is named that is to be translated.
DRAFT = "draft"


@require_http_methods(["GET", "POST"])
def inquiry_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the conversation and the form; `?to=` names the message that is answered, `?template=` words to begin with.

    A POST sends the reply, or puts the words of a template below what is typed (`act=template`). What is refused
    leaves everything typed in the form.
    """
    inquiry = inquiry_worked_on(request, pk)
    if request.method == "GET":
        return reply_screen(request, inquiry, _first_form(request, inquiry))
    if request.POST.get("act") == "template":
        return reply_screen(request, inquiry, _with_template(request, inquiry))
    form = ReplyForm(request.POST, request.FILES, inquiry=inquiry)
    if not form.is_valid() or why_closed(inquiry):
        return reply_screen(request, inquiry, form)
    return _send(request, inquiry, form)


@require_POST
def inquiry_reply_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as it would leave; nothing is written. It opens beside the form, which keeps its files."""
    inquiry = inquiry_worked_on(request, pk)
    form = ReplyForm(request.POST, request.FILES, inquiry=inquiry)
    context = {**case_header(inquiry, _("Preview of the letter"), "view"), "form": form}
    if form.is_valid() and not why_closed(inquiry):
        told = form.cleaned_data
        text = tidied(told["text"])
        names = [file.name for file in told["attachments"]]
        by = cast(User, request.user)
        context["letter"] = reply_as_it_looks(inquiry, text, by, asks=told["asks"], files=names)
        context["strange"] = strange_language(text, inquiry)
        context["language"] = language_in_words(inquiry.locale)
    return render(request, "partnerships/inquiries/reply_preview.html", {**context, "closed": why_closed(inquiry)})


@require_POST
def inquiry_translate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the text that `what` names (`inquiry`, the key of a message, or `draft`) in the other language, once.

    It is kept nowhere. The fields of the reply come along and stay.
    """
    inquiry = inquiry_worked_on(request, pk)
    what = request.POST.get("what", "")
    if reason := why_not_translated(inquiry):
        messages.error(request, reason)
    elif what == DRAFT:
        return _translate_draft(request, inquiry)
    elif told := _text_of(inquiry, what):
        text, locale = told
        target = page_language()
        if wording := _wording(request, text, source=written_in(text, locale), target=target):
            return reply_screen(request, inquiry, _kept_form(request, inquiry), translated=Translated(what, wording))
    return reply_screen(request, inquiry, _kept_form(request, inquiry))


def _send(request: HttpRequest, inquiry: Inquiry, form: ReplyForm) -> HttpResponse:
    told = form.cleaned_data
    try:
        message = send_reply(
            inquiry_id=inquiry.pk,
            text=told["text"],
            by=cast(User, request.user),
            asks=told["asks"],
            answers=told["to"],
            seen=told["seen"] or 0,
            files=told["attachments"],
        )
    except PartnershipRefusedError as error:
        return _refused(request, inquiry, form, error)
    messages.success(request, _("The reply is on its way to %(person)s.") % {"person": message.inquiry.person})
    return redirect("inquiries:inspect", inquiry.pk)


def _refused(request: HttpRequest, inquiry: Inquiry, form: ReplyForm, error: PartnershipRefusedError) -> HttpResponse:
    if error.code == "forbidden":
        raise PermissionDenied from error
    messages.error(request, str(error))
    if error.code == "gone":
        return redirect("inquiries:index")
    if form.cleaned_data["attachments"]:
        messages.warning(request, _("Choose the files again: a browser does not keep them."))
    if error.code != "meanwhile":
        return reply_screen(request, inquiry_worked_on(request, inquiry.pk), form)
    again = _kept_form(request, inquiry, seen=last_key(inquiry))
    return reply_screen(request, inquiry, again, since=form.cleaned_data["seen"] or 0)


def _first_form(request: HttpRequest, inquiry: Inquiry) -> ReplyForm:
    template = templates_for(inquiry).filter(pk=key_in(request.GET.get("template")) or 0).first()
    text = filled(template, inquiry, request.user) if template else ""
    to = key_in(request.GET.get("to")) or ""
    initial = {"seen": last_key(inquiry), "to": to, "text": text, "template": template}
    return ReplyForm(initial=initial, inquiry=inquiry)


def _with_template(request: HttpRequest, inquiry: Inquiry) -> ReplyForm:
    template = ReplyForm(request.POST, inquiry=inquiry).chosen_template()
    if template is None:
        messages.info(request, _("Choose a template first."))
        return _kept_form(request, inquiry)
    parts = [request.POST.get("text", "").rstrip(), filled(template, inquiry, request.user)]
    return _kept_form(request, inquiry, text="\n\n".join(part for part in parts if part))


def _kept_form(request: HttpRequest, inquiry: Inquiry, **changed: Any) -> ReplyForm:
    """What was typed so far, not judged yet; with `changed` instead of what came. Without `seen` it begins now."""
    fields = ("template", "text", "to", "seen")
    kept = {name: request.POST.get(name, "") for name in fields}
    kept["seen"] = kept["seen"] or str(last_key(inquiry))
    return ReplyForm(initial={**kept, "asks": bool(request.POST.get("asks")), **changed}, inquiry=inquiry)


def _text_of(inquiry: Inquiry, what: str) -> tuple[str, str] | None:
    """A text of the conversation with the locale of its form; None for what there is not."""
    if what == INQUIRY:
        return inquiry.message, inquiry.locale
    message = inquiry.messages.filter(pk=key_in(what) or 0).first()
    return (message.text, message.locale) if message else None


def _translate_draft(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    draft = request.POST.get("text", "")
    source = written_in(draft, page_language())
    if not draft.strip() or source == inquiry.locale:
        said = _("Write the reply in your own language first; it is translated into %(language)s.")
        messages.info(request, said % {"language": language_in_words(inquiry.locale)})
        return reply_screen(request, inquiry, _kept_form(request, inquiry))
    wording = _wording(request, draft, source=source, target=inquiry.locale)
    if not wording:
        return reply_screen(request, inquiry, _kept_form(request, inquiry))
    messages.info(request, _("Translated by a machine: read it before you send it."))
    return reply_screen(request, inquiry, _kept_form(request, inquiry, text=wording), draft=draft)


def _wording(request: HttpRequest, text: str, *, source: str, target: str) -> str:
    """The translation, empty where there is none: the person is told why."""
    if source == target:
        messages.info(request, _("This is in your language already."))
        return ""
    try:
        return translate_letter(text=text, source=source, target=target, by=cast(User, request.user))
    except LetterNotTranslatedError as error:
        messages.error(request, str(error))
        return ""
