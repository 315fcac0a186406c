"""The screen on which an editor lets a page go live together with its translations."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page

from portal.core.models import User
from portal.localization.queries import is_kept_by_hand, is_translation
from portal.publication.errors import BundleRefusedError
from portal.publication.forms import PairForm
from portal.publication.queries import holding_items
from portal.publication.services.pairs import may_prepare, open_pair


def may_open(page: Page, user: Any) -> bool:
    """Whether the way to the screen is shown: an original that the person edits and that says something new."""
    has_news = not page.live or page.has_unpublished_changes
    if not has_news or page.alias_of_id or not page.permissions_for_user(user).can_edit() or is_translation(page):
        return False
    return may_prepare(page, user)


@require_http_methods(["GET", "POST"])
def pair(request: HttpRequest, page_id: int) -> HttpResponse:
    """Choose languages and hour; a page that is held already leads to what holds it."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    held = holding_items(page, page.locale).first()
    if held is not None and not is_translation(page):
        return redirect("bundles:inspect", held.bundle_id)
    form = PairForm(request.POST or None, locales=_languages(page))
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_pair(
                page=page,
                locales=form.cleaned_data["locales"],
                go_live_at=form.cleaned_data["go_live_at"],
                by=cast(User, request.user),
            )
        except BundleRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                _("“%(title)s” goes live together with its translations, as soon as all of them are approved.")
                % {"title": page.get_admin_display_title()},
            )
            return redirect("bundles:inspect", opened.pk)
    return render(
        request, "publication/pair.html", {"page": page, "form": form, "is_possible": may_open(page, request.user)}
    )


def _languages(page: Page) -> list[Locale]:
    """Every other language in use in which people have not written the page themselves."""
    others = Locale.objects.filter(language_code__in=get_content_languages()).exclude(pk=page.locale_id)
    return [locale for locale in others if not is_kept_by_hand(page, locale)]
