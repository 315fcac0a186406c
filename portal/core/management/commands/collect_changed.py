"""Collect, hash and compress the static files where any of them changed since the last time."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "collectstatic, where a static file or a package that ships some has changed. Needs no database."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        mark = Path(settings.STATIC_ROOT) / ".sources"
        sources = static_sources()
        if mark.exists() and mark.read_text() == sources:
            return
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        mark.write_text(sources)


def static_sources() -> str:
    """A digest of what the static files are made from: our own files, and the packages that ship the others."""
    digest = hashlib.sha256((settings.BASE_DIR / "requirements.txt").read_bytes())
    for folder in (*settings.STATICFILES_DIRS, *sorted(settings.BASE_DIR.glob("portal/*/static"))):
        for file in sorted(Path(folder).rglob("*")):
            if file.is_file():
                digest.update(str(file.relative_to(folder)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()
