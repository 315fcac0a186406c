"""Where files of visits lie: below the private folder, under names that nobody can guess."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.core.files.storage import FileSystemStorage, Storage
from django.urls import reverse

FOLDER = "visits/"


class VisitFiles(FileSystemStorage):
    """Private files: their address is that of the view that asks who is there."""

    def url(self, name: str | None) -> str:
        return reverse("visit_document", args=[PurePath(name or "").name])


def visit_files() -> Storage:
    """The storage, asked for when it is used, so that its folder is that of the settings."""
    return VisitFiles()


def visit_path(document: Any, filename: str) -> str:
    """The path of a new file; of its own name only the extension stays, the title says what it is."""
    return f"{FOLDER}{uuid4().hex}{PurePath(filename).suffix.lower()[:10]}"
