"""The cookie by which a browser finds its form that is not sent yet; it goes with the browser's session.

Two cookies of one name, each for the form of one language: a path above both would send it with every page.
"""

from __future__ import annotations

import uuid
from http.cookies import Morsel
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from partnerships.models import InquiryDraft

COOKIE = "cooperate_draft"


def key_of(request: HttpRequest) -> uuid.UUID | None:
    """The key that the browser sent, whether there is a draft or not."""
    try:
        return uuid.UUID(hex=request.COOKIES.get(COOKIE, ""))
    except ValueError:
        return None


def draft_of(request: HttpRequest) -> InquiryDraft | None:
    """The draft of the browser."""
    key = key_of(request)
    return InquiryDraft.objects.filter(key=key).first() if key else None


def remember(response: HttpResponse, draft: InquiryDraft | None) -> HttpResponse:
    """`response`, by which the browser remembers the draft; or, with None, that it has none."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            path = reverse("cooperate")
        morsel: Morsel[Any] = Morsel()
        value = draft.key.hex if draft else ""
        morsel.set(COOKIE, value, value)
        attributes: dict[str, Any] = {"path": path, "httponly": True, "samesite": "Lax"}
        attributes["secure"] = settings.SESSION_COOKIE_SECURE
        if draft is None:
            attributes |= {"max-age": 0, "expires": "Thu, 01 Jan 1970 00:00:00 GMT"}
        morsel.update(attributes)
        # Django keeps one cookie a name; what is sent is the morsel, whatever it is kept under.
        response.cookies[f"{COOKIE} {code}"] = morsel
    return response
