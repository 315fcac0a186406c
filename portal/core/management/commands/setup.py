"""Everything between an empty data folder and the first page, in one process; safe to repeat."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Migrate, make the locales, load the demonstration into an empty database, collect static files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="Leave an empty database empty.")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("prepare")
        if not options["no_demo"]:
            call_command("demo", if_empty=True)
        collect_static()


def collect_static() -> None:
    """Collect, hash and compress the static files where any of them changed since the last time."""
    mark = Path(settings.STATIC_ROOT) / ".sources"
    sources = static_sources()
    if mark.exists() and mark.read_text() == sources:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(sources)


def static_sources() -> str:
    """A digest of what the static files are made from: our own files, and the packages that ship the others."""
    digest = hashlib.sha256((settings.BASE_DIR / "requirements.txt").read_bytes())
    for folder in settings.STATICFILES_DIRS:
        for file in sorted(Path(folder).rglob("*")):
            if file.is_file():
                digest.update(str(file.relative_to(folder)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()
