"""Who reads publication sheets: moderators, heads, administrators and auditors, of the unit or of the whole portal."""

from __future__ import annotations

from typing import Any, cast

from wagtail.models import Page

from portal.core.enums import Role
from portal.core.permissions import ALL_UNITS, current_memberships
from portal.core.unit_pages import unit_of_page

READERS = frozenset({Role.ADMINISTRATOR, Role.MODERATOR, Role.HEAD, Role.AUDITOR})


def readable_units(user: Any) -> set[int] | None:
    """Units whose sheets `user` reads: an empty set for none, None (`ALL_UNITS`) for all, those of no unit too."""
    if user.is_active and user.is_superuser:
        return ALL_UNITS
    units = {member.unit_id for member in current_memberships(user) if member.role in READERS}
    return ALL_UNITS if None in units else cast("set[int]", units)


def reads_any(user: Any) -> bool:
    return readable_units(user) != set()


def may_read(user: Any, page: Page) -> bool:
    """Whether `user` reads the sheets of `page`."""
    units = readable_units(user)
    if units is ALL_UNITS or not units:
        return units is ALL_UNITS
    unit = unit_of_page(page)
    return unit is not None and unit.pk in units
