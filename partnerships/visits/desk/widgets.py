"""Inputs of the form of a visit."""

from __future__ import annotations

from typing import Any

from django.forms import Select


class ZoneSelect(Select):
    """A list of time zones; one that is held and not on the list stays choosable.

    Args:
        is_optional: whether nothing may be chosen.
    """

    def __init__(self, zones: Any, *, is_optional: bool = False, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.zones, self.is_optional = zones, is_optional

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        choices = [("", "—")] if self.is_optional else []
        choices += self.zones()
        known = {
            key for key, below in choices for key in ([one for one, _ in below] if isinstance(below, list) else [key])
        }
        choices += [(one, one) for one in value if one and one not in known]
        self.choices = choices
        return super().optgroups(name, value, attrs)
