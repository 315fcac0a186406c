"""A start prepares again where anything differs, and only there."""

import psycopg
import pytest
from django.db import connection

from portal.run import prepared


@pytest.fixture
def address(db, monkeypatch):
    """The test's own database as DATABASE_URL names it."""
    known = connection.settings_dict
    address = psycopg.conninfo.make_conninfo(
        host=known["HOST"],
        port=known["PORT"] or None,
        user=known["USER"],
        password=known["PASSWORD"] or None,
        dbname=known["NAME"],
    )
    monkeypatch.setenv("DATABASE_URL", address)
    return address


@pytest.fixture
def data(tmp_path, address):
    """A data folder that has been prepared."""
    (tmp_path / "static").mkdir()
    prepared.note(tmp_path)
    return tmp_path


def test_what_has_not_changed_is_prepared(data):
    assert prepared.is_prepared(data)


def test_a_folder_without_mark_or_static_files_is_not_prepared(data):
    (data / "static").rmdir()
    assert not prepared.is_prepared(data)
    (data / "static").mkdir()
    (data / "prepared").unlink()
    assert not prepared.is_prepared(data)


def test_a_changed_source_is_prepared_again(data, monkeypatch, tmp_path_factory):
    root = tmp_path_factory.mktemp("sources")
    (root / "portal").mkdir()
    (root / "portal" / "views.py").write_text("one")
    monkeypatch.setattr(prepared, "ROOT", root)
    monkeypatch.setattr(prepared, "SOURCES", ("portal",))
    prepared.note(data)
    assert prepared.is_prepared(data)

    (root / "portal" / "views.py").write_text("another")

    assert not prepared.is_prepared(data)


def test_a_changed_setting_is_prepared_again(data, monkeypatch):
    monkeypatch.setenv("PORTAL_DEMO", "perhaps")
    assert not prepared.is_prepared(data)


def test_another_state_of_the_database_is_prepared_again(data, address):
    with psycopg.connect(address, autocommit=True) as own:
        own.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('core', 'later', now())")
        try:
            assert not prepared.is_prepared(data)
        finally:
            own.execute("DELETE FROM django_migrations WHERE name = 'later'")
    assert prepared.is_prepared(data)


def test_an_empty_database_is_not_prepared(data, address, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", psycopg.conninfo.make_conninfo(address, dbname="postgres"))
    assert not prepared.is_prepared(data)
