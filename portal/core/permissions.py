"""The one permission policy of records.

A record belongs to a unit, reached by a lookup such as `park__unit`. A role allows actions on kinds of record
(`enums.ROLE_ACTIONS`), in the units of the person's current memberships; a membership without unit holds for all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from portal.core.enums import ROLE_ACTIONS

if TYPE_CHECKING:
    from portal.core.models import Membership, User

ALL_UNITS = None


def current_memberships(user: User | AnonymousUser) -> list[Membership]:
    """The memberships of `user` in force now, read once per user object (one request)."""
    if not user.is_active or user.is_anonymous:
        return []
    return user.current_memberships


def has_role(user: User | AnonymousUser, role: str, *, locale_code: str | None = None) -> bool:
    """Whether `user` holds `role` anywhere (for a locale, if one is given); superusers hold every role."""
    if user.is_active and user.is_superuser:
        return True
    return any(
        member.role == role and (locale_code is None or _code(member) == locale_code)
        for member in current_memberships(user)
    )


def _code(member: Membership) -> str | None:
    return member.locale.language_code if member.locale else None


class UnitPermissionPolicy(BasePermissionPolicy):
    """Scopes a model by the units of the person.

    Args:
        model: the model class.
        kind: a `RecordKind`.
        unit_lookup: the lookup from the model to its unit; None for records of the whole portal, which every
            holder of an allowing role may act on whatever their unit.
    """

    def __init__(self, model: type[Model], *, kind: str, unit_lookup: str | None) -> None:
        super().__init__(model)
        self.kind = kind
        self.unit_lookup = unit_lookup

    def user_has_permission(self, user: Any, action: str) -> bool:
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        if not user.is_active:
            return False
        return user.is_superuser or self._units(user, actions) != set()

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        if not user.is_active:
            return rows.none()
        units = self._units(user, actions)
        if user.is_superuser or units is ALL_UNITS or (units and self.unit_lookup is None):
            return rows
        if not units:
            return rows.none()
        return rows.filter(**{f"{self.unit_lookup}__in": units})

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Model) -> bool:
        if not self.user_has_any_permission(user, actions):
            return False
        return self.instances_user_has_any_permission_for(user, actions).filter(pk=instance.pk).exists()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        users = get_user_model()._default_manager.filter(is_active=True)
        roles = [role for role in ROLE_ACTIONS if self._allows(role, actions)]
        members = self._current().filter(role__in=roles).values("user")
        return users.filter(Q(is_superuser=True) | Q(pk__in=members))

    def _units(self, user: User, actions: Iterable[str]) -> set[int] | None:
        """Units in which `user` may do any of `actions`; None means all of them."""
        wanted = list(actions)
        units = {member.unit_id for member in current_memberships(user) if self._allows(member.role, wanted)}
        return ALL_UNITS if None in units else {unit for unit in units if unit is not None}

    def _allows(self, role: str, actions: Iterable[str]) -> bool:
        return not ROLE_ACTIONS[role].get(self.kind, frozenset()).isdisjoint(actions)

    @staticmethod
    def _current() -> Any:
        from portal.core.models import Membership

        return Membership.objects.current()
