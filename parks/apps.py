from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.core.hidden_words import ALL


class ParksConfig(AppConfig):
    name = "parks"
    label = "parks"
    verbose_name = _("Parks")

    def ready(self) -> None:
        from parks import search
        from parks.models import Organization, Person
        from portal.core.hidden_words import register_hidden_words

        search.connect()
        # A name is known or it is not: no engine makes one up, and no memory hands it on.
        register_hidden_words(Person, lambda person: ALL)
        register_hidden_words(Organization, _of_merged)


def _of_merged(organization: Any) -> frozenset[str]:
    """Nobody reads the words of a record that was merged into another."""
    return ALL if organization.merged_into_id else frozenset()
