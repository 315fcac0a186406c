"""Filters of the matrix that a person keeps under a name."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.core.kept_filters import KeptFilters
from portal.localization.errors import RefusedError
from portal.localization.models import SavedFilter


def _tidy(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not name:
        raise RefusedError("name", _("Give the filter a name."))
    if len(name) > 100:
        raise RefusedError("name", _("The name is longer than 100 characters."))
    return name


#: Raises RefusedError: `name`, `many`, `taken`, `gone`.
FILTERS = KeptFilters(SavedFilter, "user", "localization.filter", _tidy, RefusedError)
