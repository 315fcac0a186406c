"""The snapshot that an empty database starts from leads to the same database as all the migrations do."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from portal.core import baseline
from tests import template_database
from tests.baseline import dump

NAME = f"portal_from_baseline_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


@pytest.fixture(scope="module")
def from_baseline():
    """The name of an empty database that `setup` has filled."""
    server = settings.DATABASES["default"]
    with template_database.connect(server) as maintenance:
        maintenance.execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
        maintenance.execute(f'CREATE DATABASE "{NAME}"')
        run = [sys.executable, "-W", "ignore", "manage.py", "setup", "--no-demo"]
        subprocess.run(run, cwd=template_database.ROOT, env=os.environ | {"PORTAL_TEST_DATABASE": NAME}, check=True)
        yield NAME
        maintenance.execute(f'DROP DATABASE "{NAME}" WITH (FORCE)')


def structure(sql):
    """Statements that make something, each with its lines in order of the alphabet: added columns come last.

    Casts of texts, and the brackets around them, are written anew by PostgreSQL at every reading; they are left out.
    """
    without_rows = re.sub(r"(?ms)^INSERT INTO .*?;\n", "", sql)
    without_casts = re.sub(r"::(?:character varying|text)(?:\[\])?|[()]", "", without_rows)
    statements = [one for one in without_casts.split(";\n") if "setval" not in one]
    return sorted("\n".join(sorted(line.rstrip(",") for line in one.splitlines())) for one in statements)


def rows(database, query):
    with template_database.connect(settings.DATABASES["default"], database) as own:
        return sorted(own.execute(query).fetchall())


def test_snapshot_and_migrations_make_the_same_tables(from_baseline):
    server = settings.DATABASES["default"]
    template = os.environ["PORTAL_TEST_TEMPLATE"]

    assert structure(dump(server, from_baseline)) == structure(dump(server, template))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT app, name FROM django_migrations",
        "SELECT app_label, model FROM django_content_type",
        "SELECT app_label, model, codename FROM auth_permission JOIN django_content_type c ON c.id = content_type_id",
        "SELECT path, title, slug FROM wagtailcore_page",
        "SELECT path, name FROM wagtailcore_collection",
    ],
)
def test_snapshot_and_migrations_make_the_same_rows(from_baseline, query):
    assert rows(from_baseline, query) == rows(os.environ["PORTAL_TEST_TEMPLATE"], query)


def test_snapshot_numbers_new_rows_after_its_own(from_baseline):
    """Sequences stand behind the rows that came with their numbers."""
    behind = "SELECT max(id) <= (SELECT last_value FROM {0}_id_seq) FROM {0}"

    assert [rows(from_baseline, behind.format(table)) for table in ("django_migrations", "wagtailcore_page")] == [
        [(True,)],
        [(True,)],
    ]


@pytest.mark.django_db
def test_snapshot_is_for_empty_databases_only():
    assert not baseline.suits()
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA elsewhere")
        cursor.execute("SET LOCAL search_path TO elsewhere")
        assert not baseline.suits()
