"""What a person sees in the matrix: which sources are its rows, and which languages its columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from portal.core.enums import LOCALE_ROLES, RecordKind, Role
from portal.core.models import Unit
from portal.core.permissions import UnitPermissionPolicy, current_memberships
from portal.core.reach import within_reach
from portal.localization.models import SourceCount, TranslationJob
from portal.localization.permissions import changeable_records, job_policy, pages_of_units
from portal.localization.services.record_words import parental_keys, record_models

#: Whose holders see the matrix: all that have to do with texts.
ROLES = frozenset({Role.ADMINISTRATOR, Role.EDITOR, Role.MODERATOR, Role.TRANSLATOR, Role.REVISER, Role.AUDITOR})


def may_see(user: Any) -> bool:
    """Whether the matrix is for the person at all."""
    return user.is_active and (user.is_superuser or any(one.role in ROLES for one in current_memberships(user)))


@dataclass(frozen=True)
class Scope:
    """Rows and columns of one person. Reads nothing until it is asked."""

    user: Any

    @cached_property
    def locales(self) -> list[Locale]:
        """The columns, in the order of the portal's languages: all, or those of one who only translates and revises."""
        codes = list(get_content_languages())
        rows = Locale.objects.filter(language_code__in=codes)
        members = [one for one in current_memberships(self.user) if one.role in ROLES]
        # Who has another role too, as an editor, needs the languages that it is about: all.
        bound = all(one.locale_id and one.role in LOCALE_ROLES for one in members)
        if members and bound and not self.user.is_superuser:
            rows = rows.filter(pk__in={one.locale_id for one in members})
        return sorted(rows, key=lambda locale: codes.index(locale.language_code))

    @cached_property
    def is_everywhere(self) -> bool:
        """Whether the person sees the sources of every unit."""
        members = current_memberships(self.user)
        return self.user.is_superuser or any(one.unit_id is None and one.role in ROLES for one in members)

    def sources(self) -> QuerySet[SourceCount]:
        """The rows, unsorted; nothing that is written in the only language of the person."""
        rows = SourceCount.objects.filter(is_source=True, section__isnull=False)
        if not self.is_everywhere:
            rows = rows.filter(self._reached())
        if len(self.locales) == 1:
            rows = rows.exclude(locale=self.locales[0])
        return rows

    def units(self) -> QuerySet[Unit]:
        """Units that the person may narrow the matrix to."""
        if self.is_everywhere:
            return Unit.objects.all()
        return Unit.objects.filter(pk__in={one.unit_id for one in current_memberships(self.user) if one.unit_id})

    def jobs(self, action: str = "view") -> QuerySet[TranslationJob]:
        """Translations about which the person may know more than their state, or which they may change."""
        return job_policy.instances_user_has_any_permission_for(self.user, [action]).order_by()

    def sendable(self) -> Q:
        """Sources that the person may send to translation: those that they may change."""
        policy = policy_registry.get_by_type(Page)
        pages = policy.instances_user_has_permission_for(self.user, "change").order_by()
        return _of_pages(pages) | _of_records(
            {model: changeable_records(self.user, model) for model in record_models()}
        )

    def _reached(self) -> Q:
        return _of_pages(within_reach(self.user, Page).order_by()) | _of_records(
            {model: changeable_records(self.user, model) for model in record_models()}
        )


def of_unit(unit: Unit) -> Q:
    """Sources of one unit: pages below its top page, and records that belong to it."""
    found = _of_pages(pages_of_units([unit])) if unit.root_page_id else Q(pk__in=[])
    rows = {}
    for model in record_models():
        lookups = _unit_lookups(model)
        wanted = Q(pk__in=[])
        for lookup in lookups:
            wanted |= Q(**{lookup: unit})
        if lookups:
            rows[model] = model._default_manager.filter(wanted).order_by()
    return found | _of_records(rows)


def _unit_lookups(model: type[Model]) -> list[str]:
    """The ways from a record to its unit; of a part, over the whole it belongs to."""
    policy = policy_registry.get_by_type(model)
    if isinstance(policy, UnitPermissionPolicy) and policy.kind == RecordKind.FACTS and policy.unit_lookup:
        return [policy.unit_lookup]
    return [f"{key.name}__{lookup}" for key in parental_keys(model) for lookup in _unit_lookups(key.related_model)]


def _of_pages(pages: QuerySet[Any]) -> Q:
    return Q(content_type=ContentType.objects.get_for_model(Page), object_id__in=pages.values("pk"))


def _of_records(rows: dict[type[Model], QuerySet[Any]]) -> Q:
    found = Q(pk__in=[])
    for model, allowed in rows.items():
        found |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=allowed.values("pk"))
    return found
