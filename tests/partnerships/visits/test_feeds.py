"""Feeds: what a secret address serves follows what its owner may read now; whatever serves nothing looks the same."""

from __future__ import annotations

import hashlib
import logging
from datetime import date, time, timedelta

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.errors import PartnershipRefusedError
from partnerships.models import AgendaItem, CalendarFeed, Gift, MinutesPart, Visit
from partnerships.visits.calendars import feed_views
from partnerships.visits.calendars.feeds import MOST_FEEDS, address_of, make_feed, revoke_feed
from partnerships.visits.services.moves import move_visit
from portal.core.days import today
from portal.core.enums import Role
from portal.core.models import Membership
from portal.core.partial_dates import PartialDate
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import VisitFactory
from tests.partnerships.visits.calendar_kit import PRIVATE, agenda, member, read, utc, visit_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(officers):
    return officers["zizhu"]


@pytest.fixture
def day():
    return today() + timedelta(days=30)


@pytest.fixture
def visit(parks, day):
    return visit_on(parks["zizhu"], day)


def fetch(secret: str, **headers):
    return Client().get(f"/calendar/{secret}.ics", headers=headers)


def summaries(secret: str) -> list[str]:
    calendar = read(fetch(secret).content.decode())
    return sorted(event.summary.value for event in calendar.contents.get("vevent", []))


def test_feed_of_a_park_has_every_item_of_the_agenda_with_a_stable_uid(visit, officer, parks, day):
    _feed, secret = make_feed(park=parks["zizhu"], locale="en", by=officer)

    answer = fetch(secret)
    calendar = read(answer.content.decode())
    events = sorted(calendar.vevent_list, key=lambda event: event.dtstart.value)

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert calendar.contents["x-wr-calname"][0].value == "Visits · Shanghai Zizhu High-Tech Park"
    assert calendar.contents["refresh-interval"][0].value == "PT1H"
    assert "method" not in calendar.contents
    assert [event.summary.value for event in events] == [
        "Talks on cooperation · Visit of the Boston delegation",
        "Tour of the incubator · Visit of the Boston delegation",
    ]
    assert events[0].location.value == "Room 301"
    assert utc(events[0].dtstart.value) == f"{day} 01:00"
    keys = visit.agenda.order_by("begins").values_list("pk", flat=True)
    assert [event.uid.value.partition("@")[0] for event in events] == [f"visit-agenda-{pk}" for pk in keys]
    assert fetch(secret).content == answer.content  # the same records are the same bytes


def test_feed_speaks_its_own_language_whatever_the_calendar_asks_for(visit, officer, parks):
    _feed, secret = make_feed(park=parks["zizhu"], locale="zh-hans", by=officer)

    answer = fetch(secret, accept_language="en")

    assert "合作会谈 · 波士顿代表团来访" in answer.content.decode().replace("\r\n ", "")
    assert answer.headers["Content-Language"] == "zh-hans"


def test_visit_without_times_is_whole_days_and_one_without_a_day_is_left_out(parks, officer, day):
    last = day + timedelta(days=1)
    values = {"unit": parks["zizhu"].unit, "park": parks["zizhu"], "name_en": "Delegation"}
    VisitFactory(
        **values, date=PartialDate(day.year, day.month, day.day), until=PartialDate(last.year, last.month, last.day)
    )
    VisitFactory(**{**values, "name_en": "Some day"}, date=PartialDate(day.year, day.month))
    _feed, secret = make_feed(park=parks["zizhu"], locale="en", by=officer)

    [event] = read(fetch(secret).content.decode()).vevent_list

    assert (event.dtstart.value, event.dtend.value) == (day, last + timedelta(days=1))
    assert (event.summary.value, event.status.value) == ("Delegation", "TENTATIVE")


def test_own_feed_has_the_visits_one_is_responsible_for(visit, officer, parks, day):
    mine = visit_on(parks["zizhu"], day, name_en="Mine", responsible=officer)
    AgendaItem.objects.filter(visit=mine, sort_order=1).delete()
    _feed, secret = make_feed(park=None, locale="en", by=officer)

    assert summaries(secret) == ["Talks on cooperation · Mine"]


def test_feed_is_bounded_in_time(parks, officer):
    for name, days in (("Long ago", -400), ("Last year", -300), ("Next year", 600), ("Far", 800)):
        day = today() + timedelta(days=days)
        visit = visit_on(parks["zizhu"], day, name_en=name)
        AgendaItem.objects.filter(visit=visit, sort_order=1).delete()
    _feed, secret = make_feed(park=parks["zizhu"], locale="en", by=officer)

    assert summaries(secret) == ["Talks on cooperation · Last year", "Talks on cooperation · Next year"]


def test_called_off_visit_is_cancelled_for_a_while_and_then_gone(visit, officer, parks):
    _feed, secret = make_feed(park=parks["zizhu"], locale="en", by=officer)
    move_visit(visit_id=visit.pk, seen="confirmed", to="cancelled", by=officer, note="Typhoon")

    statuses = {event.status.value for event in read(fetch(secret).content.decode()).vevent_list}
    assert statuses == {"CANCELLED"}

    Visit.objects.filter(pk=visit.pk).update(updated_at=timezone.now() - timedelta(days=61))
    assert summaries(secret) == []


def test_other_units_visits_stay_out(visit, officer, parks, day):
    visit_on(parks["lingang"], day, name_en="Theirs")
    Visit.objects.filter(pk=visit_on(parks["zizhu"], day, name_en="Odd").pk).update(unit=parks["lingang"].unit)
    _feed, secret = make_feed(park=parks["zizhu"], locale="en", by=officer)

    assert not [name for name in summaries(secret) if "Theirs" in name or "Odd" in name]
    with pytest.raises(PartnershipRefusedError) as refused:
        make_feed(park=parks["lingang"], locale="en", by=officer)
    assert refused.value.code == "forbidden"


def test_nothing_private_is_served(visit, officer, parks):
    Visit.objects.filter(pk=visit.pk).update(
        internal_note=PRIVATE["internal_note"], letter_number=PRIVATE["letter_number"], responsible=officer
    )
    needs = {name: PRIVATE[name] for name in ("dietary", "access_needs", "interpreting")}
    member(visit, "alex@example.com", **needs)
    MinutesPart.objects.create(visit=visit, text_en=PRIVATE["minutes"], confidence="confidential")
    Gift.objects.create(visit=visit, direction="given", description=PRIVATE["gift"], counterpart="x")

    for park in (parks["zizhu"], None):
        _feed, secret = make_feed(park=park, locale="en", by=officer)
        said = fetch(secret).content.decode().replace("\r\n ", "")
        assert "Talks on cooperation" in said
        assert not [word for word in PRIVATE.values() if word in said]
        assert "alex@example.com" not in said
        assert officer.email not in said


def as_seen(answer) -> tuple:
    kept = {name: value for name, value in answer.headers.items() if name not in ("Date",)}
    return answer.status_code, answer.content, kept


@pytest.mark.parametrize("reason", ["revoked", "closed", "role ended", "other unit", "own, role ended", "no suffix"])
def test_whatever_serves_nothing_is_the_answer_of_an_unknown_address(visit, officer, parks, reason):
    park = None if reason.startswith("own") else parks["zizhu"]
    feed, secret = make_feed(park=park, locale="en", by=officer)
    assert fetch(secret).status_code == 200
    unknown = as_seen(fetch("x" * 43))
    if reason == "revoked":
        revoke_feed(feed_id=feed.pk, by=officer)
    elif reason == "closed":
        officer.is_active = False
        officer.save()
    elif reason == "other unit":
        Membership.objects.filter(user=officer).update(unit=parks["lingang"].unit)
    elif reason.endswith("role ended"):
        Membership.objects.filter(user=officer).delete()

    answer = Client().get(f"/calendar/{secret}") if reason == "no suffix" else fetch(secret)

    assert as_seen(answer) == unknown
    assert (unknown[0], unknown[1], unknown[2]["Cache-Control"]) == (404, b"", "private, no-store")


@pytest.mark.parametrize("secret", ["", "a/b", "%00", "é" * 40, "x" * 5000, ".ics", "%ff"])
def test_hostile_addresses_serve_nothing(secret):
    assert fetch(secret).status_code in (400, 404)


def test_address_is_long_random_and_not_kept(officer, parks):
    feed, secret = make_feed(park=parks["zizhu"], locale="en", by=officer)

    assert len(secret) >= 43
    assert feed.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert address_of(secret) == f"{django_settings.PORTAL_BASE_URL}/calendar/{secret}.ics"
    row = CalendarFeed.objects.filter(pk=feed.pk).values().get()
    assert secret not in str(row)


def test_unchanged_calendar_is_not_sent_again_and_a_changed_one_is(visit, officer, parks):
    _feed, secret = make_feed(park=parks["zizhu"], locale="en", by=officer)
    first = fetch(secret)
    assert first.headers["Cache-Control"] == "private, no-cache"
    by_tag = {"if_none_match": first.headers["ETag"]}
    by_time = {"if_modified_since": first.headers["Last-Modified"]}

    assert (fetch(secret, **by_tag).status_code, fetch(secret, **by_time).status_code) == (304, 304)
    assert fetch(secret, **by_tag).headers["Cache-Control"] == "private, no-cache"

    AgendaItem.objects.filter(visit=visit, sort_order=1).delete()
    assert fetch(secret, **by_tag).status_code == 200


def test_removed_visit_is_not_hidden_by_an_older_time(visit, officer, parks, day, monkeypatch):
    """A calendar that asks by time alone hears of a removal, which leaves no later record behind."""
    visit_on(parks["zizhu"], day, name_en="Second")
    _feed, secret = make_feed(park=parks["zizhu"], locale="en", by=officer)
    first = fetch(secret)
    later = timezone.now() + timedelta(minutes=5)
    monkeypatch.setattr(feed_views.timezone, "now", lambda: later)
    visit.delete()

    answer = fetch(secret, if_modified_since=first.headers["Last-Modified"])

    assert (answer.status_code, b"Boston" in answer.content) == (200, False)


def test_only_reading_is_served_and_no_cookie_is_set(officer, parks):
    _feed, secret = make_feed(park=parks["zizhu"], locale="en", by=officer)
    address = f"/calendar/{secret}.ics"

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address).status_code == 405
    assert (strict.head(address).status_code, strict.head(address).content) == (200, b"")
    assert not strict.cookies
    assert strict.get(address).headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"


def test_no_secret_is_logged_whatever_happens(officer, parks, caplog, monkeypatch):
    feed, secret = make_feed(park=parks["zizhu"], locale="en", by=officer)
    caplog.set_level(logging.DEBUG)
    fetch(secret)
    Client().post(f"/calendar/{secret}.ics")
    Client().get(f"/calendar/{secret}")
    monkeypatch.setattr(feed_views, "served", lambda feed: (_ for _ in ()).throw(OperationalError("away")))
    assert fetch(secret).status_code == 500
    revoke_feed(feed_id=feed.pk, by=officer)
    fetch(secret)

    told = [
        record.getMessage() + str(record.exc_info or "")
        for record in caplog.records
        if record.name != "django.db.backends"
    ]
    assert not [line for line in told if secret in line]


def test_who_asks_too_often_waits(officer, parks, monkeypatch):
    monkeypatch.setattr(feed_views, "A_MINUTE", 2)
    _feed, secret = make_feed(park=parks["zizhu"], locale="en", by=officer)

    assert [fetch(secret).status_code for _ in range(3)] == [200, 200, 429]


def test_number_of_addresses_is_limited(officer, parks):
    for _ in range(MOST_FEEDS):
        make_feed(park=None, locale="en", by=officer)
    with pytest.raises(PartnershipRefusedError) as refused:
        make_feed(park=None, locale="en", by=officer)
    assert refused.value.code == "many"


def test_feed_costs_the_same_queries_for_one_visit_and_for_many(parks, officer, day, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _feed, secret = make_feed(park=parks["zizhu"], locale="en", by=officer)
    counts = []
    for number in (1, 5):
        for _ in range(number):
            visit_on(parks["zizhu"], day)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            fetch(secret)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_agenda_in_another_zone_is_told_on_its_own_clock(parks, officer):
    winter = date(today().year + 1, 1, 11)
    visit = visit_on(parks["zizhu"], winter, direction="outgoing", timezone="America/New_York")
    AgendaItem.objects.filter(visit=visit).delete()
    agenda(visit, winter, time(9), time(10), "会谈", "Talks", timezone="Europe/London")
    _feed, secret = make_feed(park=parks["zizhu"], locale="en", by=officer)

    calendar = read(fetch(secret).content.decode())
    assert utc(calendar.vevent.dtstart.value) == f"{winter} 09:00"
    assert calendar.vtimezone.tzid.value == "Europe/London"


def test_screen_shows_the_address_once(visit, officer, parks, client):
    client.force_login(officer)
    address = reverse("visit_feeds")

    page = client.post(address, {"park": parks["zizhu"].pk, "language": "en"})

    shown = page.context["address"]
    assert shown in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert Client().get(shown.removeprefix(django_settings.PORTAL_BASE_URL)).status_code == 200
    assert shown not in client.get(address).content.decode()


def test_screen_offers_and_takes_own_parks_only(officer, parks, client):
    client.force_login(officer)
    page = client.get(reverse("visit_feeds"))
    assert [pk for pk, _name in page.context["parks"]] == [parks["zizhu"].pk]

    page = client.post(reverse("visit_feeds"), {"park": parks["lingang"].pk, "language": "en"})

    assert (page.context["error"] != "", CalendarFeed.objects.count()) == (True, 0)


@pytest.mark.parametrize(
    ("who", "status", "is_open"),
    [("owner", 302, False), ("colleague", 404, True), ("unit administrator", 302, False), ("stranger", 404, True)],
)
def test_who_revokes_an_address(officer, parks, client, who, status, is_open):
    feed, _secret = make_feed(park=parks["zizhu"], locale="en", by=officer)
    people = {
        "owner": lambda: officer,
        "colleague": lambda: make_user("colleague", Role.OFFICER, parks["zizhu"].unit),
        "unit administrator": lambda: make_user("administrator", Role.ADMINISTRATOR, parks["zizhu"].unit),
        "stranger": lambda: make_user("stranger", Role.ADMINISTRATOR, parks["lingang"].unit),
    }
    client.force_login(people[who]())

    assert client.post(reverse("visit_feed_revoke", args=[feed.pk])).status_code == status

    feed.refresh_from_db()
    assert (feed.revoked_at is None) == is_open
