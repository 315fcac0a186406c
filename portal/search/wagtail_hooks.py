"""Records are saved in the admin: the search table follows in the same request."""

from __future__ import annotations

from django.db.models import Model
from django.http import HttpRequest
from wagtail import hooks

from portal.search.registry import searchable
from portal.search.services import reindex


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def write_record(request: HttpRequest, instance: Model) -> None:
    """A record was saved. Deletions come by signal, which also sees those in bulk."""
    if searchable(instance):
        reindex(instance=instance)
