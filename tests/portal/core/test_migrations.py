"""Migrations go back and come again on a portal with content."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests import template_database

NAME = f"portal_back_and_forth_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
#: The first release; what came later goes back to it.
FIRST = (("audit", "zero"), ("accounts", "zero"), ("outbox", "0001"), ("core", "0002"))
KEPT = {
    "wagtailcore_page": "SELECT path, title, live FROM wagtailcore_page",
    "core_unit": "SELECT slug, name FROM core_unit",
    "core_membership": "SELECT user_id, role, unit_id, locale_id FROM core_membership",
    "parks_park": "SELECT slug, name_zh_hans, name_en FROM parks_park",
    "partnerships_inquiry": "SELECT reference, email FROM partnerships_inquiry",
}


@pytest.fixture
def manage():
    """Runs a command of `manage.py` on a database of its own, with the demonstration in it; raises where it fails."""
    with template_database.connect(settings.DATABASES["default"]) as maintenance:
        maintenance.execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
        maintenance.execute(f'CREATE DATABASE "{NAME}" TEMPLATE "{os.environ["PORTAL_TEST_TEMPLATE"]}"')

        def run(*arguments: str) -> None:
            command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
            environment = os.environ | {"PORTAL_TEST_DATABASE": NAME}
            done = subprocess.run(command, cwd=template_database.ROOT, env=environment, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr[-2000:]

        run("setup")
        yield run
        maintenance.execute(f'DROP DATABASE "{NAME}" WITH (FORCE)')


def rows() -> dict[str, list[tuple[object, ...]]]:
    with template_database.connect(settings.DATABASES["default"], NAME) as own:
        return {table: sorted(own.execute(query).fetchall(), key=repr) for table, query in KEPT.items()}


@pytest.mark.long
def test_migrations_go_back_to_the_first_release_and_come_again_with_every_row(manage):
    before = rows()
    assert all(before.values())

    for app, target in FIRST:
        manage("migrate", app, target)
    assert rows() == before
    manage("migrate")
    manage("makemigrations", "--check", "--dry-run")

    assert rows() == before
