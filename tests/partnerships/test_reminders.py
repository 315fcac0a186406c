"""Reminders go out once each and in order, whatever the scheduler does, and to nobody who may not read it."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from partnerships.enums import AgreementState
from partnerships.models import Agreement, Milestone, Reminder
from partnerships.services import reminders
from partnerships.services.reminders import send_due
from portal.core import days
from portal.core.enums import Role
from portal.outbox.models import Letter
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import AgreementFactory

START = date(2026, 1, 1)
KINDS = ("agreement_expiring", "milestone_due")


class Clock:
    """The portal's day, for everything that asks for it."""

    def __init__(self) -> None:
        self.day = START

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    for module in ("services.reminders", "services.terms", "reminder_letters", "models.base"):
        monkeypatch.setattr(f"partnerships.{module}.today", clock)
    field = Agreement._meta.get_field("reminds_from")
    monkeypatch.setattr(field, "default", clock)
    monkeypatch.setattr(Milestone._meta.get_field("reminds_from"), "default", clock)
    for model in (Agreement, Milestone):  # Django keeps the default in a cached property
        model._meta.get_field("reminds_from").__dict__.pop("_get_default", None)
    yield clock
    for model in (Agreement, Milestone):
        model._meta.get_field("reminds_from").__dict__.pop("_get_default", None)


def agreement(unit, ends_in: int | None = None, **values) -> Agreement:
    ends_on = None if ends_in is None else START + timedelta(days=ends_in)
    return AgreementFactory(**{"unit": unit, "ends_on": ends_on, "state": AgreementState.IN_FORCE, **values})


def milestone(of: Agreement, due_in: int, **values) -> Milestone:
    return Milestone.objects.create(
        agreement=of, due_on=START + timedelta(days=due_in), name_zh_hans="节点", name_en="Step", **values
    )


def letters() -> list[Letter]:
    return list(Letter.objects.filter(kind__in=KINDS).order_by("pk"))


def sent() -> list[tuple[date, int]]:
    return [(row.about - timedelta(days=row.days), row.days) for row in Reminder.objects.order_by("pk")]


@pytest.fixture
def unit(officers, parks):
    return parks["zizhu"].unit


@pytest.mark.django_db
def test_scheduler_stopped_for_40_days_sends_each_reminder_once_and_in_order(clock, unit):
    first, second = agreement(unit, 100), agreement(unit, 35)
    milestone(second, 20)
    milestone(first, 39)
    clock.day = START + timedelta(days=40)
    # Day 5: 30 before the end of the second; 9: 30 before the milestone at 39; 10: 90 before the end of the first;
    # 13: 7 before the milestone at 20, whose 30 days began before it was entered; 20: that day; 28: 7 before the end of
    # the second; 32 and 39: 7 and 0 before the other milestone.
    assert send_due() == 8
    days_since = [(due - START).days for due, _days in sent()]
    assert days_since == [5, 9, 10, 13, 20, 28, 32, 39]
    assert [letter.kind for letter in letters()] == [
        *("agreement_expiring", "milestone_due", "agreement_expiring", "milestone_due", "milestone_due"),
        *("agreement_expiring", "milestone_due", "milestone_due"),
    ]
    assert send_due() == 0
    assert len(letters()) == 8


@pytest.mark.django_db
def test_sweep_day_by_day_sends_each_reminder_on_its_day(clock, unit):
    agreement(unit, 95)
    on = []
    for number in (0, 4, 5, 6, 64, 65, 66, 87, 88, 89, 94, 95, 96):
        clock.day = START + timedelta(days=number)
        on += [number] * send_due()
    assert on == [5, 65, 88]


@pytest.mark.django_db
def test_end_entered_when_it_was_near_is_not_reminded_of_in_bulk(clock, unit):
    agreement(unit, 20)
    assert send_due() == 0
    clock.day = START + timedelta(days=13)
    assert send_due() == 1
    assert [days for _due, days in sent()] == [7]


@pytest.mark.django_db
def test_changed_end_is_reminded_of_anew(clock, unit):
    held = agreement(unit, 30)
    assert send_due() == 1
    clock.day = START + timedelta(days=3)
    held.ends_on = clock.day + timedelta(days=91)
    held.save()
    assert send_due() == 0
    clock.day += timedelta(days=1)
    assert send_due() == 1
    assert [days for _due, days in sent()] == [30, 90]


@pytest.mark.django_db
def test_end_brought_nearer_sends_only_what_is_still_to_come(clock, unit):
    held = agreement(unit, 200)
    clock.day = START + timedelta(days=10)
    held.ends_on = clock.day + timedelta(days=8)
    held.save()
    assert send_due() == 0
    clock.day += timedelta(days=1)
    assert send_due() == 1


@pytest.mark.django_db
def test_form_open_for_long_does_not_bring_back_passed_reminders(clock, unit):
    held = agreement(unit, 200)
    stale = Agreement.objects.get(pk=held.pk)
    clock.day = START + timedelta(days=10)
    held.ends_on = stale.ends_on = clock.day + timedelta(days=8)
    held.save()
    stale.save()
    assert send_due() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "count"),
    [
        (AgreementState.DRAFTING, 0),
        (AgreementState.SEAL, 0),
        (AgreementState.SIGNED, 1),
        (AgreementState.EXPIRING, 1),
        (AgreementState.TERMINATED, 0),
        (AgreementState.RENEWED, 0),
    ],
)
def test_end_is_reminded_of_while_the_agreement_holds(clock, unit, state, count):
    agreement(unit, 30, state=state)
    assert send_due() == count


@pytest.mark.django_db
def test_signed_late_does_not_send_what_fell_due_before(clock, unit):
    held = agreement(unit, 100, state=AgreementState.SEAL)
    clock.day = START + timedelta(days=80)
    held.state = AgreementState.SIGNED
    held.save(update_fields=["state"])
    assert send_due() == 0
    clock.day = START + timedelta(days=93)
    assert send_due() == 1


@pytest.mark.django_db
def test_milestone_reached_is_not_reminded_of(clock, unit):
    held = agreement(unit)
    milestone(held, 30, done_on=START)
    assert send_due() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("state", [AgreementState.TERMINATED, AgreementState.RENEWED])
def test_milestone_of_an_ended_agreement_is_not_reminded_of(clock, unit, state):
    milestone(agreement(unit, state=state), 30)
    assert send_due() == 0


@pytest.mark.django_db
def test_reminder_goes_to_owner_or_responsible_else_to_officers(clock, unit):
    owner = make_user("owner", Role.OFFICER, unit)
    responsible = make_user("responsible", Role.HEAD, unit)
    held = agreement(unit, 30, responsible=responsible)
    milestone(held, 30, owner=owner)
    milestone(held, 30)
    agreement(unit, 30)
    assert send_due() == 4
    told = [(letter.kind, letter.recipient) for letter in letters()]
    assert told == [
        ("agreement_expiring", "responsible@example.org"),
        ("milestone_due", "owner@example.org"),
        ("milestone_due", "responsible@example.org"),
        ("agreement_expiring", "officer-zizhu@example.org"),
        ("agreement_expiring", "owner@example.org"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["other unit", "inactive", "no address"])
def test_responsible_who_may_not_be_told_is_passed_over(clock, unit, parks, change):
    person = make_user("gone", Role.OFFICER, parks["lingang"].unit if change == "other unit" else unit)
    person.is_active = change != "inactive"
    person.email = "" if change == "no address" else person.email
    person.save()
    agreement(unit, 30, responsible=person)
    send_due()
    assert [letter.recipient for letter in letters()] == ["officer-zizhu@example.org"]


@pytest.mark.django_db
def test_reminder_waits_until_there_is_somebody_to_tell(clock, parks):
    unit = parks["zizhu"].unit
    agreement(unit, 30)
    assert (send_due(), Reminder.objects.count()) == (0, 0)
    make_user("new", Role.OFFICER, unit)
    clock.day += timedelta(days=1)
    assert send_due() == 1


@pytest.mark.django_db
def test_letter_is_in_the_language_of_the_reader_and_counts_from_the_day_it_is_sent(clock, unit):
    held = agreement(unit, 30, name_zh_hans="战略合作框架协议", name_en="Framework agreement")
    clock.day = START + timedelta(days=2)
    send_due()
    [letter] = letters()
    assert letter.locale == "zh-hans"
    assert letter.subject == "协议即将到期（还有28天）：战略合作框架协议"
    assert "2026年1月31日" in letter.text
    assert f"/{held.pk}/" in letter.text


@pytest.mark.django_db
def test_reminder_that_fails_holds_up_no_other_and_is_tried_again(clock, unit, monkeypatch, caplog):
    bad, good = agreement(unit, 30), agreement(unit, 30)
    stock = reminders.tell_of_end

    def fail(agreement, people, *, days):
        if agreement.pk == bad.pk:
            raise RuntimeError("broken")
        stock(agreement, people, days=days)

    monkeypatch.setattr(reminders, "tell_of_end", fail)
    assert send_due() == 1
    assert [row.agreement_id for row in Reminder.objects.all()] == [good.pk]
    monkeypatch.setattr(reminders, "tell_of_end", stock)
    Agreement.objects.filter(pk=bad.pk).update(state=AgreementState.EXPIRED)
    clock.day = START + timedelta(days=31)
    assert send_due() == 3  # both end of 30 and of 7 days for the first, 7 days for the second
    assert len(letters()) == 4


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_send_nothing_twice(clock, unit):
    for _number in range(3):
        milestone(agreement(unit, 30), 30)
    barrier, counts = Barrier(2), []

    def sweep() -> None:
        try:
            barrier.wait()
            counts.append(send_due())
        finally:
            connection.close()

    threads = [Thread(target=sweep) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 6
    assert len(letters()) == 6


def test_days_are_those_of_the_portal(settings):
    assert settings.TIME_ZONE == "Asia/Shanghai"
    assert days.portal_zone().key == "Asia/Shanghai"
