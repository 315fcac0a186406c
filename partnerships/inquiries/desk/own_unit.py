"""Forms of what a unit keeps for its inquiries, for people who write for some units alone."""

from __future__ import annotations

from typing import Any

from portal.core.permissions import ALL_UNITS


def begin_with_own_unit(form: Any, units: set[int] | None, said: Any) -> None:
    """Preset the unit of a person of one unit, and say of the field what holds where it cannot stay empty.

    Args:
        form: with a field `unit`, which `ScopedForm` has limited to `units`.
        units: in which the person may write; None (`ALL_UNITS`): anywhere, and for all units at once.
        said: the help of the field, instead of what an empty one means.
    """
    if units is ALL_UNITS or "unit" not in form.fields:
        return
    form.fields["unit"].help_text = said
    if form.instance.pk is None and len(units) == 1:
        form.initial["unit"] = next(iter(units))
