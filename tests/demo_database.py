"""The whole demonstration in a database of its own, loaded once for a session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings

from tests import template_database


@pytest.fixture(scope="session")
def loaded_demo(django_db_blocker, tmp_path_factory) -> Iterator[tuple[str, Path]]:
    """Name of the database and data folder of a loaded demonstration."""
    name, data = f"test_demo_{os.getpid()}", tmp_path_factory.mktemp("demo")
    template = os.environ["PORTAL_TEST_TEMPLATE"]
    with template_database.connect(connection.settings_dict) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        with django_db_blocker.unblock(), _at(name, data):
            call_command("prepare", verbosity=0)
            call_command("demo", stdout=StringIO())
        yield name, data
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def demo(loaded_demo, django_db_blocker) -> Iterator[Path]:
    """The demonstration; what a test changes is taken back at its end. The value is the data folder."""
    name, data = loaded_demo
    with django_db_blocker.unblock(), _at(name, data), transaction.atomic():
        yield data
        transaction.set_rollback(True)


@contextmanager
def _at(name: str, data: Path) -> Iterator[None]:
    """Work in another database and folder; connection and cache begin and end fresh."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    cache.clear()
    try:
        with override_settings(PORTAL_DATA=data, STORAGES=_storages(data)):
            yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        cache.clear()


def _storages(data: Path) -> dict[str, object]:
    """Storages whose files lie in `data`."""
    from django.conf import settings

    private = {"location": data / "media", "base_url": None}
    public = {"location": data / "public", "base_url": "/media/"}
    return settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": private},
        "public": settings.STORAGES["public"] | {"OPTIONS": public},
    }
