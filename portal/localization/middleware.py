"""The language of a request: the address alone decides on public pages."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

GetResponse = Callable[[HttpRequest], HttpResponse]


def address_locale(get_response: GetResponse) -> GetResponse:
    """Activate the language of the address; elsewhere (`/`, admin) the visitor's, and say so in `Vary`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        from_path = translation.get_language_from_path(request.path_info)
        language = from_path or translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        if not from_path:
            patch_vary_headers(response, ["Accept-Language"])
        return response

    return middleware
