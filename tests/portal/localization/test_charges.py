"""Money: set aside, spent, given back, and never more than the limit."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from portal.localization.enums import ChargeState, JobState
from portal.localization.errors import CapReachedError, EnginePausedError
from portal.localization.models import Charge, EngineAccount, TranslationJob
from portal.localization.services import charges, pipeline, queue, runs


def opened(engine: str, **values: Any) -> EngineAccount:
    """The account of an engine, which is there since the migration, with other conditions."""
    account, _created = EngineAccount.objects.update_or_create(engine=engine, defaults=values)
    return account


@pytest.fixture
def account(db) -> EngineAccount:
    """A cent a character, a limit of one."""
    return opened("deepl", price=10_000, monthly_cap=1)


def reserve(*texts: str) -> Charge:
    return charges.reserve(engine="deepl", texts=texts, job=None, by=None)


def test_limit_holds_for_what_is_spent_and_set_aside(account):
    first, second = reserve("字" * 40), reserve("字" * 60)
    assert (first.amount, first.characters, first.segments) == (Decimal("0.4"), 40, 1)
    with pytest.raises(CapReachedError):
        reserve("字")
    charges.release(charge=first)
    charges.settle(charge=second)
    charges.release(charge=second)  # what is spent stays spent
    assert charges.spent(account=account) == Decimal("0.6")
    reserve("字" * 40)


def test_month_is_that_of_the_portal(account, monkeypatch):
    last_moment = datetime(2026, 1, 31, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    for now, month in ((last_moment, date(2026, 1, 1)), (last_moment + timedelta(minutes=1), date(2026, 2, 1))):
        monkeypatch.setattr(charges.timezone, "now", lambda now=now: now)
        assert reserve("字" * 100).month == month
        with pytest.raises(CapReachedError):
            reserve("字")


def test_engine_without_price_needs_no_limit(db):
    charge = charges.reserve(engine="libretranslate", texts=["字" * 10**6], job=None, by=None)
    assert (charge.amount, charge.account.monthly_cap) == (0, None)
    EngineAccount.objects.update(monthly_cap=0)
    assert charges.reserve(engine="libretranslate", texts=["字"], job=None, by=None).amount == 0


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"paused": True}, True),
        ({"paused_until": timedelta(minutes=1)}, True),
        ({"paused_until": timedelta(minutes=-1)}, False),
    ],
)
def test_paused_engine_is_sent_nothing(account, changes, refused):
    changes = {name: timezone.now() + value if name == "paused_until" else value for name, value in changes.items()}
    EngineAccount.objects.update(**changes)
    if refused:
        with pytest.raises(EnginePausedError):
            reserve("字")
    assert Charge.objects.exists() is False or not refused


def test_money_of_a_dead_worker_counts_as_spent(account):
    lost, young = reserve("字" * 30), reserve("字" * 30)
    Charge.objects.filter(pk=lost.pk).update(created_at=timezone.now() - charges.LONGEST_REQUEST - timedelta(minutes=1))
    assert charges.settle_lost() == 1
    assert list(Charge.objects.order_by("pk").values_list("pk", "state")) == [
        (lost.pk, ChargeState.SETTLED),
        (young.pk, ChargeState.RESERVED),
    ]


def test_estimate_says_what_is_left(account):
    reserve("字" * 40)
    fits, exceeds = charges.estimate(engine="deepl", characters=60), charges.estimate(engine="deepl", characters=61)
    assert (fits.amount, fits.left, fits.fits, exceeds.fits) == (Decimal("0.6"), Decimal("0.6"), True, False)
    assert charges.estimate(engine="memory", characters=61).amount == 0


def test_job_beyond_the_limit_fails_and_goes_on_when_it_is_raised(desk, engine, people):
    opened("libretranslate", price=10_000, monthly_cap=Decimal("0.08"))
    job = desk.job(desk.article("双方签署协议。"))
    desk.work()
    job.refresh_from_db()
    assert (job.state, job.last_error, engine.requests) == (JobState.FAILED, runs.CAP_REACHED, [])
    EngineAccount.objects.update(monthly_cap=1)
    queue.retry_job(job_id=job.pk, by=people.admin)
    desk.work()
    job.refresh_from_db()
    assert job.state == JobState.NEEDS_REVIEW


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_no_job_and_exceed_no_limit(transactional_db, desk, engine):
    """Twelve pages of 30 characters, a cent each, money for seven."""
    opened("libretranslate", price=10_000, monthly_cap=Decimal("2.15"))
    for number in range(12):
        desk.article(f"{number:03}" + "字" * 23, title=f"题目{number:02}")
    ran: list[str] = []
    start = threading.Barrier(2)

    def work(name: str) -> None:
        numbers = iter(range(1000))
        start.wait()
        try:
            pipeline.work(worker=lambda: f"{name} {next(numbers)}", limit=50)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    ran += [text for request in engine.requests for text in request["q"]]
    states = Counter(TranslationJob.objects.values_list("state", flat=True))
    assert states == {JobState.NEEDS_REVIEW: 7, JobState.FAILED: 5}
    assert len(ran) == len(set(ran)) == 14
    assert charges.spent(account=EngineAccount.objects.get(engine="libretranslate")) == Decimal("2.10")
    assert set(TranslationJob.objects.values_list("attempts", flat=True)) == {1}
