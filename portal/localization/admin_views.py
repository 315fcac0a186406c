"""What people do with a translation in the admin: finish, approve, send, and what they are refused."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.views.snippets_api import SnippetViewSet

from portal.core.models import User
from portal.localization.enums import JobState
from portal.localization.errors import NotTranslatableError, RefusedError
from portal.localization.estimates import estimate_for_reader
from portal.localization.queries import is_kept_by_hand
from portal.localization.services.counts import kind_of
from portal.localization.services.publication import finish_translation, publish_translation
from portal.localization.services.submission import submit_translation


def _editable(request: HttpRequest, page_id: int) -> Page:
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


def _person(request: HttpRequest) -> User:
    """Who is signed in; the admin lets nobody else come here."""
    return cast(User, request.user)


def _to_editor(page: Page) -> HttpResponse:
    return redirect("wagtailadmin_pages:edit", page.pk)


@require_POST
def finish(request: HttpRequest, page_id: int) -> HttpResponse:
    """Mark the translation as finished."""
    page = _editable(request, page_id)
    try:
        finish_translation(page=page, by=_person(request))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The translation is marked as finished. A reviser can publish it now."))
    return _to_editor(page)


@require_POST
def approve(request: HttpRequest, page_id: int) -> HttpResponse:
    """Publish a finished translation."""
    return approve_page(request, _editable(request, page_id))


def approve_page(request: HttpRequest, page: Page) -> HttpResponse:
    """Publish `page`, or say why not, and go back to the editor. Every publish button of a translation ends here."""
    try:
        job = publish_translation(page=page, by=_person(request))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        page.refresh_from_db()
        told = (
            _("“%(title)s” is approved. It goes live together with others.")
            if job.state == JobState.APPROVED
            else _("“%(title)s” is published.")
        )
        messages.success(request, told % {"title": page.get_admin_display_title()})
    return _to_editor(page)


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, page_id: int) -> HttpResponse:
    """Send a page into the queue, for the languages that are chosen."""
    page = _editable(request, page_id).specific
    locales = [locale for locale in Locale.objects.exclude(pk=page.locale_id) if not is_kept_by_hand(page, locale)]
    if request.method == "POST":
        _submit_chosen(request, page, locales)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    estimate = estimate_for_reader(content_type=kind_of(page), object_ids=[page.pk])
    return render(request, "localization/submit.html", {"page": page, "locales": locales, "estimate": estimate})


def _submit_chosen(request: HttpRequest, page: Page, locales: list[Locale]) -> None:
    chosen = [locale for locale in locales if str(locale.pk) in request.POST.getlist("locales")]
    if not chosen:
        messages.error(request, _("Choose at least one language."))
    for locale in chosen:
        try:
            submit_translation(page=page, target_locale=locale, by=_person(request))
        except NotTranslatableError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                _("“%(title)s” was sent to translation into %(language)s.")
                % {"title": page.get_admin_display_title(), "language": locale.get_display_name()},
            )


def submit_source(request: HttpRequest, translation_source_id: int) -> HttpResponse:
    """wagtail-localize's “sync”, which would write into live pages: send the source into the queue instead."""
    source = get_object_or_404(TranslationSource, pk=translation_source_id)
    page = get_object_or_404(Page, translation_key=source.object_id, locale_id=source.locale_id)
    return submit(request, page.pk)


class ScopedSnippetViewSet(SnippetViewSet):
    """wagtail-localize's list of snippets for its editor, which shows every row to everybody in the admin."""

    def get_queryset(self) -> QuerySet[Any]:
        policy = policy_registry.get_by_type(self.get_model())
        return policy.instances_user_has_any_permission_for(self.request.user, ["choose", "view", "change"])


@require_POST
def refuse_stop(request: HttpRequest, translation_id: int) -> HttpResponse:
    """wagtail-localize's “stop”: the page would be published like any other."""
    translation = get_object_or_404(Translation, pk=translation_id)
    page = get_object_or_404(Page, translation_key=translation.source.object_id, locale=translation.target_locale)
    return refuse_detaching(request, page.pk)


@require_http_methods(["GET", "POST"])
def refuse_detaching(request: HttpRequest, page_id: int) -> HttpResponse:
    """wagtail-localize's “convert to alias” would show the source text in another language."""
    page = _editable(request, page_id)
    messages.error(request, _("A translation stays tied to its source, and goes live only when a reviser approves it."))
    return _to_editor(page)
