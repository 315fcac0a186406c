"""Clocks run while the inquiry is with the office, stop while the investor is asked, and tell in time from late."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone, translation

from partnerships.inquiries.enums import ClockEnd, ClockKind, InquiryState
from partnerships.inquiries.levels import recalculating
from partnerships.inquiries.levels.calendars import calendar_of
from partnerships.inquiries.levels.clocks import (
    follow_move,
    note_answer,
    note_erased,
    note_investor,
    note_unit,
    open_clock,
    start_first,
)
from partnerships.inquiries.levels.words import clock_words, span_words
from partnerships.models import Inquiry, InquiryMove, ServiceClock, ServiceLevel, WorkCalendar
from partnerships.tasks import watch_inquiries
from portal.core.enums import Role
from portal.core.models import Membership
from portal.outbox.models import Letter
from tests.partnerships.conftest import make_user

BEIJING = ZoneInfo("Asia/Shanghai")
HOUR = 3600
KINDS = ("inquiry_due", "inquiry_overdue")
S = InquiryState


def at(text: str) -> datetime:
    """A moment of Beijing, such as `03-02 09:00` of 2026 (a Monday)."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=BEIJING)


MONDAY = at("03-02 09:00")


@pytest.fixture(autouse=True)
def new_process():
    recalculating._settled.clear()


@pytest.fixture
def level(calendar) -> ServiceLevel:
    """Seven hours for the first answer, fourteen for a further one; warned after three quarters."""
    values = {"calendar": calendar, "first_answer": 420, "next_answer": 840, "warn_at": 75}
    return ServiceLevel.objects.update_or_create(unit=None, defaults=values)[0]


@pytest.fixture
def inquiry(parks, level) -> Inquiry:
    return make_inquiry(parks["zizhu"])


def make_inquiry(park, number: int = 1, **values) -> Inquiry:
    return Inquiry.objects.create(
        reference=f"K7QF-2M9D-{number:04}",
        submission_key=f"clock-{number}",
        park=park,
        unit=park.unit,
        intent="other",
        company="Example Photonics Ltd",
        country="US",
        person="Alex Morgan",
        email="alex@example.com",
        message="…",
        locale="en",
        privacy_version="1",
        consented_at=MONDAY,
        **values,
    )


def move(inquiry: Inquiry, to: str, moment: datetime, by=None) -> None:
    left, inquiry.state = inquiry.state, to
    inquiry.save()
    InquiryMove.objects.create(inquiry=inquiry, from_state=left, to_state=to, by=by)
    follow_move(inquiry, left=left, to=to, at=moment)


def the_clock(inquiry: Inquiry) -> ServiceClock:
    return inquiry.clocks.get()


def due_of(inquiry: Inquiry) -> datetime | None:
    clock = open_clock(inquiry)
    return clock.due_at if clock else None


def kinds(inquiry: Inquiry) -> list[tuple[str, str]]:
    return list(inquiry.clocks.values_list("kind", "outcome"))


def test_a_first_answer_is_due_in_working_time(inquiry):
    start_first(inquiry, at("02-27 16:30"))
    clock = the_clock(inquiry)
    # One hour on Friday; six on Saturday, which is worked in return for spring festival.
    assert (clock.kind, clock.due_at, clock.warn_at) == (ClockKind.FIRST, at("02-28 16:30"), at("02-28 14:45"))
    assert (clock.allowed, clock.used, clock.running_since) == (7 * HOUR, 0, at("02-27 16:30"))
    start_first(inquiry, MONDAY)
    assert the_clock(inquiry).started_at == at("02-27 16:30")


def test_without_a_level_or_in_quarantine_no_clock_runs(inquiry, parks):
    start_first(make_inquiry(parks["zizhu"], 2, quarantined_at=MONDAY), MONDAY)
    ServiceLevel.objects.all().delete()
    start_first(inquiry, MONDAY)
    note_investor(inquiry, MONDAY)
    note_answer(inquiry, asks=False, at=MONDAY)
    move(inquiry, S.WAITING_FOR_INVESTOR, MONDAY)
    assert not ServiceClock.objects.exists()
    assert (clock_words(inquiry), due_of(inquiry), open_clock(inquiry)) == ("", None, None)


def test_a_unit_with_a_level_of_its_own_has_its_own_time(inquiry, calendar):
    ServiceLevel.objects.create(unit=inquiry.unit, calendar=calendar, first_answer=60)
    start_first(inquiry, MONDAY)
    assert due_of(inquiry) == at("03-02 10:00")


@pytest.mark.parametrize(
    ("moment", "outcome"),
    [("03-02 17:30", ClockEnd.IN_TIME), ("03-02 17:31", ClockEnd.LATE)],
    ids=["in-time", "late"],
)
def test_an_answer_ends_the_clock_in_time_or_late(inquiry, moment, outcome):
    start_first(inquiry, MONDAY)
    note_answer(inquiry, asks=False, at=at(moment))
    clock = the_clock(inquiry)
    assert (clock.outcome, clock.ended_at) == (outcome, at(moment))
    assert (clock.due_at, clock.warn_at, clock.running_since) == (None, None, None)
    assert clock.used == 7 * HOUR


def test_after_the_investor_has_answered_what_was_left_counts(inquiry):
    """Not the whole time and not nothing; and what runs out while nobody works is due when the office opens, for
    zammad#4432 told of tickets that had escalated at midnight and on weekends."""
    start_first(inquiry, MONDAY)
    note_answer(inquiry, asks=True, at=at("03-02 11:00"))
    move(inquiry, S.WAITING_FOR_INVESTOR, at("03-02 11:00"))
    clock = the_clock(inquiry)
    assert (clock.used, clock.due_at, clock.warn_at, clock.ended_at) == (2 * HOUR, None, None, None)
    move(inquiry, S.WAITING_FOR_US, at("03-08 23:59"))  # a Sunday, a week later
    note_investor(inquiry, at("03-08 23:59"))
    clock = the_clock(inquiry)
    assert (clock.used, clock.due_at) == (2 * HOUR, at("03-09 15:30"))
    assert clock.warn_at == at("03-09 13:45")
    note_answer(inquiry, asks=False, at=at("03-09 15:00"))
    assert the_clock(inquiry).outcome == ClockEnd.IN_TIME
    assert the_clock(inquiry).used == 6 * HOUR + HOUR // 2


def test_what_has_no_time_left_is_due_when_the_office_opens(inquiry):
    start_first(inquiry, MONDAY)
    note_answer(inquiry, asks=True, at=at("03-04 10:00"))
    note_investor(inquiry, at("03-08 00:01"))
    assert due_of(inquiry) == at("03-09 09:00") + timedelta(seconds=1)
    note_answer(inquiry, asks=True, at=at("03-09 09:30"))
    note_answer(inquiry, asks=False, at=at("03-09 09:31"))
    assert the_clock(inquiry).outcome == ClockEnd.LATE


def test_another_letter_of_the_investor_neither_stops_nor_renews_a_running_clock(inquiry):
    start_first(inquiry, MONDAY)
    due = due_of(inquiry)
    note_investor(inquiry, at("03-02 14:00"))
    assert due_of(inquiry) == due
    assert kinds(inquiry) == [(ClockKind.FIRST, "")]


def test_after_an_answer_the_next_letter_of_the_investor_wants_a_further_one(inquiry):
    start_first(inquiry, MONDAY)
    note_answer(inquiry, asks=False, at=at("03-02 10:00"))
    move(inquiry, S.WAITING_FOR_INVESTOR, at("03-02 10:00"))
    move(inquiry, S.WAITING_FOR_US, at("03-03 09:00"))
    note_investor(inquiry, at("03-03 09:00"))
    assert kinds(inquiry) == [(ClockKind.FIRST, ClockEnd.IN_TIME), (ClockKind.NEXT, "")]
    assert due_of(inquiry) == at("03-04 17:30")


def wrote(inquiry: Inquiry, direction: str) -> None:
    inquiry.messages.create(direction=direction, text="…", locale="en")


def test_the_investor_writing_after_the_end_wants_one_further_answer(inquiry):
    start_first(inquiry, MONDAY)
    note_answer(inquiry, asks=False, at=at("03-02 10:00"))
    move(inquiry, S.IN_COOPERATION, at("03-02 10:00"))
    move(inquiry, S.SETTLED, at("03-02 11:00"))
    wrote(inquiry, "in")
    move(inquiry, S.WAITING_FOR_US, at("03-03 09:00"))
    note_investor(inquiry, at("03-03 09:00"))
    assert kinds(inquiry) == [(ClockKind.FIRST, ClockEnd.IN_TIME), (ClockKind.NEXT, "")]


def test_cooperation_without_a_word_leaves_the_first_answer_due(inquiry):
    start_first(inquiry, MONDAY)
    move(inquiry, S.IN_COOPERATION, at("03-02 10:00"))
    assert (kinds(inquiry), due_of(inquiry)) == ([(ClockKind.FIRST, "")], at("03-02 17:30"))
    note_answer(inquiry, asks=False, at=at("03-02 18:00"))
    assert kinds(inquiry) == [(ClockKind.FIRST, ClockEnd.LATE)]


def test_cooperation_ends_the_clock_and_a_letter_in_it_begins_one(inquiry):
    start_first(inquiry, MONDAY)
    wrote(inquiry, "out")
    move(inquiry, S.IN_COOPERATION, at("03-02 10:00"))
    assert kinds(inquiry) == [(ClockKind.FIRST, ClockEnd.IN_TIME)]
    note_investor(inquiry, at("03-03 09:00"))
    assert kinds(inquiry)[1] == (ClockKind.NEXT, "")
    assert inquiry.state == S.IN_COOPERATION


@pytest.mark.parametrize("to", [S.SPAM, S.DUPLICATE, S.NOT_SETTLED])
def test_spam_duplicates_and_what_the_investor_withdraws_need_no_answer(inquiry, to):
    start_first(inquiry, MONDAY)
    move(inquiry, to, at("03-05 09:00"))
    assert kinds(inquiry) == [(ClockKind.FIRST, ClockEnd.VOID)]
    note_answer(inquiry, asks=False, at=at("03-05 10:00"))
    assert kinds(inquiry) == [(ClockKind.FIRST, ClockEnd.VOID)]


@pytest.mark.parametrize(
    ("moment", "outcome"),
    [("03-02 10:00", ClockEnd.VOID), ("03-05 09:00", ClockEnd.LATE)],
    ids=["before", "after"],
)
def test_what_staff_close_after_it_was_due_was_late(inquiry, officers, moment, outcome):
    start_first(inquiry, MONDAY)
    move(inquiry, S.NOT_SETTLED, at(moment), by=officers["zizhu"])
    assert kinds(inquiry) == [(ClockKind.FIRST, outcome)]


@pytest.mark.parametrize("aside", [S.SPAM, S.DUPLICATE])
def test_out_of_spam_or_a_merge_the_clock_goes_on_with_what_was_left(inquiry, aside):
    start_first(inquiry, MONDAY)
    move(inquiry, aside, at("03-02 12:00"))
    note_investor(inquiry, at("03-04 12:00"))
    assert open_clock(inquiry) is None
    move(inquiry, S.NEW, at("03-05 09:00"))
    clock = the_clock(inquiry)
    assert (clock.outcome, clock.used, clock.due_at) == (ClockEnd.RUNNING, 3 * HOUR, at("03-05 14:30"))


def test_out_of_spam_an_inquiry_that_was_answered_owes_nothing(inquiry):
    start_first(inquiry, MONDAY)
    note_answer(inquiry, asks=False, at=at("03-02 10:00"))
    move(inquiry, S.SPAM, at("03-02 11:00"))
    move(inquiry, S.NEW, at("03-02 12:00"))
    assert kinds(inquiry) == [(ClockKind.FIRST, ClockEnd.IN_TIME)]


@pytest.mark.parametrize("aside", [S.SPAM, S.DUPLICATE])
def test_what_the_investor_wrote_while_it_lay_aside_wants_an_answer(inquiry, aside):
    start_first(inquiry, MONDAY)
    wrote(inquiry, "out")
    note_answer(inquiry, asks=False, at=at("03-02 10:00"))
    move(inquiry, aside, at("03-02 11:00"))
    wrote(inquiry, "in")
    note_investor(inquiry, at("03-02 12:00"))
    move(inquiry, S.NEW, at("03-03 09:00"))
    assert kinds(inquiry) == [(ClockKind.FIRST, ClockEnd.IN_TIME), (ClockKind.NEXT, "")]
    assert due_of(inquiry) == at("03-04 17:30")


def test_what_is_erased_has_no_clock(inquiry):
    start_first(inquiry, MONDAY)
    note_answer(inquiry, asks=False, at=at("03-02 09:30"))
    note_investor(inquiry, at("03-02 09:45"))
    inquiry.erased_at = at("03-02 10:00")
    note_erased(inquiry, at("03-02 10:00"))
    move(inquiry, S.WAITING_FOR_US, at("03-02 11:00"))
    note_investor(inquiry, at("03-02 11:00"))
    note_unit(inquiry, at("03-02 11:00"))
    assert kinds(inquiry) == [(ClockKind.FIRST, ClockEnd.IN_TIME), (ClockKind.NEXT, ClockEnd.VOID)]


def test_a_unit_that_promises_where_the_first_did_not_begins(inquiry, calendar, parks):
    ServiceLevel.objects.all().delete()
    start_first(inquiry, MONDAY)
    ServiceLevel.objects.create(unit=parks["lingang"].unit, calendar=calendar, first_answer=60, next_answer=120)
    inquiry.unit = parks["lingang"].unit
    note_unit(inquiry, at("03-03 09:00"))
    note_unit(inquiry, at("03-03 09:30"))
    assert (kinds(inquiry), due_of(inquiry)) == ([(ClockKind.FIRST, "")], at("03-03 10:00"))


@pytest.mark.parametrize(
    ("written", "state", "found"),
    [
        (["out"], S.ASSIGNED, []),
        (["out", "in"], S.WAITING_FOR_US, [(ClockKind.NEXT, "")]),
        ([], S.WAITING_FOR_INVESTOR, []),
        ([], S.NOT_SETTLED, []),
    ],
    ids=["answered", "written-again", "investor-asked", "closed"],
)
def test_a_unit_that_promises_owes_only_what_is_not_answered(inquiry, parks, calendar, written, state, found):
    ServiceLevel.objects.all().delete()
    for direction in written:
        wrote(inquiry, direction)
    move(inquiry, state, MONDAY)
    ServiceLevel.objects.create(unit=parks["lingang"].unit, calendar=calendar)
    inquiry.unit = parks["lingang"].unit
    note_unit(inquiry, at("03-03 09:00"))
    assert kinds(inquiry) == found


def test_another_unit_answers_by_its_own_promise_less_what_was_used(inquiry, parks, calendar):
    values = {"calendar": calendar, "first_answer": 240, "warn_at": 50}
    ServiceLevel.objects.create(unit=parks["lingang"].unit, **values)
    start_first(inquiry, MONDAY)
    inquiry.unit = parks["lingang"].unit
    note_unit(inquiry, at("03-02 10:00"))
    clock = the_clock(inquiry)
    assert (clock.used, clock.allowed, clock.warn_after) == (HOUR, 4 * HOUR, 2 * HOUR)
    assert (clock.warn_at, clock.due_at) == (at("03-02 11:00"), at("03-02 14:30"))


def test_another_unit_has_what_is_left_in_its_own_calendar(inquiry, parks):
    boston = WorkCalendar.objects.create(name="B", country="US", subdivision="MA", timezone="America/New_York")
    for weekday in range(5):
        boston.hours.create(weekday=weekday, begins=time(9), ends=time(17))
    boston.save()
    ServiceLevel.objects.create(unit=parks["lingang"].unit, calendar=boston, first_answer=420)
    start_first(inquiry, MONDAY)
    ServiceClock.objects.update(warned_at=MONDAY)
    inquiry.unit = parks["lingang"].unit
    inquiry.save()
    note_unit(inquiry, at("03-02 12:00"))
    clock = the_clock(inquiry)
    assert (clock.used, clock.calendar, clock.warned_at) == (3 * HOUR, boston, None)
    assert clock.due_at == datetime(2026, 3, 2, 13, tzinfo=ZoneInfo("America/New_York"))


def test_a_corrected_day_moves_what_runs_and_nothing_else(inquiry, calendar, parks):
    start_first(inquiry, at("03-02 16:30"))
    ended = make_inquiry(parks["zizhu"], 2)
    start_first(ended, at("03-02 16:30"))
    note_answer(ended, asks=False, at=at("03-02 17:00"))
    assert due_of(inquiry) == at("03-03 16:30")
    calendar.days.create(day=date(2026, 3, 3))
    calendar.save()
    assert recalculating.follow_calendars() == 1
    assert (due_of(inquiry), due_of(ended)) == (at("03-04 16:30"), None)
    assert recalculating.follow_calendars() == recalculating.recalculate(calendar) == 0


def test_a_calendar_without_hours_refuses_no_inquiry_and_is_made_up_for(inquiry, calendar):
    calendar.hours.all().delete()
    calendar.save()
    start_first(inquiry, MONDAY)
    assert the_clock(inquiry).running_since == MONDAY
    assert (due_of(inquiry), clock_words(inquiry)) == (None, "")
    calendar.hours.create(weekday=0, begins=time(9), ends=time(17))
    calendar.save()
    watch_inquiries()
    assert due_of(inquiry) == at("03-02 16:00")


@pytest.fixture
def team(parks, officers):
    """The officer, and the head of the unit."""
    return {"officer": officers["zizhu"], "head": make_user("head", Role.HEAD, parks["zizhu"].unit)}


def told() -> list[tuple[str, str]]:
    rows = Letter.objects.filter(kind__in=KINDS).order_by("kind", "recipient")
    return [(kind, recipient.partition("@")[0]) for kind, recipient in rows.values_list("kind", "recipient")]


def test_the_officer_is_warned_once_and_then_the_head_once(inquiry, team, monkeypatch):
    Membership.objects.update(starts_at=at("01-01 00:00"))
    start_first(inquiry, MONDAY)
    seen = []
    for moment in ("03-02 15:44", "03-02 15:45", "03-02 15:46", "03-02 17:30", "03-02 17:31"):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: at(moment))
        watch_inquiries()
        seen.append(told())
    warned = [("inquiry_due", "officer-zizhu")]
    assert seen == [[], warned, warned, *[[*warned, ("inquiry_overdue", "head")]] * 2]


def test_the_responsible_officer_is_warned_alone(inquiry, team, parks):
    inquiry.responsible = make_user("second", Role.OFFICER, parks["zizhu"].unit)
    inquiry.save()
    start_first(inquiry, MONDAY)
    watch_inquiries()
    assert told() == [("inquiry_due", "second"), ("inquiry_overdue", "head")]
    body = Letter.objects.get(kind="inquiry_overdue").text
    assert inquiry.reference in body
    assert "Alex" not in body
    assert "Example Photonics" not in body


def test_what_is_answered_stopped_or_put_aside_alarms_nobody(inquiry, team, parks):
    for number, after in enumerate((S.SPAM, S.WAITING_FOR_INVESTOR, S.IN_COOPERATION), start=2):
        row = make_inquiry(parks["zizhu"], number)
        start_first(row, MONDAY)
        wrote(row, "out")
        move(row, after, at("03-02 10:00"))
    watch_inquiries()
    assert told() == []


def test_where_a_letter_cannot_be_written_the_next_sweep_tries_again(inquiry, team, monkeypatch):
    start_first(inquiry, MONDAY)
    with monkeypatch.context() as broken:
        broken.setattr("partnerships.inquiries.levels.watching.warn_of_due", lambda *args: 1 / 0)
        watch_inquiries()
    assert told() == [("inquiry_overdue", "head")]
    assert the_clock(inquiry).warned_at is None
    watch_inquiries()
    assert told() == [("inquiry_due", "officer-zizhu"), ("inquiry_overdue", "head")]


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_once(inquiry, team, parks):
    for number in range(2, 8):
        start_first(make_inquiry(parks["zizhu"], number), MONDAY)
    together = Barrier(2)

    def sweep() -> None:
        try:
            together.wait()
            watch_inquiries()
        finally:
            connection.close()

    threads = [Thread(target=sweep) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    watch_inquiries()
    assert sorted(told()) == [("inquiry_due", "officer-zizhu")] * 6 + [("inquiry_overdue", "head")] * 6


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        (
            "en",
            [
                "First answer due 2 March 2026, 17:30 Beijing time; 5 h left",
                "First answer was due 2 March 2026, 17:30 Beijing time",
                "First answer: stopped while we wait for the investor; 5 h 30 min left",
                "First answer given in time",
            ],
        ),
        (
            "zh-hans",
            [
                "首次答复时限为2026年3月2日17:30（北京时间），还剩5小时",
                "首次答复已超时，时限为2026年3月2日17:30（北京时间）",
                "首次答复：等待投资方回复，暂停计时，还剩5小时30分钟",
                "已按时首次答复",
            ],
        ),
    ],
    ids=["en", "zh-hans"],
)
def test_a_clock_says_how_it_stands_in_both_languages(inquiry, monkeypatch, locale, said):
    start_first(inquiry, MONDAY)
    found = []
    with translation.override(locale):
        for moment in ("03-02 11:00", "03-03 09:00"):
            monkeypatch.setattr(timezone, "now", lambda moment=moment: at(moment))
            found.append(clock_words(inquiry))
        note_answer(inquiry, asks=True, at=at("03-02 10:30"))
        found.append(clock_words(inquiry))
        note_answer(inquiry, asks=False, at=at("03-02 11:00"))
        found.append(clock_words(inquiry))
    assert found == said


def test_spans_are_said_in_their_two_largest_units(calendar):
    day = calendar_of(calendar).day_seconds
    with translation.override("en"):
        said = [span_words(seconds, day) for seconds in (0, 59, 5400, day, 2 * day + 3 * HOUR + 60)]
    assert said == ["0 min", "0 min", "1 h 30 min", "1 working day", "2 working days 3 h"]


def test_a_list_with_clocks_fetched_asks_nothing_more(inquiry, parks, django_assert_num_queries):
    start_first(inquiry, MONDAY)
    start_first(make_inquiry(parks["lingang"], 2), MONDAY)
    calendar_of(ServiceClock.objects.first().calendar)
    rows = list(Inquiry.objects.prefetch_related("clocks__calendar"))
    with django_assert_num_queries(0):
        assert all(clock_words(row) for row in rows)
