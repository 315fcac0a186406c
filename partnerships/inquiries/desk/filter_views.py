"""Keeping the present filter of the inbox under a name, renaming and deleting it."""

from __future__ import annotations

from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.access import inquiry_policy
from partnerships.inquiries.desk.inbox_filters import filter_query
from partnerships.inquiries.services.saved_filters import FILTERS, save_filter
from partnerships.models import SavedFilter
from portal.core.models import User


def _readers_only(view: Any) -> Any:
    """Let in who reads inquiries anywhere."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not inquiry_policy.user_has_any_permission(request.user, ["view", "change"]):
            raise PermissionDenied
        answer: HttpResponse = view(request, *args, **kwargs)
        return answer

    return guarded


@require_POST
@_readers_only
def keep_filter(request: HttpRequest) -> HttpResponse:
    """Keep the present filter under a name."""
    query = filter_query(request.POST.get("query", ""), request)
    if query is None:
        messages.error(request, _("This is no filter of the inbox. Filter the list anew."))
        return redirect("inquiries:index")
    try:
        kept = save_filter(owner=cast(User, request.user), name=request.POST.get("name", ""), query=query)
    except PartnershipRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The filter “%(name)s” is kept.") % {"name": kept.name})
    return redirect(_inbox(query))


@require_http_methods(["GET", "POST"])
@_readers_only
def edit_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename or delete a filter of one's own; that of another person does not exist."""
    person = cast(User, request.user)
    kept = get_object_or_404(SavedFilter, pk=pk, owner=person)
    if request.method == "GET":
        return _screen(request, kept, kept.name)
    name = request.POST.get("name", "")
    try:
        if "delete" in request.POST:
            FILTERS.delete(filter_id=pk, owner=person)
            messages.success(request, _("The filter “%(name)s” is deleted.") % {"name": kept.name})
            return redirect(_inbox(kept.query))
        renamed = FILTERS.rename(filter_id=pk, owner=person, name=name)
    except PartnershipRefusedError as error:
        if error.code == "gone":
            messages.error(request, str(error))
            return redirect("inquiries:index")
        return _screen(request, kept, name, error=str(error))
    messages.success(request, _("The filter is called “%(name)s” now.") % {"name": renamed.name})
    return redirect(_inbox(kept.query))


def _inbox(query: str) -> str:
    address = reverse("inquiries:index")
    return f"{address}?{query}" if query else address


def _screen(request: HttpRequest, kept: SavedFilter, name: str, *, error: str = "") -> HttpResponse:
    context = {
        "filter": kept,
        "name": name,
        "error": error,
        "back": _inbox(kept.query),
        "header_title": _("Saved filter"),
        "header_icon": "form",
        "breadcrumbs_items": [
            {"url": reverse("inquiries:index"), "label": _("Inbox")},
            {"url": "", "label": _("Saved filter"), "sublabel": kept.name},
        ],
    }
    return render(request, "partnerships/inquiries/saved_filter.html", context)
