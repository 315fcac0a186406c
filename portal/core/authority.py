"""Who may give which role, and whose account somebody may keep. One answer for services and screens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from portal.core.enums import UNIT_ROLES, Role
from portal.core.permissions import ALL_UNITS, current_memberships, has_role

if TYPE_CHECKING:
    from portal.core.models import Membership, Unit, User


def administered_units(user: User | AnonymousUser) -> set[int] | None:
    """Ids of the units that `user` administers; None (`ALL_UNITS`) for the whole portal."""
    if user.is_active and user.is_superuser:
        return ALL_UNITS
    return units_of(user, Role.ADMINISTRATOR)


def units_of(user: User | AnonymousUser, role: str) -> set[int] | None:
    """Ids of the units in which `user` holds `role` now; None (`ALL_UNITS`) for the whole portal."""
    units = {member.unit_id for member in current_memberships(user) if member.role == role}
    return ALL_UNITS if None in units else {unit for unit in units if unit is not None}


def administers_portal(user: User | AnonymousUser) -> bool:
    return administered_units(user) is ALL_UNITS


def grantable_roles(user: User) -> list[str]:
    """The roles that `user` may give somewhere."""
    units = administered_units(user)
    if units is ALL_UNITS:
        return list(Role.values)
    return [role.value for role in UNIT_ROLES] if units else []


def may_grant(*, by: User, role: str, unit: Unit | None) -> bool:
    """Whether `by` may give or end `role` in `unit` (None: the whole portal)."""
    units = administered_units(by)
    if units is ALL_UNITS:
        return True
    return unit is not None and unit.pk in units and role in UNIT_ROLES


def may_change_membership(*, by: User, membership: Membership) -> bool:
    """Whether `by` may end or prolong `membership`. Roles of superusers are superusers' business."""
    if membership.user.is_superuser and not by.is_superuser:
        return False
    return may_grant(by=by, role=membership.role, unit=membership.unit)


class PeoplePolicy(BasePermissionPolicy):
    """Accounts. Superusers keep all; administrators of the portal all but superusers'; those of a unit the accounts
    of people who hold roles in it and nowhere else, and see everybody who ever held one there. So do auditors of a
    unit; those of the portal see all.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        if not user.is_active or user.is_anonymous:
            return False
        if user.is_superuser:
            return True
        if action == "view" and has_role(user, Role.AUDITOR):
            return True
        units = administered_units(user)
        return (units is ALL_UNITS and action != "delete") or (bool(units) and action in {"view", "change"})

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        allowed = {action for action in actions if self.user_has_permission(user, action)}
        people = self.model._default_manager.all()
        if not allowed:
            return people.none()
        if user.is_superuser:
            return people
        audited = units_of(user, Role.AUDITOR) if "view" in allowed else set()
        return people if audited is ALL_UNITS else self._scoped(people, user, allowed, audited)

    def _scoped(self, people: QuerySet[Any], user: User, actions: set[str], audited: set[int]) -> QuerySet[Any]:
        units = administered_units(user)
        people = people.filter(is_superuser=False)
        if units is ALL_UNITS:
            return people
        if "view" in actions:
            return people.filter(pk__in=self._members(Q(unit__in=units | audited)).values("user"))
        here = self._members(Q(unit__in=units))
        elsewhere = self._members(Q(unit=None) | ~Q(unit__in=units)).not_ended()
        return people.filter(pk__in=here.not_ended().values("user")).exclude(pk__in=elsewhere.values("user"))

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Model) -> bool:
        return self.instances_user_has_any_permission_for(user, actions).filter(pk=instance.pk).exists()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        members = self._members(Q(role__in=[Role.ADMINISTRATOR, Role.AUDITOR])).current()
        return self.model._default_manager.filter(
            Q(is_superuser=True) | Q(pk__in=members.values("user")), is_active=True
        )

    @staticmethod
    def _members(condition: Q) -> Any:
        from portal.core.models import Membership

        return Membership.objects.filter(condition)


class ClosedPolicy(BasePermissionPolicy):
    """Nobody, by any screen: groups follow from memberships."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return False

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return False

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        return self.model._default_manager.none()

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Model) -> bool:
        return False

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        from django.contrib.auth import get_user_model

        return get_user_model()._default_manager.none()
