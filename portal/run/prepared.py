"""Whether a start finds everything as an earlier one left it: tables, static files, compiled texts.

The mark in the data folder is a digest of the sources, of the settings in the environment and of the migrations that
the database has seen. Where anything differs the whole preparation runs again; all of it is safe to repeat.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg

from portal.run.layout import layout
from portal.run.postgres import Postgres

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("portal", "parks", "news", "partnerships", "templates", "static", "locale", "requirements.txt", "manage.py")
SETTINGS = ("PORTAL_", "DJANGO_", "DATABASE_", "REDIS_")


def is_prepared(data: Path) -> bool:
    """Whether nothing has changed since `note` was called on this data folder."""
    mark = data / "prepared"
    return mark.exists() and (data / "static").is_dir() and mark.read_text() == _digest(data)


def note(data: Path) -> None:
    """Remember that everything is prepared as it is now."""
    (data / "prepared").write_text(_digest(data))


def _digest(data: Path) -> str:
    parts = [*_sources(), *_settings(), _database(data)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _sources() -> Iterator[str]:
    for name in SOURCES:
        path = ROOT / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix != ".pyc" and not file.is_dir():
                known = file.stat()
                yield f"{file.relative_to(ROOT)} {known.st_size} {known.st_mtime_ns}"


def _settings() -> Iterator[str]:
    for name, value in sorted(os.environ.items()):
        if name.startswith(SETTINGS):
            yield f"{name}={value}"


def _database(data: Path) -> str:
    """What the database has seen: the last migration, and whether it has been emptied since."""
    address = os.environ.get("DATABASE_URL") or Postgres(layout(data)).dsn()
    try:
        with psycopg.connect(address) as connection:
            row = connection.execute(
                "SELECT count(*), max(applied), EXISTS (SELECT FROM core_user) FROM django_migrations"
            ).fetchone()
    except psycopg.errors.UndefinedTable:
        return "empty"
    return str(row)
