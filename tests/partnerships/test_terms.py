"""The calendar brings agreements into force, near to their end and over it, and back where the end has moved."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from wagtail.models import ModelLogEntry

from partnerships.enums import AgreementState as State
from partnerships.services import terms
from partnerships.services.agreements import move_agreement
from partnerships.services.terms import sweep_states
from partnerships.tasks import watch_agreements
from portal.outbox.models import Letter
from tests.partnerships.factories import AgreementFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def day(monkeypatch):
    monkeypatch.setattr(terms, "today", lambda: DAY)


def agreement(state: str, *, starts: int | None = -400, ends: int | None = None, **values):
    def at(days: int | None) -> date | None:
        return None if days is None else DAY + timedelta(days=days)

    return AgreementFactory(state=state, starts_on=at(starts), ends_on=at(ends), **values)


@pytest.mark.parametrize(
    ("state", "starts", "ends", "then"),
    [
        (State.SIGNED, 1, 400, State.SIGNED),
        (State.SIGNED, 0, 400, State.IN_FORCE),
        (State.SIGNED, None, None, State.SIGNED),
        (State.SIGNED, -40, 20, State.EXPIRING),
        (State.SIGNED, -40, -1, State.EXPIRED),
        (State.SIGNED, None, -1, State.EXPIRED),
        (State.IN_FORCE, None, 91, State.IN_FORCE),
        (State.IN_FORCE, None, 90, State.EXPIRING),
        (State.IN_FORCE, None, 0, State.EXPIRING),
        (State.IN_FORCE, None, -40, State.EXPIRED),
        (State.IN_FORCE, None, None, State.IN_FORCE),
        (State.EXPIRING, None, 0, State.EXPIRING),
        (State.EXPIRING, None, -1, State.EXPIRED),
        (State.EXPIRING, None, 91, State.IN_FORCE),
        (State.EXPIRING, None, None, State.IN_FORCE),
        (State.EXPIRED, None, -1, State.EXPIRED),
        (State.EXPIRED, None, 0, State.EXPIRING),
        (State.EXPIRED, None, 91, State.IN_FORCE),
        (State.EXPIRED, None, None, State.EXPIRED),
        (State.SEAL, -40, -1, State.SEAL),
        (State.TERMINATED, -40, 20, State.TERMINATED),
        (State.RENEWED, -40, 20, State.RENEWED),
    ],
)
def test_day_gives_the_state(state, starts, ends, then):
    held = agreement(state, starts=starts, ends=ends)
    sweep_states()
    held.refresh_from_db()
    assert held.state == then
    assert sweep_states() == 0


def test_moves_of_the_calendar_are_in_the_log_by_nobody():
    held = agreement(State.SIGNED, starts=-1, ends=30)
    assert sweep_states() == 2
    rows = ModelLogEntry.objects.for_instance(held).filter(action="partnerships.agreement.move").order_by("pk")
    assert [(row.data["from"], row.data["to"], row.user) for row in rows] == [
        (State.SIGNED, State.IN_FORCE, None),
        (State.IN_FORCE, State.EXPIRING, None),
    ]


def test_agreement_that_a_person_ended_early_stays_ended(officers, parks):
    held = agreement(State.IN_FORCE, ends=300, unit=parks["zizhu"].unit)
    move_agreement(agreement_id=held.pk, seen=State.IN_FORCE, to=State.EXPIRED, by=officers["zizhu"])
    assert sweep_states() == 0


def test_move_of_a_person_at_the_same_time_stands(monkeypatch):
    held, other = agreement(State.IN_FORCE, ends=-2), agreement(State.IN_FORCE, ends=-1)
    stock = terms.move_agreement

    def overtaken(**values):
        if values["agreement_id"] == held.pk:
            type(held).objects.filter(pk=held.pk).update(state=State.TERMINATED)
        return stock(**values)

    monkeypatch.setattr(terms, "move_agreement", overtaken)
    assert sweep_states() == 1
    held.refresh_from_db()
    other.refresh_from_db()
    assert (held.state, other.state) == (State.TERMINATED, State.EXPIRED)


def test_task_reminds_before_it_moves(monkeypatch, officers, parks):
    held = agreement(State.IN_FORCE, ends=-1, unit=parks["zizhu"].unit)
    type(held).objects.filter(pk=held.pk).update(reminds_from=DAY - timedelta(days=40))
    monkeypatch.setattr("partnerships.services.reminders.today", lambda: DAY)
    monkeypatch.setattr("partnerships.reminder_letters.today", lambda: DAY)
    watch_agreements()
    held.refresh_from_db()
    assert held.state == State.EXPIRED
    assert [letter.subject for letter in Letter.objects.filter(kind="agreement_expiring").order_by("pk")] == [
        f"协议已于1天前到期：{held.name_zh_hans}",
        f"协议已于1天前到期：{held.name_zh_hans}",
    ]


def test_one_agreement_that_fails_holds_up_no_other(monkeypatch):
    bad, good = (agreement(State.IN_FORCE, ends=-1) for _number in range(2))
    move = terms.move_agreement

    def fail_at_one(*, agreement_id, **values):
        if agreement_id == bad.pk:
            raise RuntimeError("broken")
        return move(agreement_id=agreement_id, **values)

    monkeypatch.setattr(terms, "move_agreement", fail_at_one)
    assert sweep_states() == 1
    good.refresh_from_db()
    assert good.state == State.EXPIRED
