"""What the outbox adds to the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.outbox.admin import LetterViewSet
from portal.outbox.suppression_admin import SuppressionViewSet


@hooks.register("register_admin_viewset")
def register_letters():
    return LetterViewSet()


@hooks.register("register_admin_viewset")
def register_suppressions():
    return SuppressionViewSet()


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("outbox.letter.send_again", _("Send letter again"), _("Letter put back into the queue"))
    actions.register_action("outbox.suppression.add", _("Suppress address"), _("Address suppressed"))
    actions.register_action("outbox.suppression.lift", _("Lift suppression"), _("Suppression lifted"))
