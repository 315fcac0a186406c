"""A migrated database that every test database is copied from, so that migrations run once and not per worker.

Its name carries a digest of the migrations and of the pinned packages; another digest makes another template.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "portal_template_"


def digest() -> str:
    """Changes when a migration or a pinned package does."""
    sum_ = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for folder in ("portal", "parks", "partnerships", "news"):
        for file in sorted((ROOT / folder).rglob("migrations/*.py")):
            sum_.update(file.read_bytes())
    return sum_.hexdigest()[:16]


def connect(settings: dict[str, Any], database: str = "postgres") -> psycopg.Connection[Any]:
    """A connection to a database, the one for maintenance by default, of the server that the settings name."""
    return psycopg.connect(
        host=settings["HOST"],
        port=settings.get("PORT") or None,
        user=settings["USER"],
        password=settings.get("PASSWORD") or None,
        dbname=database,
        autocommit=True,
    )


def ensure(settings: dict[str, Any]) -> str:
    """The name of the template, made where it is missing; templates of other digests are dropped."""
    wanted = PREFIX + digest()
    with connect(settings) as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [PREFIX + "%"]).fetchall()
        names = {row[0] for row in rows}
        for name in names - {wanted}:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        if wanted not in names:
            connection.execute(f'CREATE DATABASE "{PREFIX}new"')
            _migrate(f"{PREFIX}new")
            connection.execute(f'ALTER DATABASE "{PREFIX}new" RENAME TO "{wanted}"')
    return wanted


def _migrate(database: str) -> None:
    """Migrate in a process of its own, which leaves no connection behind."""
    environment = os.environ | {"PORTAL_TEST_DATABASE": database, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    command = [sys.executable, "-W", "ignore", "manage.py", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"The template of the test databases could not be migrated:\n{done.stderr[-3000:]}")
