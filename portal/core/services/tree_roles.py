"""Rights of a group by hand, for what follows from no unit; see `services.group_rights` for the rule."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Collection, Page

from portal.core.services.group_rights import add_collection, set_pages
from portal.core.services.groups import ensure_group


@transaction.atomic
def give_pages(*, group_name: str, pages: Iterable[Page]) -> Group:
    """Make `pages` the roots of what the group `role[:unit][:locale]` may work on, and nothing else."""
    group = ensure_group(group_name)
    set_pages(group, pages)
    return group


@transaction.atomic
def give_collection(*, group_name: str, collection: Collection) -> Group:
    """Let the group work on the images and documents of `collection` as its role allows."""
    group = ensure_group(group_name)
    add_collection(group, collection)
    return group
