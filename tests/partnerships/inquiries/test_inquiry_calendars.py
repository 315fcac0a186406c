"""Arithmetic in working time agrees with what was reckoned by hand, and with counting minute by minute."""

from __future__ import annotations

import random
import time as clock
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from partnerships.inquiries.levels.calendars import (
    DayKind,
    NoWorkingTimeError,
    WorkingCalendar,
    calendar_of,
    make_calendar,
)
from partnerships.inquiries.levels.holiday_days import ARRANGED_UNTIL
from partnerships.models import CalendarDay, WorkCalendar

CASES = yaml.load(  # as texts: YAML's own moments know no zone but UTC
    (Path(__file__).parent / "working_time.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)
OFFICE = [(day, *span) for day in range(5) for span in ((time(9), time(12)), (time(13, 30), time(17, 30)))]
KINDS: dict[str, dict[str, Any]] = {
    "china": {"country": "CN", "zone": "Asia/Shanghai", "hours": OFFICE},
    "boston": {
        "country": "US",
        "subdivision": "MA",
        "zone": "America/New_York",
        "hours": [(day, time(9), time(17)) for day in range(5)],
    },
    "night": {
        "country": "US",
        "subdivision": "MA",
        "zone": "America/New_York",
        "hours": [(day, time(0), time(8)) for day in range(7)],
    },
}
#: Notices of the State Council: first and last day off, and weekends worked.
OFF = [
    *[("2025-01-01", "2025-01-01"), ("2025-01-28", "2025-02-04"), ("2025-04-04", "2025-04-06")],
    *[("2025-05-01", "2025-05-05"), ("2025-05-31", "2025-06-02"), ("2025-10-01", "2025-10-08")],
    *[("2026-01-01", "2026-01-03"), ("2026-02-15", "2026-02-23"), ("2026-04-04", "2026-04-06")],
    *[("2026-05-01", "2026-05-05"), ("2026-06-19", "2026-06-21"), ("2026-09-25", "2026-09-27")],
    ("2026-10-01", "2026-10-07"),
]
WORKED = [
    *("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
    *("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
]


def made(kind: str, **corrections: bool) -> WorkingCalendar:
    return make_calendar(**KINDS[kind], corrections={date.fromisoformat(day): on for day, on in corrections.items()})


@pytest.fixture(scope="module")
def china() -> WorkingCalendar:
    return made("china")


def _moment(text: str, zone: ZoneInfo) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _seconds(text: str) -> int:
    hours, minutes, seconds = [*map(int, text.split(":")), 0][:3]
    return hours * 3600 + minutes * 60 + seconds


def test_enough_cases_were_reckoned_by_hand() -> None:
    assert len(CASES) >= 60
    assert len({case["why"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"].replace(" ", "-"))
def test_working_time_agrees_with_what_was_reckoned_by_hand(case: dict[str, Any]) -> None:
    corrections = {**dict.fromkeys(case.get("on", ()), True), **dict.fromkeys(case.get("off", ()), False)}
    calendar = made(case["in"], **corrections)
    begin, until = _moment(case["from"], calendar.zone), _moment(case["until"], calendar.zone)
    end = calendar.add_working(begin, _seconds(case["worked"]))
    assert (end, end.utcoffset()) == (until, until.astimezone(calendar.zone).utcoffset())
    assert calendar.working_seconds(begin, until) == _seconds(case["worked"])


def test_every_day_of_two_years_is_as_the_notices_say(china) -> None:
    off = {
        date.fromisoformat(first) + timedelta(days=past)
        for first, last in OFF
        for past in range((date.fromisoformat(last) - date.fromisoformat(first)).days + 1)
    }
    worked = set(map(date.fromisoformat, WORKED))
    days = [date(2025, 1, 1) + timedelta(days=past) for past in range(730)]
    expected = {day for day in days if day in worked or (day.weekday() < 5 and day not in off)}
    assert {day for day in days if china.is_working_day(day)} == expected
    assert {day for day in days if china.kind_of(day) == DayKind.MAKE_UP} == worked
    assert {day for day in days if china.kind_of(day) == DayKind.HOLIDAY} == off


def test_a_make_up_day_has_the_hours_of_the_first_day_that_has_any() -> None:
    hours = [(1, time(10), time(11)), (2, time(9), time(17))]
    calendar = make_calendar(country="CN", zone="Asia/Shanghai", hours=hours)
    zone = calendar.zone
    saturday = date(2026, 2, 14)
    assert calendar.intervals(saturday) == [
        (datetime(2026, 2, 14, 10, tzinfo=zone), datetime(2026, 2, 14, 11, tzinfo=zone))
    ]


def test_an_office_open_on_saturdays_is_off_in_the_weekend_of_a_festival() -> None:
    hours = [*OFFICE, (5, time(9), time(12))]
    calendar = make_calendar(country="CN", zone="Asia/Shanghai", hours=hours)
    assert not calendar.is_working_day(date(2026, 2, 21))
    assert calendar.is_working_day(date(2026, 3, 7))
    assert [end.hour for _begin, end in calendar.intervals(date(2026, 2, 28))] == [12]


def test_intervals_are_aware_moments_on_both_sides_of_summer_time() -> None:
    night = made("night")
    lengths = [
        sum(((end - begin).total_seconds() for begin, end in _utc(night.intervals(day))), 0.0) / 3600
        for day in (date(2025, 3, 8), date(2025, 3, 9), date(2025, 11, 2))
    ]
    assert lengths == [8, 7, 9]


def _utc(spans):
    return [(begin.astimezone(UTC), end.astimezone(UTC)) for begin, end in spans]


def test_hours_within_the_hour_that_a_clock_skips_are_empty() -> None:
    calendar = make_calendar(country="US", zone="America/New_York", hours=[(6, time(2), time(3))])
    assert calendar.intervals(date(2025, 3, 9)) == []
    assert len(calendar.intervals(date(2025, 3, 16))) == 1


def test_hours_that_overlap_count_once() -> None:
    hours = [(0, time(9), time(12)), (0, time(11), time(14)), (0, time(10), time(11))]
    calendar = make_calendar(country="US", zone="America/New_York", hours=hours)
    assert calendar.day_seconds == 5 * 3600


def test_an_arrangement_that_is_not_published_leaves_the_days_of_the_law(china) -> None:
    year = ARRANGED_UNTIL["CN"] + 1
    assert not china.holidays(year).is_arranged
    assert china.holidays(year).is_known
    assert china.kind_of(date(year, 10, 1)) == DayKind.HOLIDAY
    assert china.holidays(year).worked == frozenset()


@pytest.mark.parametrize(("country", "year"), [("US", 2101), ("ZZ", 2026), ("CN", 1949)])
def test_a_year_or_country_that_nobody_knows_goes_by_the_week(country: str, year: int) -> None:
    calendar = make_calendar(country=country, zone="UTC", hours=OFFICE)
    assert not calendar.holidays(year).is_known
    days = [date(year, 1, 1) + timedelta(days=past) for past in range(365)]
    assert all(calendar.is_working_day(day) == (day.weekday() < 5) for day in days)


def test_a_calendar_without_hours_says_so_at_once() -> None:
    empty = make_calendar(country="CN", zone="Asia/Shanghai", hours=[], corrections={date(2026, 5, 5): True})
    begin = datetime(2026, 5, 1, tzinfo=UTC)
    with pytest.raises(NoWorkingTimeError):
        empty.add_working(begin, 1)
    assert empty.working_seconds(begin, begin + timedelta(days=9)) == 0
    assert not empty.is_working_day(date(2026, 5, 5))


def test_more_working_time_than_a_generation_has_is_refused(china) -> None:
    with pytest.raises(NoWorkingTimeError):
        china.add_working(datetime(2026, 1, 1, tzinfo=UTC), 2**40)


def test_names_of_holidays_come_in_the_language_of_the_reader(china) -> None:
    day = date(2026, 10, 1)
    assert china.holidays(2026, "zh-hans").names[day] == "国庆节"
    assert china.holidays(2026, "en").names[day] == "National Day"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_adding_and_counting_undo_each_other_and_never_run_backwards(kind: str) -> None:
    calendar, dice = made(kind), random.Random(8)
    start = datetime(2024, 12, 1, tzinfo=UTC)
    for _round in range(400):
        begin = start + timedelta(microseconds=dice.randrange(760 * 86_400_000_000))
        seconds = dice.randrange(1, 200_000)
        end = calendar.add_working(begin, seconds)
        assert calendar.working_seconds(begin, end) == seconds
        assert calendar.working_seconds(begin, end - timedelta(microseconds=1)) == seconds - 1
        assert begin < end <= calendar.add_working(begin, seconds + 1)
        assert end <= calendar.add_working(begin + timedelta(hours=dice.randrange(100)), seconds)
        middle = begin + (end - begin) * dice.random()
        parts = calendar.working_seconds(begin, middle) + calendar.working_seconds(middle, end)
        assert seconds - 1 <= parts <= seconds
        assert calendar.working_seconds(end, begin) == 0


def test_counting_agrees_with_looking_at_every_minute() -> None:
    calendar = made("china")
    begin = datetime(2026, 2, 12, 11, 7, tzinfo=calendar.zone)
    minutes = 0
    for past in range(13 * 24 * 60):
        moment = begin + timedelta(minutes=past)
        assert calendar.working_seconds(begin, moment) == minutes * 60
        spans = calendar.intervals(moment.date()) if past % 97 == 0 or moment.minute == 0 else spans  # noqa: F821
        minutes += any(first <= moment < last for first, last in spans)


def test_a_question_over_ten_years_takes_no_time_once_the_years_are_laid_out(china) -> None:
    begin, end = datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
    china.working_seconds(begin, end)
    before = clock.perf_counter()
    for _round in range(1000):
        china.working_seconds(begin, end)
    assert clock.perf_counter() - before < 0.5


def test_a_change_of_the_row_is_seen_at_once(db) -> None:
    row = WorkCalendar.objects.create(name="t", country="CN")
    row.hours.create(weekday=0, begins=time(9), ends=time(10))
    row.save()
    monday = date(2026, 3, 2)
    assert calendar_of(row) is calendar_of(WorkCalendar.objects.get(pk=row.pk))
    assert calendar_of(row).is_working_day(monday)
    CalendarDay.objects.create(calendar=row, day=monday)
    row.save()
    assert not calendar_of(WorkCalendar.objects.get(pk=row.pk)).is_working_day(monday)
