from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParksConfig(AppConfig):
    name = "parks"
    label = "parks"
    verbose_name = _("Parks")

    def ready(self) -> None:
        from parks import search
        from parks.models import Person
        from portal.core.hidden_words import ALL, register_hidden_words

        search.connect()
        # A name is known or it is not: no engine makes one up, and no memory hands it on.
        register_hidden_words(Person, lambda person: ALL)
