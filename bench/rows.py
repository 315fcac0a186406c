"""One row of the table."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """A figure of one run: `ratio` compares it with its yardstick where it has one; `goal` says what is wanted."""

    name: str
    value: float
    unit: str
    goal: str
    ok: bool
    ratio: float | None = None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
