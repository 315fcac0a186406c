"""Which units a thing belongs to, asked when an entry about it is written.

The entry keeps the answer: a deleted record stays visible to the auditor of its unit, and one that moves to another
unit leaves its history where it happened.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q
from django.utils import timezone
from wagtail.models import Collection, GroupPagePermission, Page
from wagtail.permissions import policy_registry

from portal.core.enums import LOCALE_ROLES
from portal.core.models import Membership, PortalDocument, PortalImage, Unit

#: A role that has just ended still tells whose business its end is.
_AFTERWARDS = timedelta(days=1)


def units_of_page(page: Page) -> set[int]:
    """The units whose groups work on `page` or on a page above it."""
    step = Page.steplen
    above = [page.path[:length] for length in range(step, len(page.path) + 1, step)]
    names = GroupPagePermission.objects.filter(page__path__in=above).values_list("group__name", flat=True).distinct()
    slugs = {slug for slug in map(_unit_slug, names) if slug}
    return set(Unit.objects.filter(slug__in=slugs).values_list("pk", flat=True)) if slugs else set()


def _unit_slug(group_name: str) -> str:
    """The second part of `role:unit…`; a role of a language alone (`translator:en`) has no unit."""
    role, *rest = group_name.split(":")
    if not rest or (role in LOCALE_ROLES and len(rest) < 2):
        return ""
    return rest[0]


def units_of_record(model: type[Model], key: str) -> set[int]:
    """The units of the record of `model` with that key; empty where it has none or is gone."""
    if issubclass(model, Unit):
        return {int(key)}
    if issubclass(model, get_user_model()):
        return units_of_person(int(key))
    lookup = _unit_lookup(model)
    if lookup is None:
        return _units_of_translation(model, key) or _units_of_file(model, key)
    found = model._base_manager.filter(pk=key).values_list(f"{lookup}_id", flat=True)
    return {unit for unit in found if unit is not None}


def units_of_person(user_id: int) -> set[int]:
    """The units of the roles that a person holds, or held until yesterday."""
    recent = Q(ends_at__isnull=True) | Q(ends_at__gt=timezone.now() - _AFTERWARDS)
    rows = Membership.objects.filter(recent, user=user_id, unit__isnull=False)
    return set(rows.order_by().values_list("unit", flat=True))


def _unit_lookup(model: type[Model]) -> str | None:
    lookup = getattr(policy_registry.get_by_type(model), "unit_lookup", None)
    if lookup is None and any(field.name == "unit" for field in model._meta.fields):
        return "unit"
    return lookup


def _units_of_translation(model: type[Model], key: str) -> set[int]:
    """A translation job belongs where its page does."""
    if not any(field.name == "translation_key" for field in model._meta.fields):
        return set()
    page = Page.objects.filter(translation_key__in=model._base_manager.filter(pk=key).values("translation_key")).first()
    return units_of_page(page) if page else set()


def _units_of_file(model: type[Model], key: str) -> set[int]:
    collection: Any = None
    if issubclass(model, Collection):
        collection = Collection.objects.filter(pk=key).first()
    elif issubclass(model, PortalImage | PortalDocument):
        collection = Collection.objects.filter(pk__in=model._base_manager.filter(pk=key).values("collection")).first()
    if collection is None:
        return set()
    own = Unit.objects.filter(collection__in=collection.get_ancestors(inclusive=True))
    return set(own.values_list("pk", flat=True))


def unit_names() -> dict[int, str]:
    """The units by their key."""
    return {unit.pk: unit.name for unit in Unit.objects.all()}
