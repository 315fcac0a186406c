"""Everybody who may come to the admin: one person a column of the table, and those whose role is not in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.core.models import User
from portal.core.services.groups import sync_groups
from portal.core.services.memberships import grant_membership
from tests.portal.roles.world import World

#: person → (column of the table, role, letter of the unit, locale)
PEOPLE: dict[str, tuple[str, str, str, str]] = {
    "superuser": ("superuser", "", "", ""),
    "administrator": ("administrator", "administrator", "", ""),
    "unit-administrator": ("unit administrator", "administrator", "A", ""),
    "editor": ("editor", "editor", "A", ""),
    "moderator": ("moderator", "moderator", "A", ""),
    "first-stage": ("moderator of first or second stage", "moderator", "A", ""),
    "translator-en": ("translator", "translator", "", "en"),
    "translator-zh": ("translator", "translator", "", "zh-hans"),
    "reviser-en": ("reviser", "reviser", "", "en"),
    "officer": ("officer", "officer", "A", ""),
    "head": ("head", "head", "A", ""),
    "auditor": ("auditor", "auditor", "", ""),
    "without-role": ("none", "", "", ""),
    "expired": ("none", "editor", "A", ""),
    "not-yet": ("none", "editor", "A", ""),
    "inactive": ("anonymous", "editor", "A", ""),
    "anonymous": ("anonymous", "", "", ""),
}


def names() -> list[str]:
    return list(PEOPLE)


@dataclass(frozen=True)
class Person:
    name: str
    column: str
    letter: str
    locale: str
    user: User | None


def make_person(name: str, world: World) -> Person:
    """The account with its membership, as the portal's own services make them."""
    column, role, letter, code = PEOPLE[name]
    if name == "anonymous":
        return Person(name, column, letter, code, None)
    user = User.objects.create_user(f"qz-{name}", f"{name}@example.org", is_superuser=name == "superuser")
    if role:
        more: dict[str, Any] = {"stages": ["first"]} if name == "first-stage" else {}
        locale = world.tree.locales[code] if code else None
        grant_membership(user=user, role=role, unit=world.units.get(letter), locale=locale, by=None, **more)
    _put_out_of_force(user, name)
    user = User.objects.get(pk=user.pk)
    sync_groups(user=user)
    return Person(name, column, letter, code, User.objects.get(pk=user.pk))


def _put_out_of_force(user: User, name: str) -> None:
    now, day = timezone.now(), timedelta(days=1)
    if name == "expired":
        user.memberships.update(starts_at=now - 2 * day, ends_at=now - timedelta(seconds=1))
    if name == "not-yet":
        user.memberships.update(starts_at=now + day)
    if name == "inactive":
        User.objects.filter(pk=user.pk).update(is_active=False)
