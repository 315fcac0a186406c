"""Who sees which jobs: translators those of their locales, staff of a unit those of its pages and records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from portal.core.enums import RecordKind
from portal.core.models import Membership, Unit
from portal.core.permissions import READING, UnitPermissionPolicy, current_memberships
from portal.localization.models import MemoryEntry, TranslationJob
from portal.localization.services.record_words import owner_of, parental_keys


class JobPermissionPolicy(UnitPermissionPolicy):
    """The permission policy of records, narrowed to the person's locales and, for a unit, to its pages and records."""

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
        if None in units:
            return rows
        of_pages = Q(translation_key__isnull=False, object_id__in=pages_of_units(units).values("pk"))
        return rows.filter(of_pages | of_changeable_records(user))


def may_change_record(user: Any, record: Model) -> bool:
    """Whether the person may change a record; a part is changed with the whole it belongs to."""
    whole = owner_of(record)
    return policy_registry.get(whole).user_has_permission_for_instance(user, "change", whole)


def changes_records_like(user: Any, record: Model) -> bool:
    """As `may_change_record` for a record that a list shows, without a query where the policy needs none."""
    policy = policy_registry.get(record)
    if isinstance(policy, UnitPermissionPolicy):
        return policy.in_scope(user, ["change"], record)
    return may_change_record(user, record)


def of_changeable_records(user: Any) -> Q:
    """Jobs of the records that the person may change."""
    jobs = TranslationJob.objects.filter(translation_key__isnull=True)
    found = Q(pk__in=[])
    for content_type in ContentType.objects.filter(pk__in=jobs.order_by().values("content_type")):
        model = content_type.model_class()
        if model is not None:
            found |= Q(content_type=content_type, object_id__in=changeable_records(user, model).values("pk"))
    return found


def changeable_records(user: Any, model: type[Model]) -> QuerySet[Any]:
    """The records of `model` that a person may change; parts with the whole they belong to."""
    keys = parental_keys(model)
    if not keys:
        return policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, ["change"]).order_by()
    wholes = Q(pk__in=[])
    for key in keys:
        wholes |= Q(**{f"{key.name}__in": changeable_records(user, key.related_model).values("pk")})
    return model._default_manager.filter(wholes).order_by()


class MemoryPermissionPolicy(UnitPermissionPolicy):
    """The memory is read by all who read the glossary, and corrected by those who may also delete from it."""

    def __init__(self) -> None:
        super().__init__(MemoryEntry, kind=RecordKind.GLOSSARY, unit_lookup=None)

    def _allows(self, role: str, actions: Iterable[str]) -> bool:
        wanted = set(actions)
        reads = super()._allows(role, wanted & READING)
        return reads or (bool(wanted - READING) and super()._allows(role, {"delete"}))


def pages_of_units(units: Iterable[Unit | None]) -> QuerySet[Page]:
    """The pages below the top pages of `units`, in the language in which they write."""
    below = Q(pk__in=[])
    for unit in units:
        if unit is not None and unit.root_page is not None:
            below |= Q(path__startswith=unit.root_page.path)
    return Page.objects.filter(below).order_by()


job_policy = JobPermissionPolicy()
memory_policy = MemoryPermissionPolicy()
