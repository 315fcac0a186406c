"""What tests of inquiries share."""

from __future__ import annotations

from datetime import time

import pytest

from partnerships.models import WorkCalendar, WorkHours


@pytest.fixture
def calendar(db) -> WorkCalendar:
    """That of China, seven hours a day, as the migration lays it."""
    row, _made = WorkCalendar.objects.get_or_create(name="中国内地", defaults={"country": "CN"})
    for weekday in range(5):
        for begins, ends in ((time(9), time(12)), (time(13, 30), time(17, 30))):
            WorkHours.objects.get_or_create(calendar=row, weekday=weekday, begins=begins, ends=ends)
    return WorkCalendar.objects.get(pk=row.pk)
