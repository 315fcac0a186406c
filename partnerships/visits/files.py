"""Where files of visits lie: below the private folder, under names that nobody can guess."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import Storage

from partnerships.files import PrivateFiles, unguessable

FOLDER = "visits/"


class VisitFiles(PrivateFiles):
    view = "visit_document"


def visit_files() -> Storage:
    """The storage, asked for when it is used, so that its folder is that of the settings."""
    return VisitFiles()


def visit_path(document: Any, filename: str) -> str:
    """The path of a new file of a visit."""
    return unguessable(FOLDER, filename)
