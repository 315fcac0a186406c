"""What answers look like: taken from the demonstration, kept beside the code, and held to the shapes by a test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "examples"


def example_of(operation: str) -> dict[str, Any]:
    """The example of an operation as an addition to its description; empty where there is none."""
    file = FOLDER / f"{operation}.json"
    if not file.exists():
        return {}
    example = json.loads(file.read_text(encoding="utf-8"))
    return {"responses": {200: {"content": {"application/json": {"example": example}}}}}
