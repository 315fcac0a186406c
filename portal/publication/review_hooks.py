"""What sheets and guest review add to the admin. Imported by `AppConfig.ready()`, which registers it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from portal.publication import guest_admin, sheet_views
from portal.publication.models import ReviewComment
from portal.publication.sheet_access import may_read, reads_any

_LOGGED = {
    "publication.sheet.export": (
        gettext_lazy("Export a publication sheet"),
        gettext_lazy("Publication sheet exported"),
    ),
    "publication.list.export": (gettext_lazy("Export publications"), gettext_lazy("List of publications exported")),
    "publication.guest.make": (gettext_lazy("Make a guest link"), gettext_lazy("Link for a guest made")),
    "publication.guest.open": (gettext_lazy("Open a guest link"), gettext_lazy("Guest link opened for the first time")),
    "publication.guest.revoke": (gettext_lazy("Revoke a guest link"), gettext_lazy("Link for a guest revoked")),
    "publication.guest.comment": (gettext_lazy("Comment by a guest"), gettext_lazy("A guest commented")),
    "publication.guest.settle": (gettext_lazy("Settle a guest's comment"), gettext_lazy("Comment of a guest settled")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for action, (label, message) in _LOGGED.items():
        actions.register_action(action, label, message)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    return [
        path("pages/<int:page_id>/sheet/", sheet_views.sheet, name="publication_sheet"),
        path("publication-sheets/", sheet_views.sheets, name="publication_sheets"),
        path("pages/<int:page_id>/guests/", guest_admin.guests, name="page_guests"),
        path("guest-links/<int:pk>/revoke/", guest_admin.revoke, name="guest_link_revoke"),
        path("guest-comments/<int:pk>/settle/", guest_admin.settle, name="guest_comment_settle"),
    ]


class _SheetsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return reads_any(request.user)


@hooks.register("register_reports_menu_item")
def register_sheets() -> MenuItem:
    return _SheetsMenuItem(
        gettext_lazy("Publication sheets"),
        reverse("publication_sheets"),
        name="publication-sheets",
        icon_name="doc-full",
        order=850,
    )


@hooks.register("register_page_header_buttons")
def offer_sheet_and_guests(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if not page.pk or page.is_root():
        return
    if page.first_published_at and may_read(user, page):
        url = reverse("publication_sheet", args=[page.pk])
        yield Button(_("Publication sheet"), url, icon_name="doc-full", priority=67)
    if page.permissions_for_user(user).can_edit():
        url = reverse("page_guests", args=[page.pk])
        yield Button(_guests_label(page), url, icon_name="link", priority=68)


def _guests_label(page: Page) -> str:
    waiting = ReviewComment.objects.filter(link__page=page.pk, settled_at__isnull=True).count()
    if not waiting:
        return _("Guest review")
    return ngettext("Guest review (%(n)d open comment)", "Guest review (%(n)d open comments)", waiting) % {"n": waiting}
