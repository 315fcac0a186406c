"""People who sign in, codes as an app makes them, and letters that were written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portal.core.enums import Role
from portal.core.models import Unit, User
from portal.core.services.memberships import grant_membership
from tests.portal.accounts.totp import totp

PASSWORD = "Bamboo-Terrace-41"
LOGIN = "/admin/login/"
ACCEPT = {"accept-language": "en"}


def make_user(name: str, role: str | None = None, unit: Unit | None = None, **values: Any) -> User:
    user = User.objects.create_user(name, f"{name}@example.org", PASSWORD, **values)
    if role:
        grant_membership(user=user, role=role, unit=unit, by=None)
    return user


@pytest.fixture
def units(db) -> dict[str, Unit]:
    return {slug: Unit.objects.create(slug=slug, name=slug.title()) for slug in ("zizhu", "lingang")}


@pytest.fixture
def officer(units) -> User:
    return make_user("wang", Role.OFFICER, units["zizhu"], last_name="王", first_name="岚")


@pytest.fixture
def administrator(units) -> User:
    return make_user("chief", Role.ADMINISTRATOR)


@pytest.fixture
def unit_administrator(units) -> User:
    return make_user("zizhu-chief", Role.ADMINISTRATOR, units["zizhu"])


@pytest.fixture
def browser() -> Callable[..., Client]:
    """A browser of its own, which checks tokens like a real one would have to send them."""

    def make(agent: str = "Mozilla/5.0 (Windows NT 10.0) Chrome/130.0", address: str = "192.0.2.1") -> Client:
        return Client(headers={"user-agent": agent, "accept-language": "en"}, REMOTE_ADDR=address)

    return make


def enter(client: Client, name: str = "wang", password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"username": name, "password": password, **more})


def set_up(user: User) -> str:
    """Give `user` a second factor; returns its key. The code of the time step before the last was used for it."""
    import time

    from allauth.mfa.totp.internal.auth import generate_totp_secret

    from portal.accounts.services import second_factor

    secret = generate_totp_secret()
    assert second_factor.activate(user=user, secret=secret, code=totp(secret, time.time() - 30))
    return secret


def letters(kind: str) -> list[Any]:
    from portal.outbox.models import Letter

    return list(Letter.objects.filter(kind=kind).order_by("pk"))


def actions(instance: Any) -> list[str]:
    from wagtail.log_actions import registry

    return [entry.action for entry in registry.get_logs_for_instance(instance).order_by("pk")]
