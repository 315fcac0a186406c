"""`make baseline`: write the snapshot that an empty database starts from (`portal/core/baseline.sql`)."""

from __future__ import annotations

import os
import subprocess
from typing import Any

from tests import template_database

#: Session settings, psql's own commands, and what a server of another release does not know.
_LEFT_OUT = ("--", "SET ", "SELECT pg_catalog.set_config(", "\\", "CREATE SCHEMA public", "COMMENT ON SCHEMA public")


def dump(settings: dict[str, Any], database: str) -> str:
    """All tables and rows of a database as plain SQL that PostgreSQL 15 and later read."""
    from portal.run.layout import programs_folder

    command = [
        str(programs_folder() / "bin" / "pg_dump"),
        *("--no-owner", "--no-privileges", "--no-comments", "--inserts", "--rows-per-insert=200"),
        *("--host", settings["HOST"], "--username", settings["USER"], "--dbname", database),
        *(("--port", str(settings["PORT"])) if settings.get("PORT") else ()),
    ]
    environment = os.environ | {"PGPASSWORD": settings.get("PASSWORD") or "", "PGTZ": "UTC"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    lines = [line for line in done.stdout.splitlines() if line and not line.startswith(_LEFT_OUT)]
    return "\n".join(lines) + "\n"


def main() -> None:
    os.environ.setdefault("PORTAL_DATA", "var/test")
    from portal.core import baseline
    from portal.run.layout import layout
    from portal.run.servers import running
    from portal.settings.environment import database

    with running(durable=False):
        settings = database(layout())
        baseline.FILE.write_text(dump(settings, template_database.ensure(settings)), encoding="utf-8")


if __name__ == "__main__":
    main()
