"""What the core adds to the admin."""

from django.core.exceptions import PermissionDenied
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page

from portal.core.admin_guards import demand_move, may_take_away
from portal.core.admin_labels import label_admin
from portal.core.admin_reach import ReachedDocuments, ReachedImages
from portal.core.document_access import refuse_hidden_document
from portal.core.reach import pages_to_link

label_admin()


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("core.membership.grant", _("Grant role"), _("Role granted"))
    actions.register_action("core.membership.end", _("End role"), _("Role ended"))


@hooks.register("insert_editor_js")
def translation_editor_words():
    return format_html('<script src="{}"></script>', static("js/admin_translation_words.js"))


@hooks.register("before_serve_document")
def keep_documents_of_drafts(document, request):
    refuse_hidden_document(document, request)


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
