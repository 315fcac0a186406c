"""Rooms and people that are needed twice at a time: by whom, when, and what of it may be said."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from partnerships.models import Visit
from partnerships.visits.clash_words import clash_sentences, warn_of_clashes
from partnerships.visits.clashes import clash_mark, clashes_of
from portal.core.partial_dates import PartialDate
from tests.partnerships.factories import PersonFactory
from tests.partnerships.visits.preparing import AHEAD, item, member, room, visit_of

pytestmark = pytest.mark.django_db


def said(visit: Visit, language: str = "en") -> list[str]:
    with override(language):
        return clash_sentences(clashes_of(Visit.objects.get(pk=visit.pk)))


@pytest.fixture
def pair(parks) -> tuple[Visit, Visit]:
    """Two visits to come of one unit on one day."""
    first = visit_of(parks["zizhu"], date=AHEAD)
    return first, visit_of(parks["zizhu"], date=AHEAD, name_en="Other visit", name_zh_hans="另一来访")


def test_room_taken_twice_is_named_with_the_overlap_and_the_other_visit(parks, pair):
    hall = room(parks["zizhu"], "Hall")
    item(pair[0], "09:00", "10:30", room=hall)
    item(pair[1], "10:00", "11:00", room=hall)
    assert said(pair[0]) == ["Hall (5 March 2031, 10:00–10:30): also taken by “Other visit”, Requested."]
    assert said(pair[0], "zh-hans") == ["Hall（2031年3月5日10:00—10:30）：同时被“另一来访”（已申请）占用。"]


@pytest.mark.parametrize(
    ("other", "clashes"),
    [
        (("10:00", "11:00"), False),  # half-open: one begins when the other ends
        (("08:00", "09:00"), False),
        (("08:00", "09:01"), True),
        (("09:30", "09:40"), True),
        (("08:00", "12:00"), True),
        (("08:30", ""), True),  # without an end it lasts an hour
        (("08:00", ""), False),
    ],
)
def test_times_are_half_open(parks, pair, other, clashes):
    hall = room(parks["zizhu"])
    item(pair[0], "09:00", "10:00", room=hall)
    item(pair[1], *other, room=hall)
    assert bool(said(pair[0])) == bool(said(pair[1])) == clashes


@pytest.mark.parametrize(
    ("state", "holds"),
    [
        *((state, True) for state in ("requested", "under_review", "confirmed")),
        *((state, False) for state in ("postponed", "cancelled", "declined", "hosted", "reported", "closed")),
    ],
)
def test_only_visits_to_come_hold_rooms(parks, pair, state, holds):
    hall = room(parks["zizhu"])
    for visit in pair:
        item(visit, "09:00", "10:00", room=hall)
    Visit.objects.filter(pk=pair[1].pk).update(state=state)
    assert (bool(said(pair[0])), bool(said(pair[1]))) == (holds, holds)


def test_visit_of_another_unit_is_not_named(parks, pair):
    hall = room(parks["zizhu"], "Hall")
    foreign = visit_of(parks["lingang"], date=AHEAD, name_en="Secret visit", name_zh_hans="秘密来访")
    host = member(foreign, "Zhang", side="hosts")
    member(pair[0], person=host.person, side="hosts")
    for visit in (pair[0], foreign):
        item(visit, "09:00", "10:00", room=hall)
    assert said(pair[0]) == [
        "Zhang (5 March 2031, 09:00–10:00): engaged by another unit.",
        "Hall (5 March 2031, 09:00–10:00): taken by another unit.",
    ]
    assert clashes_of(pair[0])[0].other_visit is None


def test_times_of_another_unit_are_not_told(parks, pair):
    hall, zhang = room(parks["zizhu"], "Hall"), PersonFactory(family_name_en="Zhang", given_name_en="")
    foreign = visit_of(parks["lingang"], date=AHEAD)
    item(pair[0], "09:00", "12:00", room=hall, responsible=zhang)
    item(foreign, "10:10", "10:50", room=hall, responsible=zhang)
    item(foreign, "11:05", "11:15", room=hall, responsible=zhang)
    assert [sentence[sentence.index(" (") :] for sentence in said(pair[0])] == [
        " (5 March 2031, 09:00–12:00): engaged by another unit.",
        " (5 March 2031, 09:00–12:00): taken by another unit.",
    ]


def test_room_that_the_reader_may_not_know_is_not_answered_for(parks, pair, officers):
    hall = room(parks["lingang"], "Hall")
    for visit in (pair[0], visit_of(parks["lingang"], date=AHEAD)):
        item(visit, "09:00", "10:00", room=hall)
    assert not clashes_of(pair[0], reader=officers["zizhu"])
    assert clashes_of(pair[0], reader=officers["lingang"])
    item(pair[1], "09:00", "10:00", room=hall)
    assert [clash.other_visit for clash in clashes_of(pair[0], reader=officers["zizhu"])] == [pair[1]]


def test_times_of_other_zones_are_compared_as_moments(parks, pair):
    hall = room(parks["zizhu"], "Hall")
    item(pair[0], "21:00", "22:00", room=hall)
    # 21:30 in Shanghai is 08:30 in Boston while winter time holds there (until 9 March 2031), 09:30 afterwards.
    item(pair[1], "08:30", "09:00", room=hall, timezone="America/New_York")
    assert said(pair[0]) == ["Hall (5 March 2031, 21:30–22:00): also taken by “Other visit”, Requested."]
    assert said(pair[1])[0].startswith("Hall (5 March 2031, 08:30–09:00 America/New_York)")
    late = date(2031, 3, 12)
    item(pair[0], "21:00", "22:00", day=late, room=hall)
    item(pair[1], "08:30", "09:00", day=late, room=hall, timezone="America/New_York")
    assert len(clashes_of(pair[0])) == 1


@pytest.mark.parametrize(
    ("values", "clashes"),
    [
        ({"side": "hosts"}, True),
        ({"role": "interpreter"}, True),
        ({"side": "guests"}, False),
    ],
)
def test_hosts_and_interpreters_are_busy_during_the_items(parks, pair, values, clashes):
    person = member(pair[0], "Yang", side="hosts").person
    member(pair[1], person=person, **values)
    for visit in pair:
        item(visit, "09:00", "10:00")
    assert said(pair[0]) == (
        ["Yang (5 March 2031, 09:00–10:00): also needed for “Other visit”, Requested."] if clashes else []
    )


def test_responsible_person_is_busy_and_hosts_are_not_at_what_runs_beside(parks, pair):
    host = member(pair[0], "Yang", side="hosts").person
    item(pair[0], "09:00", "10:00", is_parallel=True)
    item(pair[0], "11:00", "12:00")
    item(pair[1], "09:00", "10:00", responsible=host)
    assert said(pair[0]) == []
    item(pair[1], "11:30", "12:00", responsible=host)
    assert said(pair[0]) == ["Yang (5 March 2031, 11:30–12:00): also needed for “Other visit”, Requested."]


def test_who_travels_is_away_for_all_days(parks, pair):
    trip = visit_of(
        parks["zizhu"], direction="outgoing", date=AHEAD, until=PartialDate(2031, 3, 8), name_en="Trip to Boston"
    )
    traveller = member(trip, "Yang").person
    item(trip, "09:00", "10:00")
    item(pair[0], "15:00", "16:00", day=date(2031, 3, 8), responsible=traveller)
    item(pair[0], "15:00", "16:00", day=date(2031, 3, 9), responsible=traveller)
    assert said(pair[0]) == ["Yang (8 March 2031, 15:00–16:00): also needed for “Trip to Boston”, Requested."]


def test_visits_without_times_take_their_days(parks, pair):
    person = member(pair[0], "Yang", side="hosts").person
    member(pair[1], person=person, side="hosts")
    assert said(pair[0]) == ["Yang (5 March 2031): also needed for “Other visit”, Requested."]
    Visit.objects.filter(pk=pair[1].pk).update(date=PartialDate(2031, 3))
    assert said(pair[0]) == []


def test_two_items_of_one_visit_clash_over_a_room_or_who_is_responsible(parks, pair):
    hall, person = room(parks["zizhu"], "Hall"), member(pair[0], "Yang", side="hosts").person
    item(pair[0], "09:00", "10:00", room=hall, responsible=person)
    item(pair[0], "09:30", "11:00", room=hall, responsible=person, is_parallel=True)
    assert said(pair[0]) == [
        "Yang (5 March 2031, 09:30–10:00): responsible for two items at once.",
        "Hall (5 March 2031, 09:30–10:00): two items of this visit need this room.",
    ]


def test_one_person_and_visit_are_one_sentence(parks, pair):
    person = member(pair[0], "Yang", side="hosts").person
    member(pair[1], person=person, side="hosts")
    for hour in range(9, 14):
        for visit in pair:
            item(visit, f"{hour:02}:00", f"{hour:02}:30")
    [sentence] = said(pair[0])
    assert sentence.count("March") == 3
    assert "and at further times" in sentence


def test_mark_changes_with_the_state_of_the_other_visit(parks, pair):
    hall = room(parks["zizhu"])
    assert clash_mark(clashes_of(pair[0])) == ""
    for visit in pair:
        item(visit, "09:00", "10:00", room=hall)
    before = clash_mark(clashes_of(pair[0]))
    Visit.objects.filter(pk=pair[1].pk).update(state="confirmed")
    assert before != clash_mark(clashes_of(pair[0])) != ""


def test_clashes_are_told_after_saving(parks, pair, officers):
    request = RequestFactory().post("/")
    request.user = officers["zizhu"]
    request._messages = CookieStorage(request)
    for number in range(7):
        hall = room(parks["zizhu"], f"Hall {number}")
        for visit in pair:
            item(visit, "09:00", "10:00", room=hall)
    with override("en"):
        warn_of_clashes(request, pair[0])
    told = [str(message) for message in get_messages(request)]
    assert len(told) == 6
    assert told[-1] == "Further clashes, see “State and steps”: 2."


def test_queries_are_five_however_many_there_are(parks, pair):
    counts = []
    for number in (1, 4):
        for _time in range(number):
            hall = room(parks["zizhu"])
            host = member(pair[0], side="hosts").person
            other = visit_of(parks["zizhu"], date=AHEAD)
            member(other, person=host, side="hosts")
            for visit in (pair[0], other):
                item(visit, "09:00", "10:00", room=hall, responsible=host)
        with CaptureQueriesContext(connection) as queries:
            assert said_of(pair[0])
        counts.append(len(queries))
    assert counts == [5, 5]


def said_of(visit: Visit) -> list[str]:
    return clash_sentences(clashes_of(visit))
