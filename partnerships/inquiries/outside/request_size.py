"""How large a request with files may be. Asked before its body is read, which would be kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from partnerships.inquiries.uploads.accepting import MOST_BYTES, MOST_FILES
from portal.core.views import bad_request

#: All files, and what is typed, with room for how both are packed.
MOST_REQUEST = (MOST_FILES + 1) * MOST_BYTES


def bounded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer 413 to a request that says it is larger than `MOST_REQUEST`."""

    @wraps(view)
    def bounded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdigit() and int(said[:15]) > MOST_REQUEST:
            return _too_large(request)
        return view(request, *args, **kwargs)

    return bounded_view


def _too_large(request: HttpRequest) -> HttpResponse:
    return bad_request(request, RequestDataTooBig())
