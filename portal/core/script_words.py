"""The words of the admin's scripts: a package's own catalogue and, over it, the Chinese it lacks."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response


def script_words(package: str) -> Callable[[HttpRequest], HttpResponse]:
    """A view of the JavaScript catalogue of the app `package` and of `portal.core`, in the language that the person
    chose for the admin (a stranger's: that of the request)."""
    catalogue = JavaScriptCatalog.as_view(packages=[package, "portal.core"])

    def view(request: HttpRequest) -> HttpResponse:
        return get_localized_response(catalogue, request)

    return view
