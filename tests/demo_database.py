"""The whole demonstration in a database of its own, loaded once for a session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django import conf
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
        with django_db_blocker.unblock(), _at(name), override_settings(**_places(data)):
            call_command("prepare", verbosity=0)
            call_command("demo", stdout=StringIO())
        yield name, data
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def demo(loaded_demo, django_db_blocker, settings) -> Iterator[Path]:
    """The demonstration; what a test changes is taken back at its end. The value is the data folder.

    The folder is told to the fixture `settings`: an override of our own that ends before one that was laid on it
    would come back with that one's end, and stay.
    """
    name, data = loaded_demo
    for setting, value in _places(data).items():
        setattr(settings, setting, value)
    with django_db_blocker.unblock(), _at(name), transaction.atomic():
        yield data
        transaction.set_rollback(True)


@contextmanager
def _at(name: str) -> Iterator[None]:
    """Work in another database; connection and cache begin and end fresh."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    cache.clear()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        cache.clear()


def _places(data: Path) -> dict[str, object]:
    """The settings that say where files lie, for `data`."""
    private = {"location": data / "media", "base_url": None}
    public = {"location": data / "public", "base_url": "/media/"}
    default = conf.settings.STORAGES["default"] | {"OPTIONS": private}
    shown = conf.settings.STORAGES["public"] | {"OPTIONS": public}
    return {"PORTAL_DATA": data, "STORAGES": conf.settings.STORAGES | {"default": default, "public": shown}}
