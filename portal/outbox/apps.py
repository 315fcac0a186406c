from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "portal.outbox"
    label = "outbox"
    verbose_name = _("Outgoing mail")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from portal.core.looks import register_detail, register_list
        from portal.core.notices import register_notifier, register_writer
        from portal.outbox.bounces.mail_services import listen
        from portal.outbox.channels import register_channel
        from portal.outbox.enums import WEBHOOKS
        from portal.outbox.kinds import register_own_kinds
        from portal.outbox.models import Letter, Suppression, Webhook
        from portal.outbox.moderation import take_over
        from portal.outbox.notifiers import notify_by_letter, write_at_once
        from portal.outbox.policy import letter_policy, suppression_policy, webhook_policy
        from portal.outbox.webhook_transport import post

        register_notifier(notify_by_letter)
        register_writer(write_at_once)
        register_permission_policy(Letter, letter_policy)
        register_detail("letters:inspect", lambda: Letter)
        register_list("letters:index", lambda: Letter)
        register_list("letters:index_results", lambda: Letter)
        register_detail("suppressions:inspect", lambda: Suppression)
        register_list("suppressions:index", lambda: Suppression)
        register_list("suppressions:index_results", lambda: Suppression)
        register_permission_policy(Webhook, webhook_policy)
        register_permission_policy(Suppression, suppression_policy)
        for channel in WEBHOOKS:
            register_channel(channel, post)
        listen()
        take_over()
        register_own_kinds()
