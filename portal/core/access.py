"""Middleware of the admin: the rights of this very moment, and a plain word when they are gone.

Wagtail answers a refusal with a redirect to its start page, and what was typed is lost. Here a refused form is
answered with 403, the reason, the roles that ended lately, and the words that were typed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from portal.core.models import Membership
from portal.core.services.groups import mend_groups

GetResponse = Callable[[HttpRequest], HttpResponse]
LATELY = timedelta(days=30)
#: Wagtail's sentences of refusal; its catalogue holds the words.
REFUSALS = (
    "Sorry, you do not have permission to access this area.",
    "You do not have permission to access the admin.",
)
#: Fields of a form that nobody typed.
_NOT_TYPED = (
    "csrfmiddlewaretoken",
    "action-",
    "next",
    "loaded_revision",
    "overwrite_revision",
    "comments-",
    "password",
)


def present_roles(get_response: GetResponse) -> GetResponse:
    """Let roles begin and end at their moment: compare groups and memberships before the admin asks for rights."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/") and request.user.is_authenticated:
            mend_groups(user=request.user)
        return get_response(request)

    return middleware


def keep_what_was_refused(get_response: GetResponse) -> GetResponse:
    """Answer a form that Wagtail refuses with 403, a reason, and what was typed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method != "POST" or not request.path.startswith("/admin/") or not request.user.is_authenticated:
            return response
        with translation.override(_language_of(request.user)):
            return _refusal(request) if _is_refused(request, response) else response

    return middleware


def _language_of(user: Any) -> str:
    profile = getattr(user, "wagtail_userprofile", None)
    return profile.get_preferred_language() if profile else translation.get_language()


def _is_refused(request: HttpRequest, response: HttpResponseBase) -> bool:
    if response.status_code != 302:
        return False
    target = response.headers.get("Location", "").split("?")[0]
    if target == reverse("wagtailadmin_login"):
        return not request.user.has_perm("wagtailadmin.access_admin")
    return target == reverse("wagtailadmin_home") and _drop_messages(request, _refusals())


def _refusals() -> set[str]:
    """In every language: Wagtail says them in that of the address or in that of the person, as it happens."""
    texts: set[str] = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts.update(_(text) for text in REFUSALS)
    return texts


def _drop_messages(request: HttpRequest, texts: set[str]) -> bool:
    """Take the messages that hold one of `texts` (Wagtail wraps them) out of those waiting; whether there were any."""
    storage: Any = get_messages(request)
    waiting = list(storage)
    others = [message for message in waiting if not any(text in str(message.message) for text in texts)]
    # They count as read now: what stays is said anew, and the old list forgotten, or all would be said twice.
    storage._loaded_messages.clear()
    for message in others:
        storage.add(message.level, message.message, message.extra_tags or "")
    return len(others) < len(waiting)


def _refusal(request: HttpRequest) -> HttpResponse:
    sentence = _("Nothing was saved: you do not have the right to do this, or not any more.")
    if not request.accepts("text/html"):  # the editor saving by itself; it shows the message of this code
        return JsonResponse({"success": False, "error_code": "locked", "error_message": sentence}, status=403)
    _drop_messages(request, _refusals())
    now = timezone.now()
    ended = Membership.objects.filter(user=request.user.pk, ends_at__lte=now, ends_at__gt=now - LATELY)
    context = {
        "sentence": sentence,
        "ended": ended.select_related("unit", "locale").order_by("-ends_at"),
        "typed": "\n\n".join(typed_words(request)),
    }
    return render(request, "core/refused.html", context, status=403)


def typed_words(request: HttpRequest) -> Iterator[str]:
    """The words of a form in their order, rich text without its marks; identifiers, numbers and choices left out."""
    for name, values in request.POST.lists():
        if name.startswith(_NOT_TYPED) or name.endswith(("_FORMS", "-id", "-type", "-order", "-deleted", "-ORDER")):
            continue
        for value in values:
            text = _plain(value).strip()
            if text and not text.isdigit():
                yield text


def _plain(value: str) -> str:
    """A value of the editor as text: Draftail sends its paragraphs as JSON."""
    if not value.startswith("{"):
        return strip_tags(value)
    try:
        content = json.loads(value)
        return "\n".join(block["text"] for block in content["blocks"])
    except (ValueError, KeyError, TypeError):
        return value
