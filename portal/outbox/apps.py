from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "portal.outbox"
    label = "outbox"
    verbose_name = _("Outgoing mail")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from portal.core.looks import register_detail, register_list
        from portal.core.notice_kinds import register_kinds
        from portal.core.notices import register_notifier, register_writer
        from portal.outbox.models import Letter
        from portal.outbox.moderation import take_over
        from portal.outbox.notifiers import notify_by_letter, write_at_once
        from portal.outbox.policy import letter_policy

        register_notifier(notify_by_letter)
        register_writer(write_at_once)
        register_permission_policy(Letter, letter_policy)
        register_detail("letters:inspect", lambda: Letter)
        register_list("letters:index", lambda: Letter)
        register_list("letters:index_results", lambda: Letter)
        take_over()
        register_kinds(
            {
                "moderation_submitted": _("Submitted for approval"),
                "moderation_approved": _("Approved and published"),
                "moderation_rejected": _("Sent back for changes"),
                "system": _("From the system"),
            }
        )
