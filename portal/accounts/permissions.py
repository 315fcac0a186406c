"""Who may look after the sign-in of whom: those who keep the accounts, as `portal.core.authority` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.permissions import policy_registry

from portal.core.authority import administered_units, administers_portal

if TYPE_CHECKING:
    from portal.core.models import User


def is_administrator(user: User) -> bool:
    """Whether `user` looks after the sign-in of anybody else."""
    return administered_units(user) != set()


def is_portal_administrator(user: User) -> bool:
    return administers_portal(user)


def people_of(user: User) -> QuerySet[User]:
    """Those whose sign-in `user` looks after: whose account they may change.

    An administrator of units looks after who works in these units alone, and nobody but superusers after superusers:
    whoever also works elsewhere has rights that this administrator could not have given.
    """
    return policy_registry.get_by_type(get_user_model()).instances_user_has_permission_for(user, "change")
