"""Who keeps working calendars and service levels.

A calendar is shared by offices, so the portal's administrators alone write it; whoever reads rules and levels reads it.
A level is its unit's: the head and the administrator of the unit change it, everybody who reads levels reads all.
"""

from __future__ import annotations

from collections.abc import Iterable

from partnerships.models import ServiceLevel, WorkCalendar
from portal.core.enums import RecordKind, Role
from portal.core.models import Membership
from portal.core.permissions import READING, UnitPermissionPolicy


class CalendarPolicy(UnitPermissionPolicy):
    """Written by administrators of the whole portal; of a unit, its administrator is as its head."""

    def _role(self, member: Membership) -> str:
        of_unit = member.role == Role.ADMINISTRATOR and member.unit_id is not None
        return Role.HEAD if of_unit else member.role

    def _allows(self, role: str, actions: Iterable[str]) -> bool:
        wanted = actions if role == Role.ADMINISTRATOR else READING.intersection(actions)
        return super()._allows(role, wanted)


calendar_policy = CalendarPolicy(WorkCalendar, kind=RecordKind.SERVICE, unit_lookup=None)
level_policy = UnitPermissionPolicy(ServiceLevel, kind=RecordKind.SERVICE, unit_lookup="unit", shared_reading=True)
