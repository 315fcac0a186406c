"""The calendar of the admin: what one may read, on the days on which it is, by the address alone."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from portal.core.days import today
from portal.core.enums import Role
from portal.core.partial_dates import PartialDate
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import VisitFactory
from tests.partnerships.visits.calendar_kit import agenda, visit_on

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 30)


@pytest.fixture
def reader(officers, client):
    person = officers["zizhu"]
    UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": "en"})
    client.force_login(person)
    return person


def screen(client, **query) -> BeautifulSoup:
    answer = client.get(reverse("visit_calendar"), query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").main


def words(element) -> str:
    return " ".join(element.get_text(" ").split())


def cell(page: BeautifulSoup, day: date) -> str:
    time_tag = page.select_one(f'time[datetime="{day}"]')
    return words(time_tag.find_parent(["td", "tr"]))


def test_month_is_a_table_of_weeks_with_visits_and_agenda_on_their_days(parks, reader, client):
    visit = visit_on(parks["zizhu"], DAY)
    page = screen(client, view="month", date="2026-10-05")

    assert [words(head) for head in page.select("table th[scope=col]")][::6] == ["Monday", "Sunday"]
    assert {len(row.find_all("td")) for row in page.select("tbody tr")} == {7}
    said = cell(page, DAY)
    assert "Visit of the Boston delegation Confirmed 09:00–10:30 Talks on cooperation Room 301" in said
    assert "Boston" not in cell(page, DAY + timedelta(days=1))
    address = reverse("wagtailsnippets_partnerships_visit:edit", args=[visit.pk])
    assert page.select_one(f'table a[href="{address}"]')
    assert words(page.select_one("h2")) == "October 2026"


def test_visit_of_several_days_stands_on_each_and_agenda_on_its_own(parks, reader, client):
    visit = visit_on(parks["zizhu"], DAY, until=PartialDate(2026, 11, 1))
    agenda(visit, date(2026, 10, 31), time(14), time(15), "签约", "Signing")
    page = screen(client, view="month", date="2026-10-30")

    assert "Signing" in cell(page, date(2026, 10, 31))
    assert "Talks" not in cell(page, date(2026, 10, 31))
    assert "Boston" in cell(page, date(2026, 11, 1))
    assert "Boston" not in cell(page, date(2026, 10, 29))


@pytest.mark.parametrize(("view", "rows"), [("week", 7), ("list", 1)])
def test_week_has_every_day_and_list_those_with_something(parks, reader, client, view, rows):
    visit_on(parks["zizhu"], DAY)
    page = screen(client, view=view, date="2026-10-28")

    assert len(page.select("tbody tr")) == rows
    assert all(row.find("th", scope="row") for row in page.select("tbody tr"))
    assert "Talks on cooperation" in cell(page, DAY)


@pytest.mark.parametrize(
    ("view", "earlier", "later"),
    [
        ("month", "2026-09-01", "2026-11-01"),
        ("week", "2026-10-19", "2026-11-02"),
        ("list", "2026-07-01", "2027-01-01"),
    ],
)
def test_buttons_lead_on_and_keep_what_is_chosen(parks, reader, client, view, earlier, later):
    page = screen(client, view=view, date="2026-10-30", kind="business")

    assert page.select_one("a[rel=prev]")["href"] == f"?view={view}&date={earlier}&kind=business"
    assert page.select_one("a[rel=next]")["href"] == f"?view={view}&date={later}&kind=business"
    current = page.select('nav a[aria-current="page"]')
    assert len(current) == 1


def test_other_units_visits_are_not_shown(parks, officers, reader, client):
    visit_on(parks["lingang"], DAY, name_en="Theirs")

    assert "Theirs" not in words(screen(client, view="month", date="2026-10-30"))


def test_who_may_read_no_visit_has_no_calendar(parks, client):
    client.force_login(make_user("editor", Role.EDITOR, parks["zizhu"].unit))

    assert client.get(reverse("visit_calendar")).status_code in (302, 403)


def test_reader_is_led_to_a_screen_that_opens(parks, client):
    visit = visit_on(parks["zizhu"], DAY)
    client.force_login(make_user("auditor", Role.AUDITOR, parks["zizhu"].unit))

    link = screen(client, date="2026-10-30").select_one("table a")["href"]

    assert link == reverse("wagtailsnippets_partnerships_visit:inspect", args=[visit.pk])
    assert client.get(link).status_code == 200


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"kind": "business"}, ["Business"]),
        ({"state": "under_review"}, ["Foreign"]),
        ({"kind": "foreign", "state": "confirmed"}, []),
        ({"kind": "nonsense"}, ["Business", "Foreign"]),
    ],
)
def test_filters_narrow_and_what_does_not_exist_is_told(parks, reader, client, query, shown):
    visit_on(parks["zizhu"], DAY, name_en="Business")
    visit_on(parks["zizhu"], DAY, name_en="Foreign", kind="foreign").__class__.objects.filter(kind="foreign").update(
        state="under_review"
    )
    page = screen(client, date="2026-10-30", **query)

    assert sorted(words(link) for link in page.select("table a")) == shown
    assert bool(page.select_one("[role=alert]")) == ("nonsense" in query.values())


def test_park_filter_offers_own_parks(parks, reader, client):
    options = screen(client).select("#calendar-park option")

    assert [option["value"] for option in options] == ["", str(parks["zizhu"].pk)]


def test_other_zone_is_named_and_keeps_its_clock(parks, reader, client):
    visit_on(parks["zizhu"], date(2026, 11, 2), timezone="America/New_York")

    said = cell(screen(client, view="week", date="2026-11-02"), date(2026, 11, 2))

    assert "09:00–10:30 Talks on cooperation Room 301 Eastern Time (UTC−5)" in said


def test_called_off_visit_says_so_in_words(parks, reader, client):
    visit = visit_on(parks["zizhu"], DAY)
    type(visit).objects.filter(pk=visit.pk).update(state="cancelled")

    assert "Visit of the Boston delegation Cancelled" in cell(screen(client, date="2026-10-30"), DAY)


def test_visit_without_a_day_stands_below_its_month(parks, reader, client):
    VisitFactory(unit=parks["zizhu"].unit, name_en="Some day", date=PartialDate(2026, 10))

    assert "Some day · October 2026 · Requested" in words(screen(client, date="2026-10-30"))
    assert "Some day" not in words(screen(client, date="2026-12-01"))


@pytest.mark.parametrize("text", ["", "2026-13-40", "0001-01-01", "9999-12-31", "x'", "2026-10-30T00:00"])
def test_day_that_is_none_is_today(parks, reader, client, text):
    page = screen(client, date=text)

    assert page.select_one('td[aria-current="date"] time')["datetime"] == str(today())


def test_number_of_queries_does_not_grow(parks, reader, client):
    counts = []
    for number in (1, 3):
        for _ in range(number):
            visit_on(parks["zizhu"], DAY)
        screen(client, date="2026-10-30")
        with CaptureQueriesContext(connection) as queries:
            screen(client, date="2026-10-30")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_menu_leads_to_the_calendar(parks, reader, client):
    home = client.get(reverse("wagtailadmin_home")).content.decode()

    assert reverse("visit_calendar") in home
