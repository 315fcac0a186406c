from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "portal.outbox"
    label = "outbox"
    verbose_name = _("Outgoing mail")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from portal.core.notice_kinds import register_kinds
        from portal.core.notices import register_notifier
        from portal.outbox.models import Letter, Suppression
        from portal.outbox.moderation import take_over
        from portal.outbox.notifiers import notify_by_letter
        from portal.outbox.policy import letter_policy, suppression_policy
        from portal.outbox.webhooks import listen

        register_notifier(notify_by_letter)
        register_permission_policy(Letter, letter_policy)
        register_permission_policy(Suppression, suppression_policy)
        listen()
        take_over()
        register_kinds(
            {
                "moderation_submitted": _("Submitted for approval"),
                "moderation_approved": _("Approved and published"),
                "moderation_rejected": _("Sent back for changes"),
                "system": _("From the system"),
            }
        )
