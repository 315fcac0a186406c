"""Every answer below `/api/`: errors as data, one strong ETag over the bytes, and the language said in the address."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from portal.api.errors import fault

GetResponse = Callable[[HttpRequest], HttpResponse]
PREFIX = "/api/"


def data_answers(get_response: GetResponse) -> GetResponse:
    """Outside of whatever answers, so that its errors and its redirects take the same shape."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        return _finished(request, response) if request.path.startswith(PREFIX) else response

    return middleware


def _finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code >= 400 and not _is_data(response):
        response = _as_data(response)
    for name in ("Vary", "Content-Language"):  # the address alone decides
        response.headers.pop(name, None)
    response.headers["Cache-Control"] = "no-cache" if response.status_code == 200 else "no-store"
    if response.status_code != 200 or request.method not in ("GET", "HEAD"):
        return response
    response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


def _is_data(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("application/json")


def _as_data(response: HttpResponse) -> HttpResponse:
    told = fault(response.status_code)
    if response.status_code == 405:
        told.headers["Allow"] = "GET, HEAD"
    return told
