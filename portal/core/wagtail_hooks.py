"""What the core adds to the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("core.membership.grant", _("Grant role"), _("Role granted"))
    actions.register_action("core.membership.end", _("End role"), _("Role ended"))
