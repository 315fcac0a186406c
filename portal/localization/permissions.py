"""Who sees which jobs: translators and revisers those of their locales, others by their role."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from portal.core.enums import RecordKind
from portal.core.permissions import UnitPermissionPolicy
from portal.localization.models import TranslationJob


class JobPermissionPolicy(UnitPermissionPolicy):
    """The permission policy of records, narrowed to the person's locales."""

    def __init__(self) -> None:
        super().__init__(TranslationJob, kind=RecordKind.TRANSLATION, unit_lookup=None)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        rows = super().instances_user_has_any_permission_for(user, actions)
        mine = TranslationJob.objects.for_user(user)
        return rows.filter(pk__in=mine.order_by().values("pk"))


job_policy = JobPermissionPolicy()
