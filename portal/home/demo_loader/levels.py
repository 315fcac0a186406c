"""The working hours of the park in Boston, and how soon it answers."""

from __future__ import annotations

from datetime import time

from partnerships.models import ServiceLevel, WorkCalendar
from portal.home.demo_loader.records import Loaded

_PARK = "boston"
_NAME = "波士顿"


def load_levels(loaded: Loaded) -> None:
    """Make what is missing; what is there stays as staff left it. The calendar of China comes with the portal."""
    park = loaded.parks.get(_PARK)
    if park is None or park.unit is None or ServiceLevel.objects.filter(unit=park.unit).exists():
        return
    values = {"country": "US", "subdivision": "MA", "timezone": "America/New_York"}
    calendar, is_new = WorkCalendar.objects.get_or_create(name=_NAME, defaults=values)
    if is_new:
        for weekday in range(5):
            calendar.hours.create(weekday=weekday, begins=time(9), ends=time(17))
        calendar.save()
    # Two working days for the first answer, three for a further one.
    ServiceLevel.objects.create(unit=park.unit, calendar=calendar, first_answer=960, next_answer=1440)
