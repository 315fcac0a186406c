"""Where the checks of source texts meet the people who write and approve them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets.button import Button
from wagtail.models import Page, Revision

from portal.core.enums import ReviewStage
from portal.localization.enums import Severity
from portal.localization.errors import RefusedError
from portal.localization.queries import is_translation
from portal.localization.services.findings import FINISH, demand_passed, findings_of, findings_of_source

FIRST = -100


def refusal_of_text(page: Page) -> str:
    """Why a text of the office, as the object has it, may not go live; empty where nothing prevents it."""
    try:
        demand_passed(findings_of_source(page), stage=FINISH)
    except RefusedError as refusal:
        return str(refusal)
    return ""


def refuse_blocked_text(page: Page, revision: Revision, stage: str, user: Any) -> str:
    """Condition of the last approval (`core.approval_conditions`): translations have a review of their own."""
    if stage != ReviewStage.FINAL or is_translation(page):
        return ""
    return refusal_of_text(revision.as_object())


@hooks.register("before_publish_page", order=FIRST + 1)
def refuse_plain_publication(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Who may publish at once is the last stage. The editor has saved the text by now."""
    if not page.pk or is_translation(page):
        return None
    refusal = refusal_of_text(page.get_latest_revision_as_object())
    if not refusal:
        return None
    messages.error(request, refusal)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action", order=FIRST + 1)
def refuse_bulk_publication_of_blocked(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    if action_type != "publish":
        return None
    pages = [one for one in objects if isinstance(one, Page) and not is_translation(one)]
    refused = [page for page in pages if refusal_of_text(page.specific.get_latest_revision_as_object())]
    if not refused:
        return None
    titles = ", ".join(page.get_admin_display_title() for page in refused[:5])
    messages.error(request, _("The checks prevent the publication of: %(titles)s.") % {"titles": titles})
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")


@hooks.register("register_page_header_buttons")
def offer_checks(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The way to the checks of a page, with the number of what is open."""
    if view_name != "edit" or not page.pk or not page.permissions_for_user(user).can_edit():
        return
    saved = page if is_translation(page) else page.specific.get_latest_revision_as_object()
    found = findings_of(saved)
    count = sum(one.severity != Severity.NOTE and not one.reason for one in found)
    yield Button(
        _("Check the text (%(count)d)") % {"count": count} if count else _("Check the text"),
        reverse("translation:check", args=[page.pk]),
        icon_name="check",
        priority=95,
    )
