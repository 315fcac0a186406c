from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "portal.home"
    label = "home"
    verbose_name = _("Home and site")

    def ready(self) -> None:
        from portal.home.signature import portal_signature
        from portal.outbox.rendering import register_signature

        register_signature(portal_signature)
