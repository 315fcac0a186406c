from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("Sign-in")

    def ready(self) -> None:
        from portal.accounts import receivers
        from portal.core.notice_kinds import register_kinds

        receivers.connect()
        register_kinds(
            {
                "invitation": _("Invitation"),
                "password_reset": _("Link for a new password"),
                "password_changed": _("Password changed"),
                "new_device": _("Sign-in from a new device"),
                "second_factor_added": _("Second factor set up"),
                "second_factor_removed": _("Second factor removed"),
            }
        )
