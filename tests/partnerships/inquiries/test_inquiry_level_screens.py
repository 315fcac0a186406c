"""Calendars and levels in the admin: who keeps them, in which words, and what a change does to clocks that run."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from partnerships.inquiries.levels.calendars import calendar_of
from partnerships.inquiries.levels.clocks import start_first
from partnerships.inquiries.levels.holiday_days import ARRANGED_UNTIL
from partnerships.models import Inquiry, ServiceClock, ServiceLevel, WorkCalendar
from portal.core.days import today
from portal.core.enums import Role
from tests.partnerships.conftest import make_user

CALENDARS = "/admin/snippets/partnerships/workcalendar/"
LEVELS = "/admin/snippets/partnerships/servicelevel/"


@pytest.fixture
def shared(calendar) -> ServiceLevel:
    values = {"calendar": calendar, "first_answer": 840, "next_answer": 1260, "warn_at": 75}
    return ServiceLevel.objects.update_or_create(unit=None, defaults=values)[0]


@pytest.fixture
def administrator(db):
    return make_user("administrator", Role.ADMINISTRATOR)


@pytest.fixture
def head(parks):
    return make_user("head", Role.HEAD, parks["zizhu"].unit)


def typed(hours=((0, "09:00", "17:00"),), days=(), **values) -> dict[str, str]:
    """A calendar as its form sends it, none of its rows kept before."""
    data = {"name": "X", "country": "US", "subdivision": "MA", "timezone": "America/New_York", **values}
    rows = {
        "hours": [dict(zip(("weekday", "begins", "ends"), row, strict=True)) for row in hours],
        "days": [dict(zip(("day", "is_working", "note"), row, strict=True)) for row in days],
    }
    for name, found in rows.items():
        data |= {f"{name}-TOTAL_FORMS": len(found), f"{name}-INITIAL_FORMS": 0}
        data |= {f"{name}-MIN_NUM_FORMS": 0, f"{name}-MAX_NUM_FORMS": 1000}
        for number, row in enumerate(found):
            data |= {f"{name}-{number}-{key}": value for key, value in row.items() if value != ""}
    return {key: str(value) for key, value in data.items()}


def errors(response) -> str:
    return str(response.context["form"].errors) if response.status_code == 200 else ""


def test_an_administrator_adds_a_calendar(client, administrator):
    client.force_login(administrator)
    answer = client.post(f"{CALENDARS}add/", typed(subdivision="ma", days=[("2026-03-03", "on", "Inventory")]))
    assert answer.status_code == 302, errors(answer)
    row = WorkCalendar.objects.get(name="X")
    assert (row.subdivision, row.hours.count(), row.days.get().note) == ("MA", 1, "Inventory")
    assert calendar_of(row).is_working_day(date(2026, 3, 3))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"hours": ()}, "否则答复永远不会到期"),
        ({"hours": ((0, "09:00", "12:00"), (0, "11:00", "17:00"))}, "有重叠"),
        ({"hours": ((0, "12:00", "09:00"),)}, ""),
        ({"subdivision": "ZZ"}, "可用代码"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
    ],
    ids=["no-hours", "overlap", "backwards", "unknown-part", "unknown-zone"],
)
def test_a_calendar_that_would_never_be_right_is_refused(client, administrator, values, said):
    client.force_login(administrator)
    answer = client.post(f"{CALENDARS}add/", typed(**values))
    assert answer.status_code == 200
    assert said in errors(answer)
    assert not WorkCalendar.objects.filter(name="X").exists()


def test_a_corrected_day_moves_what_is_due(client, administrator, parks, shared, calendar):
    inquiry = Inquiry.objects.create(
        reference="K7QF-2M9D-XW4P",
        submission_key="k",
        park=parks["zizhu"],
        unit=parks["zizhu"].unit,
        intent="other",
        company="C",
        country="US",
        person="P",
        email="p@example.com",
        message="m",
        locale="en",
        privacy_version="1",
        consented_at="2026-03-02T09:00+08:00",
    )
    start_first(inquiry, inquiry.created_at)
    before = ServiceClock.objects.get().due_at
    working = calendar_of(calendar)
    day = before.astimezone(working.zone).date()
    hours = [(row.weekday, f"{row.begins:%H:%M}", f"{row.ends:%H:%M}") for row in calendar.hours.all()]
    data = typed(hours, [(day.isoformat(), "", "Outing")], name="中国内地", country="CN", subdivision="")
    data["timezone"] = "Asia/Shanghai"
    for number, pk in enumerate(calendar.hours.values_list("pk", flat=True)):
        data[f"hours-{number}-id"] = str(pk)
    data["hours-INITIAL_FORMS"] = str(len(hours))
    client.force_login(administrator)
    answer = client.post(f"{CALENDARS}edit/{calendar.pk}/", data)
    assert answer.status_code == 302, errors(answer)
    after = ServiceClock.objects.get().due_at
    assert after > before
    assert working.working_seconds(before, after) > 0
    assert not calendar_of(WorkCalendar.objects.get(pk=calendar.pk)).is_working_day(day)


def test_a_calendar_in_use_is_not_deleted(client, administrator, shared, calendar):
    client.force_login(administrator)
    client.post(f"{CALENDARS}delete/{calendar.pk}/")
    assert WorkCalendar.objects.filter(pk=calendar.pk).exists()


def test_only_administrators_of_the_portal_change_calendars(client, head, parks, calendar):
    keeper = make_user("keeper", Role.ADMINISTRATOR, parks["zizhu"].unit)
    for user in (head, keeper):
        client.force_login(user)
        assert client.get(CALENDARS).status_code == 200
        assert client.get(reverse("calendar_year", args=[calendar.pk, 2026])).status_code == 200
        assert client.get(f"{CALENDARS}edit/{calendar.pk}/").status_code == 302
        assert client.get(f"{CALENDARS}add/").status_code == 302


def test_whoever_reads_calendars_finds_the_year(client, parks, calendar):
    calendar.days.create(day=date(2026, 3, 3), note="Inventory")
    calendar.save()
    year = reverse("calendar_year", args=[calendar.pk, today().year])
    unit = parks["zizhu"].unit
    for role, of in ((Role.HEAD, unit), (Role.OFFICER, unit), (Role.AUDITOR, None)):
        client.force_login(make_user(f"reads-{role}", role, of))
        assert f'href="{year}"' in client.get(CALENDARS).content.decode()
        page = client.get(f"{CALENDARS}inspect/{calendar.pk}/").content.decode()
        assert f'href="{year}"' in page
        assert "<dt>ID</dt>" not in page
        assert "2026-03-03 · 休息日 · Inventory" in page
        assert "（星期：" not in page
        assert "星期一 " in page


@pytest.mark.parametrize(
    "name", ["partnerships_servicelevel", "partnerships_replytemplate", "partnerships_routingrule"]
)
def test_forms_of_people_of_one_unit_begin_with_it(client, head, officers, parks, calendar, name):
    client.force_login(officers["zizhu"] if "template" in name else head)
    page = client.get(reverse(f"wagtailsnippets_{name}:add"))
    form = page.context["form"]

    assert form["unit"].value() == parks["zizhu"].unit_id
    assert form.fields["unit"].required
    assert "留空" not in str(form.fields["unit"].help_text)


def test_a_new_level_begins_with_working_days(client, head, calendar):
    client.force_login(head)
    form = client.get(reverse("wagtailsnippets_partnerships_servicelevel:add")).context["form"]

    assert [form[name].value() for name in ("first_answer", "next_answer")] == [[2, "days"], [3, "days"]]
    assert form["calendar"].value() == calendar.pk


def test_a_head_changes_the_level_of_the_unit_and_no_other(client, head, parks, shared, calendar):
    client.force_login(head)
    data = {"unit": parks["zizhu"].unit_id, "calendar": calendar.pk, "warn_at": 50}
    data |= {"first_answer_number": "1.5", "first_answer_unit": "days"}
    data |= {"next_answer_number": "3", "next_answer_unit": "hours"}
    answer = client.post(f"{LEVELS}add/", data)
    assert answer.status_code == 302, errors(answer)
    own = ServiceLevel.objects.get(unit=parks["zizhu"].unit)
    assert (own.first_answer, own.next_answer, own.warn_at) == (630, 180, 50)
    page = client.get(f"{LEVELS}edit/{own.pk}/").content.decode()
    assert 'value="1.5"' in page
    assert '<option value="days" selected>' in page
    assert client.get(f"{LEVELS}edit/{shared.pk}/").status_code == 302
    for unit in ("", parks["lingang"].unit_id):
        assert client.post(f"{LEVELS}edit/{own.pk}/", {**data, "unit": unit}).status_code == 200
    assert client.post(f"{LEVELS}add/", data).status_code == 200
    assert "2个工作日" in client.get(LEVELS).content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "9999999", "1e400", "NaN", "", "two"])
def test_a_time_that_is_none_is_refused(client, administrator, calendar, shared, number):
    client.force_login(administrator)
    data = {"unit": "", "calendar": calendar.pk, "warn_at": 50, "next_answer_number": "3", "next_answer_unit": "hours"}
    data |= {"first_answer_number": number, "first_answer_unit": "days"}
    answer = client.post(f"{LEVELS}edit/{shared.pk}/", data)
    assert answer.status_code == 200
    assert "first_answer" in errors(answer)


def test_the_year_shows_every_day_and_what_it_is(client, administrator, calendar):
    calendar.days.create(day=date(2026, 3, 3), note="Inventory")
    calendar.save()
    client.force_login(administrator)
    page = client.get(reverse("calendar_year", args=[calendar.pk, 2026])).content.decode()
    assert page.count('class="calendar-year__day ') == 365
    assert page.count("calendar-year__day--make_up") == 6 + 1
    assert "Inventory" in page
    assert "的放假调休安排，目前仅按法定节假日计算" not in page
    assert client.get(reverse("calendar_year", args=[calendar.pk, 1999])).status_code == 404
    assert client.get(reverse("calendar_year", args=[calendar.pk + 999, 2026])).status_code == 404


def test_what_is_not_known_of_a_year_is_said(client, administrator, calendar, monkeypatch):
    client.force_login(administrator)
    page = client.get(reverse("calendar_year", args=[calendar.pk, ARRANGED_UNTIL["CN"] + 1])).content.decode()
    assert "的放假调休安排，目前仅按法定节假日计算" in page
    form = client.get(f"{CALENDARS}edit/{calendar.pk}/").content.decode()
    assert ("的放假调休安排，目前仅按法定节假日计算" in form) == (today().year + 1 > ARRANGED_UNTIL["CN"])


def test_lists_ask_as_much_for_three_rows_as_for_one(client, administrator, parks, shared, calendar):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(administrator)
    counts = []
    for _round in range(2):
        for address in (LEVELS, CALENDARS):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
        for park in ("zizhu", "lingang"):
            ServiceLevel.objects.get_or_create(unit=parks[park].unit, calendar=calendar)
            WorkCalendar.objects.get_or_create(name=park, country="CN")
    assert counts[:2] == counts[2:]
