"""An item on another clock stands at its moment on the clock of the visit, in everything that shows an agenda."""

from __future__ import annotations

from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation

from partnerships.models import Visit
from partnerships.visits.agenda import on_clock
from partnerships.visits.public.making import visit_view
from partnerships.visits.public.querysets import public_visits
from tests.partnerships.visits.calendar_kit import agenda, invite, last_letter, member, read, visit_on

pytestmark = pytest.mark.django_db
DAY, EVE = date(2027, 1, 27), date(2027, 1, 26)
ALEX, SUN = "alex@example.com", "sun@example.org"
BOSTON = {"timezone": "America/New_York", "sort_order": 9}


@pytest.fixture
def visit(parks) -> Visit:
    """A visit of two days; in the morning of the second Boston joins, where it is still the evening before."""
    visit = visit_on(parks["zizhu"], EVE)
    Visit.objects.filter(pk=visit.pk).update(until="2027-01-27")
    agenda(visit, DAY, time(10), time(11), "签约", "Signing", sort_order=2)
    agenda(visit, EVE, time(20), time(21), "与波士顿视频连线", "Call with Boston", **BOSTON)
    return Visit.objects.get(pk=visit.pk)


def clocks(*given: object, zone: str = "Asia/Shanghai") -> tuple[date | None, str, str]:
    at = on_clock(*given, own_zone="America/New_York", zone=zone)  # type: ignore[arg-type]
    return at.day, at.clock, at.own


@pytest.mark.parametrize(
    ("given", "chinese"),
    [
        ((EVE, time(20), time(21)), (DAY, "09:00–10:00", "北美东部时间1月26日20:00–21:00")),
        ((DAY, time(8), None), (DAY, "21:00", "北美东部时间08:00")),
        ((DAY, time(10), time(12)), (DAY, "23:00–次日01:00", "北美东部时间10:00–12:00")),
        ((EVE, None, None), (EVE, "", "")),
        ((None, None, None), (None, "", "")),
    ],
)
def test_on_clock_says_day_and_time_there_and_the_own_clock(given, chinese):
    with translation.override("zh-hans"):
        assert clocks(*given) == chinese


def test_a_clock_that_shows_the_same_is_not_named():
    with translation.override("en"):
        assert clocks(EVE, time(20), time(21), zone="America/Toronto") == (EVE, "20:00–21:00", "")
        assert clocks(EVE, time(20), time(21))[2] == "Eastern Time 26 January, 20:00–21:00"


def test_letter_and_entry_of_a_calendar(visit, officers):
    member(visit, SUN, english=False)
    invite(visit, officers["zizhu"])
    line = "09:00–10:00（北美东部时间1月26日20:00–21:00）　与波士顿视频连线"
    letter = last_letter(SUN)
    for said in (letter.text, letter.html, read(letter.calendar).vevent.description.value):
        places = [said.rindex(words) for words in ("参观孵化器", "2027年1月27日", line, "签约")]
        assert places == sorted(places)


@pytest.mark.parametrize("paper", ["programme", "plan", "handbook"])
def test_papers(visit, officers, client, paper):
    client.force_login(officers["zizhu"])
    page = client.get(reverse("visit_paper", args=[visit.pk, paper]) + "?language=zh-hans")
    shown = BeautifulSoup(page.content, "html.parser").select_one("main").get_text(" ", strip=True)
    said = ("参观孵化器", "2027年1月27日", "09:00–10:00", "（北美东部时间1月26日20:00–21:00）", "与波士顿", "签约")
    places, place = [], shown.index("2027年1月26日（")
    for words in said:
        place = shown.index(words, place)
        places.append(place)
    assert places == sorted(places)


def test_the_note_on_local_time_excepts_the_other_clock(visit, officers, client):
    client.force_login(officers["zizhu"])
    for paper in ("programme", "handbook"):
        page = client.get(reverse("visit_paper", args=[visit.pk, paper]) + "?language=en").content.decode()
        assert "All times are local" not in page
        assert "Times are local (Beijing time); those in brackets are on the clock that is named there." in page


def test_calendar_of_the_admin(visit, officers, client):
    client.force_login(officers["zizhu"])
    page = client.get("/admin/visits/calendar/?view=list&date=2027-01-01")
    shown = {day.date: [line.text for one in day.shown for line in one.lines] for day in page.context["days"]}
    with translation.override(page.headers["Content-Language"]):
        assert len(shown[EVE]) == 2
        assert len(shown[DAY]) == 2
    assert "09:00–10:00" in page.content.decode()


def test_public_page(visit):
    Visit.objects.filter(pk=visit.pk).update(is_public=True, state="reported", public_fields=["agenda"])
    shown = visit_view(public_visits().get(pk=visit.pk))
    days = [(day, [str(item.text) for _at, item in items]) for day, items in shown.agenda_days]
    assert [day for day, _items in days] == [EVE, DAY]
    assert [len(items) for _day, items in days] == [2, 2]
    # The programming interface keeps the clock on which the item is written, and its place.
    assert [(item.day, item.starts_at) for item in shown.agenda][2] == (EVE, time(20))


def test_lists_and_the_state_screen_say_both_days(visit, officers, client):
    client.force_login(officers["zizhu"])
    for address in (reverse("wagtailsnippets_partnerships_visit:list"), reverse("visit_state", args=[visit.pk])):
        assert "2027年1月26日至27日" in client.get(address).content.decode()


def test_a_month_alone_is_named_below_the_calendar_with_the_other(visit, officers, client):
    visit.agenda.all().delete()
    Visit.objects.filter(pk=visit.pk).update(date="2027-01-XX", until="2027-02-XX")
    client.force_login(officers["zizhu"])
    page = client.get("/admin/visits/calendar/?view=list&date=2027-01-01")
    assert [days for _visit, _url, days in page.context["undated"]] == ["2027年1月至2月"]
