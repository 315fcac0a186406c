"""What the outbox adds to the admin."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.outbox import previews
from portal.outbox.account import NoticesPanel, trim_stock_panel
from portal.outbox.admin import LetterViewSet
from portal.outbox.admin_webhooks import WebhookViewSet
from portal.outbox.suppression_admin import SuppressionViewSet

trim_stock_panel()


@hooks.register("register_admin_viewset")
def register_letters():
    return [LetterViewSet(), WebhookViewSet()]


@hooks.register("register_admin_urls")
def register_letter_texts():
    return previews.urlpatterns


@hooks.register("register_settings_menu_item")
def register_letter_texts_menu_item():
    address = reverse_lazy("letter_texts")
    return previews.TextsMenuItem(_("Texts of letters"), address, name="letter-texts", icon_name="doc-full", order=822)


@hooks.register("register_account_settings_panel")
def register_notices_panel(request, user, profile):
    return NoticesPanel(request, user, profile)


@hooks.register("register_admin_viewset")
def register_suppressions():
    return SuppressionViewSet()


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("outbox.letter.send_again", _("Send letter again"), _("Letter put back into the queue"))
    actions.register_action("outbox.letter.cancel", _("Cancel letter"), _("Letter cancelled before it was sent"))
    actions.register_action("outbox.webhook.test", _("Test group notice"), _("Test notice sent to the group"))
    actions.register_action("outbox.notices.choose", _("Choose notices"), _("Choice of notices changed"))
    actions.register_action("outbox.suppression.add", _("Suppress address"), _("Address suppressed"))
    actions.register_action("outbox.suppression.lift", _("Lift suppression"), _("Suppression lifted"))
