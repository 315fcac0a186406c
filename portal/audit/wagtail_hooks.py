"""What the log adds to the admin: its screen under Reports, instead of Wagtail's own site history."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.audit import views
from portal.audit.access import may_read
from portal.audit.last_change import tell_changes_only
from portal.audit.rights import record_bulk

tell_changes_only()


class LogMenuItem(MenuItem):
    def is_shown(self, request):
        return may_read(request.user)


@hooks.register("register_admin_urls")
def register_addresses():
    return [
        path("audit/", views.index, name="audit_log"),
        path("audit/<str:log>/<int:pk>/", views.entry, name="audit_entry"),
    ]


@hooks.register("register_reports_menu_item")
def register_log():
    return LogMenuItem(_("Audit log"), reverse("audit_log"), name="audit-log", icon_name="history", order=1000)


@hooks.register("construct_reports_menu")
def leave_out_site_history(request, items):
    items[:] = [item for item in items if item.name != "site-history"]


hooks.register("after_bulk_action", record_bulk)


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("audit.export", _("Export the log"), _("Log exported"))
    actions.register_action("audit.retention", _("End old entries"), _("Old entries of the log deleted"))
    actions.register_action("audit.rights.change", _("Change rights"), _("Rights changed"))
    actions.register_action("audit.rights.password", _("Set password"), _("Password set"))
    actions.register_action("audit.translation.edit", _("Translate segments"), _("Segments translated"))
