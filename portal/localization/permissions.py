"""Who sees which jobs: translators and revisers those of their locales, staff of a unit those of its pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from portal.core.enums import RecordKind
from portal.core.models import Membership
from portal.core.permissions import UnitPermissionPolicy, current_memberships
from portal.core.reach import within_reach
from portal.localization.models import TranslationJob


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
        return rows if self._works_for_portal(user, wanted) else rows.filter(object_id__in=_own_pages(user))

    def _works_for_portal(self, user: Any, actions: Iterable[str]) -> bool:
        if user.is_superuser:
            return True
        return any(
            member.unit_id is None and self._allows(member.role, actions) for member in current_memberships(user)
        )


def _own_pages(user: Any) -> QuerySet[Any]:
    return within_reach(user, Page).order_by().values("pk")


job_policy = JobPermissionPolicy()
