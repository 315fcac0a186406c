from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParksConfig(AppConfig):
    name = "parks"
    label = "parks"
    verbose_name = _("Parks")

    def ready(self) -> None:
        from parks import search

        search.connect()
