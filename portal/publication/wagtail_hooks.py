"""What publication adds to the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from portal.core import holding
from portal.core.models import User
from portal.localization.queries import is_translation
from portal.publication import (
    pair_views,
    review_hooks,  # noqa: F401  (registers itself with Wagtail)
)
from portal.publication.bundle_admin import BundleViewSet
from portal.publication.enums import BundleKind
from portal.publication.home_panel import BundlePanel
from portal.publication.queries import holding_items
from portal.publication.services.approvals import approve_page

#: Before the hooks of the core and of translation.
FIRST = -200


@hooks.register("register_admin_viewset")
def register_bundles():
    return BundleViewSet()


@hooks.register("insert_global_admin_css")
def add_bundle_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("publication/bundles.css"))


@hooks.register("register_admin_urls")
def register_pair_urls():
    own = [path("pair/<int:page_id>/", pair_views.pair, name="pair")]
    return [path("publication/", include((own, "publication"), namespace="publication"))]


@hooks.register("register_page_header_buttons")
def offer_pair(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The way to go live together with the translations, or to what a page goes live with."""
    if view_name == "edit" and pair_views.may_open(page, user):
        yield Button(
            _("Publish together with translations"),
            reverse("publication:pair", args=[page.pk]),
            icon_name="wagtail-localize-language",
            priority=70,
        )


@hooks.register("before_edit_page", order=FIRST)
def approve_instead_of_publishing(request: HttpRequest, page: Page) -> None:
    """“Publish” on a page that waits for others: what was typed is kept as a draft, and in a pair approved."""
    publishes = request.method == "POST" and "action-publish" in request.POST
    if not publishes or is_translation(page) or not holding.is_held(page):
        return
    kept = request.POST.copy()
    kept.pop("action-publish")
    request.POST = kept  # type: ignore[assignment]
    request.approves_held_page = True  # type: ignore[attr-defined]


@hooks.register("before_edit_page")
def tell_of_holding(request: HttpRequest, page: Page) -> None:
    """Whoever opens a page that waits for others reads so, before a change takes its approval away."""
    told = holding.reason(page) if request.method == "GET" else None
    if told:
        messages.warning(
            request, _("%(why)s A change of the text takes back the approvals that it has.") % {"why": told}
        )


@hooks.register("construct_homepage_panels")
def add_bundle_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(BundlePanel())


@hooks.register("after_edit_page", order=FIRST)
def approve_held_page(request: HttpRequest, page: Page) -> None:
    if not getattr(request, "approves_held_page", False):
        return
    told = holding.reason(page)
    if page.permissions_for_user(request.user).can_publish() and approve_page(page=page, by=cast(User, request.user)):
        messages.success(request, _("Approved. The page goes live as soon as everything it waits for is approved."))
    elif told:
        messages.warning(request, told)


@hooks.register("before_publish_page", order=FIRST)
def refuse_plain_publication(request: HttpRequest, page: Page) -> HttpResponse | None:
    if page.pk is None or is_translation(page) or not (told := holding.reason(page)):
        return None
    messages.error(request, told)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action", order=FIRST)
def refuse_bulk_publication(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    if action_type != "publish":
        return None
    reasons = (holding.reason(page) for page in objects if isinstance(page, Page) and not is_translation(page))
    told = next((reason for reason in reasons if reason), None)
    if told is None:
        return None
    messages.error(request, told)
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")


@hooks.register("construct_page_action_menu", order=FIRST)
def say_what_publishing_does(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """In a pair “publish” approves; in a bundle there is no such button."""
    page = context.get("page")
    item = holding_items(page, page.locale).first() if page is not None and page.pk else None
    if item is None or is_translation(page):
        return
    for entry in [entry for entry in menu_items if entry.name == "action-publish"]:
        if item.bundle.kind == BundleKind.PAIR:
            entry.label = _("Approve; goes live with translations")
        else:
            menu_items.remove(entry)


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for name, label, message in (
        ("pair.open", gettext_lazy("Open a pair"), gettext_lazy("Page and translations are to go live together")),
        ("bundle.create", gettext_lazy("Prepare bundle"), gettext_lazy("Bundle prepared")),
        ("bundle.change", gettext_lazy("Change bundle"), gettext_lazy("Title or hour of the bundle changed")),
        ("bundle.approve", gettext_lazy("Approve bundle"), gettext_lazy("Bundle approved")),
        (
            "bundle.reopen",
            gettext_lazy("Take back approval of bundle"),
            gettext_lazy("Approval of the bundle taken back"),
        ),
        ("bundle.retry", gettext_lazy("Try bundle again"), gettext_lazy("Publication of the bundle tried again")),
        ("bundle.dissolve", gettext_lazy("Dissolve bundle"), gettext_lazy("Bundle dissolved")),
        ("bundle.publish", gettext_lazy("Publish bundle"), gettext_lazy("Bundle published")),
        ("bundle.fail", gettext_lazy("Bundle not published"), gettext_lazy("Bundle could not be published")),
        ("member.add", gettext_lazy("Add to bundle"), gettext_lazy("Members added to the bundle")),
        ("member.remove", gettext_lazy("Remove from bundle"), gettext_lazy("Member removed from the bundle")),
        ("member.approve", gettext_lazy("Approve member of bundle"), gettext_lazy("Member of the bundle approved")),
    ):
        actions.register_action(f"publication.{name}", label, message)
