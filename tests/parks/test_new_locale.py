"""docs/locales.md, done: a page locale by one line of settings, then columns for records by generated migrations."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests import template_database

ROOT = Path(__file__).resolve().parents[2]
SCRATCH = "portal_scratch_locale"
APPS = ("portal", "parks", "partnerships", "news", "templates", "static", "locale", "tests")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project without its history and data."""
    folder = tmp_path / "project"
    folder.mkdir()
    for name in APPS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", folder)
    return folder


@pytest.fixture
def scratch_database() -> Iterator[str]:
    """A migrated database of its own on the server of the tests."""
    server = settings.DATABASES["default"]
    template = os.environ["PORTAL_TEST_TEMPLATE"]
    with template_database.connect(server) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{SCRATCH}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{SCRATCH}" TEMPLATE "{template}"')
        yield SCRATCH
        connection.execute(f'DROP DATABASE "{SCRATCH}" WITH (FORCE)')


def run(copy: Path, database: str, *arguments: str) -> str:
    """Run Python in the copy; its standard output. A failure fails the test with what it printed."""
    place = {"PORTAL_DATA": str(settings.PORTAL_DATA), "PORTAL_TEST_DATABASE": database}
    environment = os.environ | place | {"DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    command = [sys.executable, "-W", "ignore", *arguments]
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout


def change_settings(copy: Path, before: str, after: str) -> None:
    file = copy / "portal" / "settings" / "base.py"
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after, 1))


def test_a_locale_by_one_line_and_columns_by_one_migration(copy: Path, scratch_database: str):
    change_settings(copy, '    ("en", "English"),\n', '    ("en", "English"),\n    ("fr", "Français"),\n')
    shown = run(copy, scratch_database, "-m", "tests.parks.new_locale", "pages")
    assert shown.splitlines()[-3:] == ["no migration", "/fr/ 200 Parcs scientifiques du delta", "Zizhu en marked"]

    change_settings(copy, 'LANGUAGES = ("zh-hans", "en")', 'LANGUAGES = ("zh-hans", "en", "fr")')
    shown = run(copy, scratch_database, "-m", "tests.parks.new_locale", "columns")
    assert re.search(r"parks/migrations/\d{4}_french\.py", shown)
    assert shown.splitlines()[-2:] == ["no migration", "Parc de Zizhu fr plain"]
