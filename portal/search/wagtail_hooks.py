"""Records are saved in the admin: the search table follows in the same request."""

from __future__ import annotations

from django.db.models import Model
from django.http import HttpRequest
from wagtail import hooks

from portal.search.services import reindex


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def write_record(request: HttpRequest, instance: Model) -> None:
    """A record was saved; it may be part of what others are found by. Deletions come by signal, also those in bulk."""
    reindex(instance=instance)
