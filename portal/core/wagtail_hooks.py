"""What the core adds to the admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.core.admin_labels import label_admin
from portal.core.document_access import refuse_hidden_document

label_admin()


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("core.membership.grant", _("Grant role"), _("Role granted"))
    actions.register_action("core.membership.end", _("End role"), _("Role ended"))
    actions.register_action("core.system.command", _("Run a command"), _("Command run by the system"))
    actions.register_action("core.look.view", _("Look at personal data"), _("Personal data looked at"))
    actions.register_action("core.look.list", _("Look at a list"), _("List with personal data looked at"))
    actions.register_action("core.look.export", _("Export a list"), _("List with personal data exported"))
    actions.register_action("core.look.download", _("Download a document"), _("Document that is not public downloaded"))


@hooks.register("insert_editor_js")
def translation_editor_words():
    return format_html('<script src="{}"></script>', static("js/admin_translation_words.js"))


@hooks.register("before_serve_document")
def keep_documents_of_drafts(document, request):
    refuse_hidden_document(document, request)
