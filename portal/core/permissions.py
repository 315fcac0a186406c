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

from portal.core.enums import ROLE_ACTIONS, Role

if TYPE_CHECKING:
    from portal.core.models import Membership, User

ALL_UNITS = None
#: Actions that change nothing.
READING = frozenset({"view", "choose"})


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
            holder of an allowing role may act on whatever their unit (administrators of a unit as an editor may).
        shared_reading: whether a role that may read or choose such records may do so in every unit: facts are
            public, so only writing them keeps to one's own.
    """

    def __init__(self, model: type[Model], *, kind: str, unit_lookup: str | None, shared_reading: bool = False) -> None:
        super().__init__(model)
        self.kind = kind
        self.unit_lookup = unit_lookup
        self.shared_reading = shared_reading

    def user_has_permission(self, user: Any, action: str) -> bool:
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        if not user.is_active:
            return False
        return user.is_superuser or self.units(user, actions) != set()

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        if not user.is_active:
            return rows.none()
        units = self.units(user, actions)
        if units is ALL_UNITS:
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

    def in_scope(self, user: Any, actions: Iterable[str], instance: Model) -> bool:
        """Whether `user` may do any of `actions` to `instance` as it is in memory; for lists, without a query."""
        units = self.units(user, actions)
        return units is ALL_UNITS or self._unit_id(instance) in units

    def _unit_id(self, instance: Model | None) -> int | None:
        """The unit of `instance`, followed along the lookup's foreign keys; None where there is none."""
        *steps, last = (self.unit_lookup or "").split("__")
        for step in steps:
            instance = getattr(instance, step, None)
        return getattr(instance, f"{last}_id", None)

    def units(self, user: User, actions: Iterable[str]) -> set[int] | None:
        """Units in which `user` may do any of `actions`; None (`ALL_UNITS`) means everywhere."""
        if user.is_active and user.is_superuser:
            return ALL_UNITS
        wanted = list(actions)
        units = {member.unit_id for member in current_memberships(user) if self._allows(self._role(member), wanted)}
        if units and (None in units or self.unit_lookup is None or self._may_read_everywhere(user, wanted)):
            return ALL_UNITS
        return {unit for unit in units if unit is not None}

    def _may_read_everywhere(self, user: User, actions: list[str]) -> bool:
        reading = READING.intersection(actions)
        return self.shared_reading and any(self._allows(member.role, reading) for member in current_memberships(user))

    def _role(self, member: Membership) -> str:
        """The role of a membership; over what belongs to no unit, the administrator of a unit is as an editor."""
        of_unit = member.role == Role.ADMINISTRATOR and member.unit_id is not None
        return Role.EDITOR if of_unit and self.unit_lookup is None else member.role

    def _allows(self, role: str, actions: Iterable[str]) -> bool:
        return not ROLE_ACTIONS[role].get(self.kind, frozenset()).isdisjoint(actions)

    @staticmethod
    def _current() -> Any:
        from portal.core.models import Membership

        return Membership.objects.current()
