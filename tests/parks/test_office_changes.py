"""Editors are asked about offices that a person's record says otherwise of."""

from __future__ import annotations

import pytest

from parks.models import Office, Person
from parks.office_changes import is_before, is_held, office_warnings
from portal.core.partial_dates import PartialDate

DAY = PartialDate(2025, 9, 9)


def person(**held):
    one = Person(family_name_zh_hans="赵", given_name_zh_hans="男男", family_name_en="Zhao", given_name_en="Nannan")
    one.form_names()
    one.offices = [Office(title_zh_hans="市长", title_en="Mayor", **held)] if held else []
    return one


def asked(one, *titles, day=DAY, organization_id=None):
    offices = [Office(title_zh_hans=title, organization_id=organization_id) for title in titles]
    return office_warnings(one, offices, day)


@pytest.mark.parametrize(
    ("held", "day", "said"),
    [
        ({"has_ended": False}, DAY, []),
        ({"since": PartialDate(2020), "until": PartialDate(2025)}, DAY, []),
        ({"since": PartialDate(2025, 9)}, DAY, []),
        ({"since": PartialDate(2025, 10)}, DAY, ["据记录，赵男男自2025年10月起才担任“市长”。"]),
        ({"until": PartialDate(2025, 9, 8)}, DAY, ["据记录，赵男男担任“市长”至2025年9月8日为止。"]),
        ({"until": PartialDate(2025, 9, 8), "has_ended": True}, PartialDate(2024), []),
        ({"has_ended": True}, DAY, ["据记录，赵男男已不再担任“市长”。当日是否仍在任？"]),
        ({"has_ended": True}, None, ["据记录，赵男男已不再担任“市长”。当日是否仍在任？"]),
        ({"since": PartialDate(2030)}, None, []),
        ({"until": PartialDate(2019)}, None, ["据记录，赵男男担任“市长”至2019年为止。"]),
        ({"since": PartialDate(None, 10)}, DAY, []),
    ],
)
def test_office_is_asked_about_where_the_record_speaks_against_the_day(held, day, said):
    assert asked(person(**held), "市长", day=day) == said


@pytest.mark.parametrize(
    ("held", "day", "expected"),
    [
        ({}, "2025-09-09", True),
        ({"until": PartialDate(2019)}, "2026-11-XX", False),
        ({"until": PartialDate(2019)}, "2019-XX-XX", True),
        ({"until": PartialDate(2026, 10)}, "2026-11-XX", False),
        ({"until": PartialDate(2026, 11)}, "2026-11-XX", True),
        ({"until": PartialDate(2019)}, "XXXX-11-20", False),
        ({"until": PartialDate(2019)}, None, False),
        ({"until": PartialDate(2199)}, None, True),
        ({"until": PartialDate(2025), "has_ended": True}, "2024-XX-XX", True),
        ({"until": PartialDate(None, 6), "has_ended": True}, "2024-XX-XX", False),
        ({"since": PartialDate(2025, 10)}, "2025-09-XX", False),
        ({"since": PartialDate(2025, 9)}, "2025-09-XX", True),
        ({"since": PartialDate(2199)}, None, False),
        ({"has_ended": True}, "2025-09-09", False),
    ],
)
def test_office_is_held_on_a_day_as_far_as_both_are_known(held, day, expected):
    assert is_held(Office(**held), PartialDate.parse(day) if day else None) is expected


def test_office_that_the_record_does_not_know_is_asked_about_once():
    assert asked(person(has_ended=False), "市长", "书记", "书记") == ["赵男男的记录中没有“书记”这一职务。"]


def test_same_title_in_another_organisation_is_another_office():
    held = person(has_ended=False, organization_id=1)

    assert asked(held, "市长", organization_id=1) == asked(held, "市长") == []
    assert len(asked(held, "市长", organization_id=2)) == 1


def test_record_without_offices_and_office_without_words_tell_nothing():
    assert asked(person(), "市长") == []
    assert asked(person(has_ended=True), "") == []


def test_person_who_held_an_office_twice_is_not_asked_about_the_second_time():
    one = person(until=PartialDate(2020))
    one.offices.add(Office(title_zh_hans="市长", since=PartialDate(2024)))

    assert asked(one, "市长") == []
    assert asked(one, "市长", day=PartialDate(2022)) == ["据记录，赵男男担任“市长”至2020年为止。"]


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("2025-09-09", "2025-09-10", True),
        ("2025-09-09", "2025-09-09", False),
        ("2025-09-XX", "2025-09-10", False),
        ("2025-XX-XX", "2026-XX-XX", True),
        ("XXXX-09-09", "2026-XX-XX", False),
        ("?2024-09-09", "2026-XX-XX", True),
    ],
)
def test_partial_dates_are_told_apart_only_as_far_as_they_are_known(one, other, before):
    assert is_before(PartialDate.parse(one), PartialDate.parse(other)) is before
