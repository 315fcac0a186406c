"""Write down who looked at personal data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponseBase

from portal.core import audit
from portal.core.looks import Look, look_of
from portal.core.models import User

#: Query arguments that are not filters, and those that hold what was typed (it may be a name: only that it was used).
_IGNORED = frozenset({"p", "page", "export", "ordering", "order_by", "_w_filter_fragment", "csrfmiddlewaretoken"})
_TYPED = frozenset({"q", "text", "search"})
_SHOWN_LENGTH = 60


def record_looks(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Log what the screens of `core.looks` have shown. An entry that cannot be written fails the request."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        match = request.resolver_match
        look = look_of(match.view_name) if match else None
        shown = look and response.status_code == 200 and request.method in ("GET", "POST")
        # The person is asked for last: whoever reads the session makes the answer vary by cookie.
        if look and shown and look.counts(request) and request.user.is_authenticated:
            _record(request, look)
        return response

    return middleware


def _record(request: HttpRequest, look: Look) -> None:
    by = cast(User, request.user)
    if look.lookup is None:
        _record_list(request, look, by)
        return
    instance = look.model()._base_manager.filter(pk=_key(request, look.lookup)).first()
    if instance is not None and instance != by:
        audit.record_view(instance=instance, by=by, action=look.action)


def _key(request: HttpRequest, lookup: str | int) -> Any:
    match: Any = request.resolver_match
    return match.args[lookup] if isinstance(lookup, int) else match.kwargs[lookup]


def _record_list(request: HttpRequest, look: Look, by: User) -> None:
    filters, file_format = used_filters(request), request.GET.get("export", "")
    if file_format in ("csv", "xlsx"):
        audit.record_export(model=look.model(), by=by, filters=filters, file_format=file_format)
    else:
        audit.record_list_view(model=look.model(), by=by, filters=filters)


def used_filters(request: HttpRequest) -> dict[str, list[str]]:
    """What the list was narrowed by: name → values; of typed text “…”, that it was used."""
    return {
        name: ["…"] if name in _TYPED else [value[:_SHOWN_LENGTH] for value in values if value]
        for name, values in sorted(request.GET.lists())
        if name not in _IGNORED and any(values)
    }
