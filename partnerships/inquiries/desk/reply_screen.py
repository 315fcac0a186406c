"""The screen on which an officer replies: what was written so far, and the form beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import HeaderButton

from partnerships.inquiries.access import may_work, readable_or_404
from partnerships.inquiries.desk.reply_forms import FORM_ID, ReplyForm
from partnerships.inquiries.desk.threads import conversation, messages_of, why_not_translated, written_in
from partnerships.inquiries.levels.clocks import open_clock
from partnerships.inquiries.services.replies import why_closed
from partnerships.models import Inquiry, InquiryMessage
from portal.core.keys import key_in
from portal.core.localized import language_in_words, page_language


@dataclass(frozen=True, slots=True)
class Translated:
    """A translation that is shown once: of what (`threads.Entry.what`), and its text."""

    what: str
    text: str


def inquiry_worked_on(request: HttpRequest, pk: int) -> Inquiry:
    """The inquiry, for who works on it. Raises Http404 where it may not be read, else PermissionDenied."""
    rows: QuerySet[Inquiry] = QuerySet(Inquiry)
    rows = rows.select_related("unit", "park", "responsible", "merged_into", "organization")
    inquiry = readable_or_404(request.user, rows, pk)
    if not may_work(request.user, inquiry):
        raise PermissionDenied
    return inquiry


def case_header(inquiry: Inquiry, here: str, icon: str) -> dict[str, Any]:
    """Title, way and way back of a screen beside the case."""
    case = reverse("inquiries:inspect", args=[inquiry.pk])
    label = _("Back to the inquiry")
    return {
        "inquiry": inquiry,
        "header_title": here,
        "header_icon": icon,
        "breadcrumbs_items": [
            {"url": reverse("inquiries:index"), "label": capfirst(Inquiry._meta.verbose_name_plural)},
            {"url": case, "label": inquiry.reference},
            {"url": "", "label": here, "sublabel": inquiry.reference},
        ],
        "header_buttons": [HeaderButton(_("Back"), url=case, icon_name="arrow-left", attrs={"aria-label": label})],
    }


def reply_screen(
    request: HttpRequest,
    inquiry: Inquiry,
    form: ReplyForm,
    *,
    since: int | None = None,
    translated: Translated | None = None,
    draft: str = "",
) -> HttpResponse:
    """The screen.

    Args:
        since: key of the last message that the person had seen, where others came meanwhile: those are told first.
        translated: what an engine has made of a text of the conversation.
        draft: the person's own words, where their translation stands in the form now.
    """
    messages = list(messages_of(inquiry))
    closed = why_closed(inquiry)
    context = {
        **case_header(inquiry, _("Reply"), "mail"),
        "thread": messages,
        "form": form,
        "form_id": FORM_ID,
        "closed": closed,
        "clock": open_clock(inquiry),
        "answered": _answered(form, messages),
        "meanwhile": _since(inquiry, messages, since),
        "translated": translated,
        "draft": draft,
        "translates_draft": not why_not_translated(inquiry) and page_language() != inquiry.locale,
        "language": language_in_words(inquiry.locale),
        "typed": form["text"].value() or "" if closed else "",
    }
    return render(request, "partnerships/inquiries/reply.html", context)


def last_key(inquiry: Inquiry) -> int:
    """Key of the last message of the inquiry, 0 if there is none."""
    return inquiry.messages.order_by("-pk").values_list("pk", flat=True).first() or 0


def strange_language(text: str, inquiry: Inquiry) -> str:
    """The language in which a reply seems to be, in words, where the investor reads another one."""
    language = written_in(text, inquiry.locale)
    return "" if language == inquiry.locale else language_in_words(language)


def _answered(form: ReplyForm, messages: list[InquiryMessage]) -> InquiryMessage | None:
    key = key_in(str(form["to"].value() or ""))
    return next((message for message in messages if message.pk == key), None)


def _since(inquiry: Inquiry, messages: list[InquiryMessage], since: int | None) -> list[Any]:
    if since is None:
        return []
    new = [message for message in messages if message.pk > since]
    return conversation(inquiry, new)[1:]
