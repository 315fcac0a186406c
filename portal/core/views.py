"""Error pages and health."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache

from portal.core.health import missing_parts
from portal.core.methods import read_only


def _error(request: HttpRequest, status: int, page: str = "", **told: Any) -> HttpResponse:
    """An error page in the locale of the address, without database or session; `page` where it has one of its own.

    Args:
        told: what the page says besides.
    """
    prefix = translation.get_language_from_path(request.path)
    with translation.override(prefix or translation.get_language_from_request(request)):
        return render(request, f"{page or status}.html", {"status": status, **told}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _error(request, 413, longest=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return _error(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error(request, 403, "403_csrf")


def method_not_allowed(request: HttpRequest, allow: str) -> HttpResponse:
    response = _error(request, 405)
    response.headers["Allow"] = allow
    return response


@read_only
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@read_only
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """503 only without the database; Redis or worker missing is 200 with `degraded` and what is missing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "missing": ["database"]}, status=503)
    missing: list[Any] = missing_parts()
    return JsonResponse({"status": "degraded" if missing else "ok", "missing": missing})
