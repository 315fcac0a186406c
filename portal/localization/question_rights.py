"""Who sees and answers questions about sources: translators of the language, and those who may edit the source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy, policy_registry

from portal.core.enums import LOCALE_ROLES, Role
from portal.core.models import Unit
from portal.core.permissions import UnitPermissionPolicy, current_memberships
from portal.localization.models import SegmentQuestion
from portal.localization.permissions import changeable_records, pages_of_units

#: Roles that see every question, where the membership names no unit.
_OVER_ALL = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
_READERS = LOCALE_ROLES | {Role.ADMINISTRATOR, Role.EDITOR, Role.MODERATOR, Role.AUDITOR}


def questions_for(user: Any) -> QuerySet[SegmentQuestion]:
    """The questions that a person may see: those they asked or may answer, and for auditors those of their unit."""
    if not user.is_active or user.is_anonymous:
        return SegmentQuestion.objects.none()
    members = current_memberships(user)
    if _sees_all(user):
        return SegmentQuestion.objects.all()
    audited = [member.unit for member in members if member.role == Role.AUDITOR]
    return SegmentQuestion.objects.filter(Q(asked_by=user) | _answerable(user) | in_units(audited))


def answerable_by(user: Any) -> QuerySet[SegmentQuestion]:
    """The questions that a person may reply to, settle and reopen: translators those of their languages, staff those
    about what they may edit."""
    if not user.is_active or user.is_anonymous:
        return SegmentQuestion.objects.none()
    if user.is_superuser:
        return SegmentQuestion.objects.all()
    return SegmentQuestion.objects.filter(_answerable(user))


def may_answer(user: Any, question: SegmentQuestion) -> bool:
    """Whether a person may reply to a question, settle and reopen it."""
    return answerable_by(user).filter(pk=question.pk).exists()


def reads_questions(user: Any) -> bool:
    """Whether the list of questions is for the person at all."""
    return bool(user.is_superuser) or any(member.role in _READERS for member in current_memberships(user))


def _sees_all(user: Any) -> bool:
    return user.is_superuser or any(
        member.unit_id is None and member.role in _OVER_ALL for member in current_memberships(user)
    )


def _answerable(user: Any) -> Q:
    return Q(locale__in=_locales(user)) | _of_editable_pages(user) | _of_editable_records(user)


def _locales(user: Any) -> set[int | None]:
    return {member.locale_id for member in current_memberships(user) if member.role in LOCALE_ROLES}


def _of_editable_pages(user: Any) -> Q:
    pages = page_permission_policy.instances_user_has_permission_for(user, "change").order_by().values("pk")
    return Q(content_type=ContentType.objects.get_for_model(Page), object_id__in=pages)


def _of_editable_records(user: Any) -> Q:
    found = Q(pk__in=[])
    for kind in _kinds_of_records():
        model = kind.model_class()
        if model is not None:
            found |= Q(content_type=kind, object_id__in=changeable_records(user, model).values("pk"))
    return found


def in_units(units: Iterable[Unit | None]) -> Q:
    """Questions about the pages and records of units."""
    own = [unit for unit in units if unit is not None]
    if not own:
        return Q(pk__in=[])
    found = Q(content_type=ContentType.objects.get_for_model(Page), object_id__in=pages_of_units(own).values("pk"))
    for kind in _kinds_of_records():
        model = kind.model_class()
        policy = policy_registry.get_by_type(model) if model is not None else None
        if isinstance(policy, UnitPermissionPolicy) and policy.unit_lookup:
            rows = policy.model._default_manager.filter(**{f"{policy.unit_lookup}__in": own})
            found |= Q(content_type=kind, object_id__in=rows.order_by().values("pk"))
    return found


def _kinds_of_records() -> list[ContentType]:
    """The kinds of records that anything was asked about."""
    asked = SegmentQuestion.objects.order_by().values("content_type").distinct()
    page = ContentType.objects.get_for_model(Page)
    return list(ContentType.objects.filter(pk__in=asked).exclude(pk=page.pk))
