"""Who sees which jobs: translators and revisers those of their locales, staff of a unit those of its pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page

from portal.core.enums import RecordKind
from portal.core.models import Membership, Unit
from portal.core.permissions import READING, UnitPermissionPolicy, current_memberships
from portal.localization.models import MemoryEntry, TranslationJob


class JobPermissionPolicy(UnitPermissionPolicy):
    """The permission policy of records, narrowed to the person's locales and, for a unit, to the pages it works on."""

    def __init__(self) -> None:
        super().__init__(TranslationJob, kind=RecordKind.TRANSLATION, unit_lookup=None)

    def _role(self, member: Membership) -> str:
        return member.role

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        wanted = list(actions)
        rows = super().instances_user_has_any_permission_for(user, wanted)
        mine = TranslationJob.objects.for_user(user)
        rows = rows.filter(pk__in=mine.order_by().values("pk"))
        if user.is_superuser:
            return rows
        units = {member.unit for member in current_memberships(user) if self._allows(member.role, wanted)}
        return rows if None in units else rows.filter(object_id__in=_pages_of(units).values("pk"))


class MemoryPermissionPolicy(UnitPermissionPolicy):
    """The memory is read by all who read the glossary, and corrected by those who may also delete from it."""

    def __init__(self) -> None:
        super().__init__(MemoryEntry, kind=RecordKind.GLOSSARY, unit_lookup=None)

    def _allows(self, role: str, actions: Iterable[str]) -> bool:
        wanted = set(actions)
        reads = super()._allows(role, wanted & READING)
        return reads or (bool(wanted - READING) and super()._allows(role, {"delete"}))


def _pages_of(units: Iterable[Unit | None]) -> QuerySet[Page]:
    """The pages below the top pages of `units`, in the language in which they write."""
    below = Q(pk__in=[])
    for unit in units:
        if unit is not None and unit.root_page is not None:
            below |= Q(path__startswith=unit.root_page.path)
    return Page.objects.filter(below).order_by()


job_policy = JobPermissionPolicy()
memory_policy = MemoryPermissionPolicy()
