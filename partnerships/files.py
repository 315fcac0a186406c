"""Where files of agreements lie: below the private folder, under names that nobody can guess."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from uuid import uuid4


def agreement_path(document: Any, filename: str) -> str:
    """The path of a new file; of its own name only the extension stays, the title says what it is."""
    return f"agreements/{uuid4().hex}{PurePath(filename).suffix.lower()[:10]}"
