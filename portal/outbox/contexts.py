"""The values of a letter's texts as JSON, and back: moments stay moments, for the texts format them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

_MOMENT, _DAY = "$moment", "$day"


def freeze(value: Any) -> Any:
    """`value` as JSON holds it. Objects that are no plain value become their words."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return {_MOMENT: value.isoformat()}
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    if isinstance(value, Mapping):
        return {str(name): freeze(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [freeze(item) for item in value]
    return str(value).replace("\x00", "")


def thaw(value: Any) -> Any:
    """What `freeze` made into JSON."""
    if isinstance(value, list):
        return [thaw(item) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {_MOMENT}:
        return datetime.fromisoformat(value[_MOMENT])
    if set(value) == {_DAY}:
        return date.fromisoformat(value[_DAY])
    return {name: thaw(item) for name, item in value.items()}
