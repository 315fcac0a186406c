"""The screen of the checks of one text, where warnings are let pass with a reason."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page
from wagtail.permissions import policy_registry

from portal.core.models import User
from portal.localization.errors import RefusedError
from portal.localization.finding_panel import check_url, findings_context
from portal.localization.models import TranslationJob
from portal.localization.queries import is_translation, record_of
from portal.localization.services.overrides import let_pass, withdraw_pass


@require_http_methods(["GET", "POST"])
def check_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """The findings of a translated page, or of the text of a page of the office, as it was saved last."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    target = page if is_translation(page) else page.specific.get_latest_revision_as_object()
    back = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return _answer(request, target, page.specific.get_admin_display_title(), back)


@require_http_methods(["GET", "POST"])
def check_record(request: HttpRequest, pk: int) -> HttpResponse:
    """The findings of a record's translation."""
    job = get_object_or_404(TranslationJob, pk=pk)
    if job.translation_key is not None or record_of(job) is None:
        raise Http404
    if not policy_registry.get_by_type(TranslationJob).user_has_any_permission_for_instance(
        request.user, ["view", "change"], job
    ):
        raise PermissionDenied
    return _answer(request, job, job.title, reverse("translations:record", args=[job.pk]))


def _answer(request: HttpRequest, target: Page | TranslationJob, title: str, back: str) -> HttpResponse:
    typed = {}
    if request.method == "POST":
        if _act(request, target):
            return redirect(get_valid_next_url_from_request(request) or check_url(target))
        typed = {"fingerprint": request.POST.get("fingerprint", ""), "reason": request.POST.get("reason", "")}
    context = findings_context(target, cast(User, request.user)) | {"title": title, "back": back, "typed": typed}
    return render(request, "localization/check.html", context)


def _act(request: HttpRequest, target: Page | TranslationJob) -> bool:
    """Do what the button says; False where it was refused, so that what was typed stays."""
    fingerprint, by = request.POST.get("fingerprint", ""), cast(User, request.user)
    try:
        if request.POST.get("action") == "withdraw":
            withdraw_pass(target=target, fingerprint=fingerprint, by=by)
            messages.success(request, _("The finding is open again."))
        else:
            let_pass(target=target, fingerprint=fingerprint, reason=request.POST.get("reason", ""), by=by)
            messages.success(request, _("The finding was let pass; your reason is recorded."))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return False
    return True
