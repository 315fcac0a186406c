"""Who sees, prepares and approves bundles: editors of a unit prepare, moderators of its last stage approve."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.permissions import register_permission_policy

from portal.core.enums import RecordKind, ReviewStage, Role
from portal.core.models import Membership
from portal.core.permissions import UnitPermissionPolicy, current_memberships
from portal.publication.models import Bundle

_READ = frozenset({"view"})
_PREPARE = _READ | {"add", "change"}
#: `approve` is an action of this policy alone.
_ACTIONS: dict[str, frozenset[str]] = {
    Role.ADMINISTRATOR: _PREPARE | {"approve"},
    Role.EDITOR: _PREPARE,
    Role.MODERATOR: _PREPARE | {"approve"},
    Role.AUDITOR: _READ,
}
#: A moderator of earlier stages only, who opens a page while it waits for them and no other: in no table.
_EARLIER = "moderator of earlier stages"


class BundlePolicy(UnitPermissionPolicy):
    """As for records of a unit, with a table of its own; a bundle without unit is that of the whole portal."""

    def __init__(self) -> None:
        super().__init__(Bundle, kind=RecordKind.TRANSLATION, unit_lookup="unit")

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        wanted = set(actions)
        rows = super().instances_user_has_any_permission_for(user, wanted)
        return rows | self._prepared_by(user) if user.is_active and wanted & _PREPARE else rows

    def _prepared_by(self, user: Any) -> QuerySet[Any]:
        """What the person has prepared, while they still have something to do in its unit."""
        rows = Bundle.objects.filter(created_by=user)
        units = {
            member.unit_id
            for member in current_memberships(user)
            if member.unit_id is not None or _ACTIONS.get(member.role, frozenset()) >= _PREPARE
        }
        return rows if user.is_superuser or None in units else rows.filter(unit__in=units)

    def in_scope(self, user: Any, actions: Iterable[str], instance: Model) -> bool:
        return self.instances_user_has_any_permission_for(user, actions).filter(pk=instance.pk).exists()

    def _role(self, member: Membership) -> str:
        earlier = bool(member.stages) and ReviewStage.FINAL not in member.stages
        return _EARLIER if member.role == Role.MODERATOR and earlier else member.role

    def _allows(self, role: str, actions: Iterable[str]) -> bool:
        return not _ACTIONS.get(role, frozenset()).isdisjoint(actions)


bundle_policy = BundlePolicy()
register_permission_policy(Bundle, bundle_policy)
