from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    name = "portal.publication"
    label = "publication"
    verbose_name = _("Publication")

    def ready(self) -> None:
        from portal.publication import review_hooks  # noqa: F401  (registers itself with Wagtail)
        from portal.publication.review_kinds import register_guest_kinds

        register_guest_kinds()
