"""Sending one record to translation."""

from __future__ import annotations

from typing import cast

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Locale

from portal.core.models import User
from portal.localization.errors import NotTranslatableError
from portal.localization.estimates import estimate_for_reader
from portal.localization.permissions import may_change_record
from portal.localization.queries import jobs_of_record
from portal.localization.services.counts import kind_of
from portal.localization.services.record_words import is_in_use, is_record, owner_of, source_locale_of
from portal.localization.services.submission import submit_record


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, app_label: str, model_name: str, pk: int) -> HttpResponse:
    """Send a record into the queue, for the languages that are chosen."""
    record = _changeable(request, app_label, model_name, pk)
    source = source_locale_of(record)
    locales = [one for one in Locale.objects.all() if is_in_use(one) and source is not None and one != source]
    if request.method == "POST" and source is not None:
        _submit_chosen(request, record, source, locales)
        return redirect(request.path)
    latest = {job.target_locale_id: job for job in jobs_of_record(record).order_by("pk")}
    choices = [(locale, latest.get(locale.pk)) for locale in locales]
    back = AdminURLFinder(request.user).get_edit_url(owner_of(record)) or reverse("wagtailadmin_home")
    estimate = estimate_for_reader(content_type=kind_of(record), object_ids=[record.pk])
    context = {"record": record, "source": source, "choices": choices, "back": back, "estimate": estimate}
    return render(request, "localization/submit_record.html", context)


def _changeable(request: HttpRequest, app_label: str, model_name: str, pk: int) -> Model:
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    if not is_record(model):
        raise Http404
    record = get_object_or_404(model._default_manager, pk=pk)
    if not may_change_record(request.user, record):
        raise PermissionDenied
    return record


def _submit_chosen(request: HttpRequest, record: Model, source: Locale, locales: list[Locale]) -> None:
    chosen = [locale for locale in locales if str(locale.pk) in request.POST.getlist("locales")]
    if not chosen:
        messages.error(request, _("Choose at least one language."))
    for locale in chosen:
        try:
            job = submit_record(record=record, target_locale=locale, by=cast(User, request.user), source_locale=source)
        except NotTranslatableError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                _("“%(title)s” was sent to translation into %(language)s.")
                % {"title": job.title, "language": locale.get_display_name()},
            )
