"""A small tree of pages, and the whole demonstration."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from tests.tree import Tree, build_tree


@pytest.fixture
def tree(locales) -> Tree:
    return build_tree(locales)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """The demonstration, loaded once for the tests of a module and rolled back after them; the data folder."""
    data = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), override_settings(PORTAL_DATA=data, **_private(data)), transaction.atomic():
        call_command("prepare", verbosity=0)
        call_command("demo", stdout=StringIO())
        yield data
        transaction.set_rollback(True)


def _private(data: Path) -> dict[str, object]:
    """Settings under which uploaded files lie in `data`."""
    from django.conf import settings

    default = {**settings.STORAGES["default"], "OPTIONS": {"location": data / "media", "base_url": None}}
    public = {**settings.STORAGES["public"], "OPTIONS": {"location": data / "public", "base_url": "/media/"}}
    return {"STORAGES": settings.STORAGES | {"default": default, "public": public}}
