"""What staff do about requests of investors: erase their data, and say that another request is settled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.access import may_work, readable_or_404
from partnerships.inquiries.enums import RequestKind
from partnerships.inquiries.outside.standing import own_rows
from partnerships.inquiries.services.erasing import erase_inquiry, may_erase, settle_request
from partnerships.models import Inquiry
from portal.core.keys import key_in
from portal.core.models import User


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether the investor's data are to be erased; a POST erases them."""
    inquiry = _worked_on(request, pk)
    if not may_erase(request.user, inquiry):
        raise PermissionDenied
    if request.method == "POST":
        besides = {key for sent in request.POST.getlist("besides") if (key := key_in(sent)) is not None}
        return _done(
            request,
            pk,
            lambda: erase_inquiry(inquiry_id=pk, by=cast(User, request.user), besides=besides),
            _("The investor’s data have been erased."),
        )
    context = {
        "inquiry": inquiry,
        "asked": inquiry.requests.filter(kind=RequestKind.ERASURE, settled_at=None).last(),
        "others": [row for row in own_rows(inquiry) if row.pk != inquiry.pk],
        "counts": {"messages": inquiry.messages.count(), "files": inquiry.files.count()},
        "linked": _besides(request.user, inquiry),
    }
    return _screen(request, inquiry, "erase", _("Erase the investor’s data"), context)


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, pk: int, asked: int) -> HttpResponse:
    """Ask whether a request is settled; a POST says so. One for erasure leads to where the data are erased."""
    inquiry = _worked_on(request, pk)
    row = inquiry.requests.filter(pk=asked).first()
    if row is None:
        raise Http404("No such request.")
    if row.kind == RequestKind.ERASURE:
        return redirect("inquiry_erase", pk)
    if request.method == "POST":
        by = cast(User, request.user)
        said = _("The request is settled.")
        return _done(request, pk, lambda: settle_request(inquiry_id=pk, request_id=asked, by=by), said)
    return _screen(request, inquiry, "settle", _("Settle a request"), {"inquiry": inquiry, "asked": row})


def _besides(user: Any, inquiry: Inquiry) -> list[Any]:
    """Records that may name the same people or company, as far as `user` may know of them."""
    organization = [inquiry.organization] if inquiry.organization else []
    return [*organization, *_known(user, inquiry.visits.all()), *_known(user, inquiry.agreements.all())]


def _known(user: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of `rows` that `user` may know of."""
    policy = policy_registry.get_by_type(rows.model)
    readable = policy.instances_user_has_any_permission_for(user, ["view", "change"])
    return rows.filter(pk__in=readable.order_by().values("pk"))


def _worked_on(request: HttpRequest, pk: int) -> Inquiry:
    """The inquiry, for who works on it. Raises Http404 and PermissionDenied."""
    rows: QuerySet[Inquiry] = QuerySet(Inquiry)
    inquiry = readable_or_404(request.user, rows.select_related("unit", "park"), pk)
    if not may_work(request.user, inquiry):
        raise PermissionDenied
    return inquiry


def _done(request: HttpRequest, pk: int, service: Callable[[], object], said: str) -> HttpResponse:
    try:
        service()
        messages.success(request, said)
    except PartnershipRefusedError as error:
        messages.error(request, str(error))
    return redirect("inquiries:inspect", pk)


def _screen(request: HttpRequest, inquiry: Inquiry, name: str, title: str, context: dict[str, Any]) -> HttpResponse:
    above = reverse("inquiries:inspect", args=[inquiry.pk])
    frame = {
        "header_title": title,
        "header_icon": "form",
        "breadcrumbs_items": [
            {"url": reverse("inquiries:index"), "label": _("Inquiries")},
            {"url": above, "label": inquiry.reference},
            {"url": "", "label": title, "sublabel": inquiry.reference},
        ],
        "header_buttons": [HeaderButton(_("Back"), url=above, icon_name="arrow-left")],
        "back": above,
    }
    return render(request, f"partnerships/inquiries/{name}.html", {**context, **frame})


#: Below `/admin/inquiries/`.
urlpatterns: list[URLPattern] = [
    path("<int:pk>/erase/", erase, name="inquiry_erase"),
    path("<int:pk>/requests/<int:asked>/settle/", settle, name="inquiry_settle_request"),
]
