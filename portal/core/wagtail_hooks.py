"""What the core adds to the admin."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from portal.core import proof_views
from portal.core.admin_guards import demand_move, may_take_away
from portal.core.admin_labels import label_admin
from portal.core.admin_reach import ReachedDocuments, ReachedImages
from portal.core.authorship import sole_author_refusal, would_be_sole_author
from portal.core.document_access import refuse_hidden_document
from portal.core.file_guard import refuse_bulk_deletion
from portal.core.membership_admin import MembershipViewSet
from portal.core.people import NoBulkActivity, NoBulkDelete, NoBulkRoles
from portal.core.reach import pages_to_link
from portal.core.review_gate import refusal, stages_of
from portal.core.role_log import RoleFormatter
from portal.core.unit_admin import UnitViewSet

FIRST = -100
LAST = 100

label_admin()


@hooks.register("insert_global_admin_css")
def add_admin_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


# After Wagtail's own of the same names, in whose place they stand.
for bulk_action in (NoBulkRoles, NoBulkDelete, NoBulkActivity):
    hooks.register("register_bulk_action", bulk_action, order=LAST)


@hooks.register("register_admin_viewset")
def register_people():
    return [MembershipViewSet(), UnitViewSet()]


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("core.system.command", _("Run a command"), _("Command run by the system"))
    actions.register_action("core.look.view", _("Look at personal data"), _("Personal data looked at"))
    actions.register_action("core.look.list", _("Look at a list"), _("List with personal data looked at"))
    actions.register_action("core.look.export", _("Export a list"), _("List with personal data exported"))
    actions.register_action("core.look.download", _("Download a document"), _("Document that is not public downloaded"))
    actions.register_action("core.proof.mark", _("Mark a proof reading"), _("Text proof-read"))
    for action, label, message in (
        ("core.membership.grant", _("Grant role"), _("Role granted: %(role)s")),
        ("core.membership.end", _("End role"), _("Role ended: %(role)s")),
    ):
        formatter = type("Formatter", (RoleFormatter,), {"label": label, "sentence": message})
        actions.register_action(action)(formatter)


@hooks.register("before_edit_page", order=FIRST - 1)
def save_instead_of_publishing(request: HttpRequest, page: Page) -> None:
    """Where every stage must approve, “publish” keeps what was typed as a draft and says so."""
    if request.method == "POST" and "action-publish" in request.POST and stages_of(page):
        _drop_publication(request, page)


@hooks.register("after_edit_page", order=LAST)
def lead_home_after_review(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Moderators of a first or second stage reach neither list nor page any longer, where Wagtail sends them."""
    reviewed = not {"action-workflow-action", "action-cancel-workflow"}.isdisjoint(request.POST)
    if not reviewed or get_valid_next_url_from_request(request):
        return None
    reaches = page_permission_policy.explorable_root_instance(request.user) is not None
    return None if reaches else redirect("wagtailadmin_home")


@hooks.register("before_create_page", order=FIRST)
def create_instead_of_publishing(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    """What a person has just written has no other author, so it is never published at once."""
    if request.method != "POST" or "action-publish" not in request.POST:
        return
    if stages_of(parent):
        _drop_publication(request, parent)
    elif not settings.PORTAL_AUTHORS_MAY_PUBLISH:
        _drop(request, "action-publish", _of_new_page(request, parent))


def _of_new_page(request: HttpRequest, parent: Page) -> str:
    return sole_author_refusal(Page(title=request.POST.get("title") or parent.title))


@hooks.register("before_copy_page")
def copy_without_publishing(request: HttpRequest, page: Page) -> None:
    """A copy would go live with a title that nobody else has seen."""
    if request.method == "POST" and "publish_copies" in request.POST and not settings.PORTAL_AUTHORS_MAY_PUBLISH:
        _drop(request, "publish_copies", gettext("The copies are drafts: somebody else reviews and publishes them."))


def _drop_publication(request: HttpRequest, page: Page) -> None:
    _drop(request, "action-publish", refusal(page))


def _drop(request: HttpRequest, name: str, sentence: str) -> None:
    kept = request.POST.copy()
    kept.pop(name)
    request.POST = kept  # type: ignore[assignment]
    messages.warning(request, sentence)


@hooks.register("construct_page_action_menu")
def offer_no_publication(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """No button that would be refused: publishing under several stages, or what nobody else has written or read."""
    page = context.get("page") or context.get("parent_page")
    if page is None:
        return
    hidden = set()
    if stages_of(page):
        hidden.add("action-publish")
    elif would_be_sole_author(context["page"] if context.get("page") else Page(), request.user):
        hidden.update({"action-publish", "approve"} if context.get("view") == "edit" else {"action-publish"})
    menu_items[:] = [item for item in menu_items if item.name not in hidden]


@hooks.register("before_bulk_action", order=FIRST)
def refuse_bulk_publication(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    under_review = [page for page in objects if isinstance(page, Page) and stages_of(page)]
    if action_type != "publish" or not under_review:
        return None
    messages.error(request, refusal(under_review[0]))
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")


@hooks.register("insert_editor_js")
def translation_editor_words():
    return format_html('<script src="{}"></script>', static("js/admin_translation_words.js"))


@hooks.register("before_serve_document")
def keep_documents_of_drafts(document, request):
    refuse_hidden_document(document, request)


hooks.register("before_bulk_action", refuse_bulk_deletion)


@hooks.register("construct_admin_api", order=100)
def scope_files_of_admin_api(router):
    """After Wagtail's own, in the place of which they come."""
    router.register_endpoint("images", ReachedImages)
    router.register_endpoint("documents", ReachedDocuments)


@hooks.register("construct_page_chooser_queryset")
def offer_pages_to_link(pages, request):
    return pages.filter(pk__in=pages_to_link(request.user).order_by().values("pk"))


@hooks.register("before_delete_page")
def keep_pages_of_those_who_only_change_them(request, page):
    if not may_take_away(request.user, page):
        raise PermissionDenied


@hooks.register("before_move_page")
def keep_pages_in_their_place(request, page, destination):
    demand_move(request.user, page, destination)


@hooks.register("before_bulk_action")
def keep_several_pages(request, action_type, objects, action):
    pages = [row for row in objects if isinstance(row, Page)]
    if action_type in {"delete", "move"} and not all(may_take_away(request.user, page) for page in pages):
        raise PermissionDenied


@hooks.register("register_admin_urls")
def register_review_urls():
    return [path("pages/<int:page_id>/proofs/", proof_views.proofs, name="page_proofs")]


@hooks.register("register_page_header_buttons")
def offer_proofs(page, user, view_name, next_url=None):
    if page.pk and not page.is_root() and page.permissions_for_user(user).can_edit():
        yield Button(_("Proof marks"), reverse("page_proofs", args=[page.pk]), icon_name="check", priority=66)
