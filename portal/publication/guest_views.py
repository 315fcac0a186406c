"""What a guest sees: one revision as the public page would show it, a bar that says what it is, and room for comments.

The address lies below no language. It is never cached or indexed, sets no cookie, and whatever opens nothing (unknown,
expired, revoked) is the same 404.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.core.views import not_found
from portal.publication.guest_forms import CommentForm
from portal.publication.models import ReviewLink
from portal.publication.services.guest_links import MOST_COMMENTS, find_link, note_opening, write_comment

#: On every answer below the address. 404s get them too: an address that opened something yesterday stays secret.
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


class _SeeOther(HttpResponseRedirect):
    """The answer to a form is fetched by GET."""

    status_code = 303


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def guest_page(request: HttpRequest, secret: str) -> HttpResponse:
    """The text of the link; a POST is a comment, and comes back with what was typed where it is not right."""
    link = find_link(secret)
    if link is None:
        return _nothing(request)
    with translation.override(link.page.locale.language_code):
        return _closed(_answer(request, link), link)


def _answer(request: HttpRequest, link: ReviewLink) -> HttpResponse:
    if request.method == "POST":
        form = CommentForm(request.POST)
        if form.is_valid() and _is_kept(link, form):
            return _SeeOther(f"{request.path}?sent=1#guest-comments")
        return _text(request, link, form)
    if request.method == "GET":
        note_opening(link=link)
    return _text(request, link, CommentForm())


def _is_kept(link: ReviewLink, form: CommentForm) -> bool:
    try:
        write_comment(link=link, name=form.cleaned_data["name"], text=form.cleaned_data["text"])
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


def _text(request: HttpRequest, link: ReviewLink, form: CommentForm) -> HttpResponse:
    page: Any = link.revision.as_object()
    request.is_preview = True  # type: ignore[attr-defined]
    comments = list(link.comments.all())
    context = page.get_context(request) | {
        "guest_review": {
            "link": link,
            "form": form,
            "comments": comments,
            "is_sent": "sent" in request.GET,
            "is_full": len(comments) >= MOST_COMMENTS,
        }
    }
    return render(request, page.get_template(request), context)


def _closed(response: HttpResponse, link: ReviewLink) -> HttpResponse:
    response.headers["Content-Language"] = link.page.locale.language_code
    return _with_headers(response)


def _nothing(request: HttpRequest) -> HttpResponse:
    request.resolver_match = None  # the page of the error would offer the address in other languages
    return _with_headers(not_found(request, Http404()))


def _with_headers(response: HttpResponse) -> HttpResponse:
    for name, value in _HEADERS.items():
        response.headers[name] = value
    return response
