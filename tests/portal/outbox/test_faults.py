"""Letters while Redis, workers, mail server and PostgreSQL are stopped and started in turn: none lost, few repeated.

Servers, worker and beat are those of `make run`, as processes of this test's own, so that each can be ended alone.
Waits that only let time pass (leases, backoff) are cut short in the database.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest

from portal.run.children import WORKER_PROCESSES
from tests.portal.outbox.machine import FAULTS, Machine, stop_postgres, why
from tests.stack import remove_outside, wait_for

SEED = 20261124
WRITE = """
import sys, django
django.setup()
from django.db import transaction
from portal.outbox.rendering import Rendered
from portal.outbox.services import keep_letter
for number in range(int(sys.argv[1]), int(sys.argv[2])):
    texts = Rendered(locale="en", subject=f"Letter {number}", text="Good day\\n", html="<p>Good day</p>")
    with transaction.atomic():
        keep_letter(kind="system", key=f"fault:{number}", recipient=f"r{number}@example.com", texts=texts)
"""


@pytest.fixture
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    data = tmp_path_factory.mktemp("faults") / "data"
    machine = Machine(data)
    try:
        machine.start()
        yield machine
    finally:
        machine.stop()
        remove_outside(data)


@pytest.mark.full
@pytest.mark.stack
def test_no_letter_is_lost_and_few_repeated_while_everything_is_stopped_in_turn(machine):
    sample = os.environ.get("PORTAL_TEST_SAMPLE") == "1"
    letters, rounds = (200, 1) if sample else (2000, 3)
    chance = random.Random(SEED)
    allowed = 0
    plan = [fault for _ in range(rounds) for fault in chance.sample(list(FAULTS), len(FAULTS))]
    share = letters // len(plan)
    for number, fault in enumerate(plan):
        last = letters if number == len(plan) - 1 else (number + 1) * share
        arrived = sum(machine.delivered().values())
        writer = machine.run(WRITE, number * share, last)
        # In the midst of the work: after some of this share have arrived, each time at another moment.
        wanted = arrived + chance.randint(1, max(1, share // 2))
        wait_for(lambda wanted=wanted: sum(machine.delivered().values()) >= wanted, 120, why(machine))
        if fault is stop_postgres:
            assert writer.wait(120) == 0  # a writer without a database fails before its caller's eyes; it is no letter
        fault(machine)
        allowed += FAULTS[fault] * WORKER_PROCESSES
        assert writer.wait(120) == 0, why(machine)

    def all_sent() -> bool:
        machine.let_waits_pass()
        return machine.rows("SELECT count(*) FROM outbox_letter WHERE state <> 'sent'") == [(0,)]

    wait_for(all_sent, 120, why(machine))
    written = {row[0] for row in machine.rows("SELECT message_id FROM outbox_letter")}
    delivered = machine.delivered()
    repeats = sum(delivered.values()) - len(delivered)
    assert len(written) == letters
    assert set(delivered) == written
    assert repeats <= allowed, f"{repeats} repeats, {allowed} allowed"
    print(f"{letters} letters, {len(plan)} stops: {repeats} repeats of at most {allowed}")
