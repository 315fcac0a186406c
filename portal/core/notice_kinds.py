"""What kinds of notices and letters are called. Features that send them name them here, in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_names: dict[str, Any] = {}


def register_kinds(names: Mapping[str, Any]) -> None:
    """Add names: kind of letter → what people call it (lazily translated)."""
    _names.update(names)


def kind_name(kind: str) -> str:
    """What people call `kind`, in the active language; the kind itself where nobody named it."""
    return str(_names.get(kind, kind))


def kind_choices() -> list[tuple[str, str]]:
    """Every named kind with its name, by name."""
    return sorted(((kind, kind_name(kind)) for kind in _names), key=lambda choice: choice[1])
