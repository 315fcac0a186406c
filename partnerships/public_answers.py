"""How forms without an account are answered."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """The answer to a form is elsewhere, and is fetched by GET."""

    status_code = 303


def unindexed(response: HttpResponse) -> HttpResponse:
    """Neither search engines nor the next site learn the address of this page."""
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
