"""Who may look after the sign-in of whom: administrators of the portal of everybody, those of a unit of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from portal.core.enums import Role
from portal.core.models import Membership
from portal.core.permissions import ALL_UNITS, current_memberships

if TYPE_CHECKING:
    from portal.core.models import User


def administered_units(user: User) -> set[int] | None:
    """The units whose people `user` looks after; None (`ALL_UNITS`) means everybody."""
    if user.is_active and user.is_superuser:
        return ALL_UNITS
    units = {member.unit_id for member in current_memberships(user) if member.role == Role.ADMINISTRATOR}
    return ALL_UNITS if None in units else {unit for unit in units if unit is not None}


def is_administrator(user: User) -> bool:
    """Whether `user` looks after the sign-in of anybody else."""
    return administered_units(user) != set()


def is_portal_administrator(user: User) -> bool:
    return administered_units(user) is ALL_UNITS


def people_of(user: User) -> QuerySet[User]:
    """Those whose sign-in `user` looks after.

    An administrator of units looks after who works in these units alone: whoever also works elsewhere, or for the
    whole portal, has rights that this administrator could not have given.
    """
    people = get_user_model().objects.all()
    units = administered_units(user)
    if units is ALL_UNITS:
        return people
    current = Membership.objects.current()
    within = current.filter(unit__in=units)
    beyond = current.exclude(pk__in=within.values("pk"))
    return people.filter(pk__in=within.values("user"), is_superuser=False).exclude(pk__in=beyond.values("user"))


def may_grant(user: User, *, role: str, unit_id: int | None) -> bool:
    """Whether `user` may invite somebody to `role` in the unit; None is the whole portal."""
    units = administered_units(user)
    return user.is_active and (units is ALL_UNITS or unit_id in units)
