"""What a person may know of in the admin, whatever may be done to it. The scope of every screen that lists rows
without asking about each."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

#: Any of these lets a person know of a row.
KNOWING = ("add", "change", "delete", "view", "choose", "publish")
WORKING = ("add", "change", "publish", "lock", "unlock", "bulk_delete")


def within_reach(user: Any, model: type[Model]) -> QuerySet[Any]:
    """Rows of `model` that `user` may know of; of pages those that the person works on."""
    policy = policy_registry.get_by_type(model)
    return policy.instances_user_has_any_permission_for(user, set(WORKING if issubclass(model, Page) else KNOWING))


def pages_to_link(user: Any) -> QuerySet[Page]:
    """Pages that may be offered and named: the live ones, which are public, and those the person works on."""
    policy = policy_registry.get_by_type(Page)
    # Kept as ids: the two conditions together are slow in a tree, and choosers count.
    worked_on = policy.instances_user_has_any_permission_for(user, set(WORKING))
    roots = Page.objects.filter(depth=1)
    return Page.objects.filter(live=True) | worked_on | roots
