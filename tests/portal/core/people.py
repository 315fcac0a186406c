"""People with roles, for tests."""

from __future__ import annotations

from typing import Any

from django.test import Client
from wagtail.models import Locale

from portal.core.models import Unit, User
from portal.core.services.memberships import grant_membership


def unit(slug: str, **values: Any) -> Unit:
    return Unit.objects.get_or_create(slug=slug, defaults={"name": slug, **values})[0]


def person(username: str, *roles: str, **values: Any) -> User:
    """An account with roles such as `editor:zizhu`, `moderator` or `reviser::en`."""
    user = User.objects.create_user(username, f"{username}@example.org", **values)
    for text in roles:
        role, slug, code = (*text.split(":"), "", "")[:3]
        locale = Locale.objects.get(language_code=code) if code else None
        grant_membership(user=user, role=role, by=None, unit=unit(slug) if slug else None, locale=locale)
    return User.objects.get(pk=user.pk)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
