"""Setting an inquiry aside as a duplicate of another one, and taking that back."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.access import inquiry_policy
from partnerships.inquiries.desk.doubles import likely_doubles
from partnerships.inquiries.desk.reply_screen import case_header, inquiry_worked_on
from partnerships.inquiries.enums import InquiryState
from partnerships.inquiries.services.merging import merge_inquiry, unmerge_inquiry, why_not_set_aside
from partnerships.models import Inquiry
from partnerships.references import normalized
from portal.core.keys import key_in
from portal.core.models import User


@require_http_methods(["GET", "POST"])
def inquiry_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what may be the same question; a POST merges into `into` (a key) or `reference`, or undoes it (`act`)."""
    inquiry = inquiry_worked_on(request, pk)
    if request.method == "GET":
        return _screen(request, inquiry)
    by = cast(User, request.user)
    try:
        if request.POST.get("act") == "undo":
            unmerge_inquiry(inquiry_id=pk, by=by)
            messages.success(request, _("%(reference)s is new again.") % {"reference": inquiry.reference})
            return redirect("inquiries:inspect", pk)
        into = _chosen(request)
        if into is None:
            messages.error(request, _("There is no inquiry of this reference that you work on."))
            return _screen(request, inquiry)
        merge_inquiry(inquiry_id=pk, into_id=into.pk, by=by)
    except PartnershipRefusedError as error:
        if error.code == "forbidden":
            raise PermissionDenied from error
        messages.error(request, str(error))
        return redirect("inquiries:index") if error.code == "gone" else _screen(request, inquiry)
    facts = {"reference": inquiry.reference, "other": into.reference}
    messages.success(request, _("%(reference)s is merged into %(other)s.") % facts)
    return redirect("inquiries:inspect", into.pk)


def _chosen(request: HttpRequest) -> Inquiry | None:
    """The inquiry that is named, of those that the person works on."""
    rows = inquiry_policy.instances_user_has_any_permission_for(request.user, ["change"])
    if (key := key_in(request.POST.get("into"))) is not None:
        found = rows.filter(pk=key)
    else:
        found = rows.filter(reference=normalized(request.POST.get("reference", "")[:60]) or "-")
    chosen: Inquiry | None = found.first()
    return chosen


def _screen(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    inquiry.refresh_from_db(fields=["state", "merged_into"])
    reason = why_not_set_aside(inquiry)
    context = {
        **case_header(inquiry, _("Merge"), "resubmit"),
        "reason": reason,
        "is_duplicate": inquiry.state == InquiryState.DUPLICATE,
        "doubles": [] if reason else likely_doubles(inquiry, request.user),
        "typed": request.POST.get("reference", ""),
    }
    return render(request, "partnerships/inquiries/merge.html", context)
