"""Inquiries from 20 clients while Redis, worker, mail server and PostgreSQL are each stopped and started once.

Every one that the site accepted is stored once, and its letters arrive, repeated no more often than letters may be.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest
import requests

from portal.run.children import WORKER_PROCESSES
from tests.partnerships.inquiries.posting import FORM, Site, filled
from tests.portal.outbox.machine import FAULTS, Machine, why
from tests.services import free_port
from tests.stack import remove_outside, wait_for

SEED = 20261127
CLIENTS = 20
PREPARE = """
import django
django.setup()
from django.core.management import call_command
from portal.core.models import User
call_command("collect_changed")
User.objects.create_user("staff", "staff@example.org", is_superuser=True, is_staff=True)
"""


@pytest.fixture
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    data = tmp_path_factory.mktemp("inquiries") / "data"
    machine = Machine(data, port=free_port(), TRUSTED_PROXIES="127.0.0.1", PORTAL_PROOF_WORK="50")
    try:
        machine.start()
        assert machine.run(PREPARE).wait(300) == 0, why(machine)
        machine.start_part("web")
        wait_for(lambda: status(machine) == 200, 120, why(machine))
        yield machine
    finally:
        machine.stop()
        remove_outside(data)


def base(machine: Machine) -> str:
    return f"http://127.0.0.1:{machine.port}"


def status(machine: Machine) -> int:
    try:
        return requests.get(f"{base(machine)}{FORM}", timeout=20).status_code
    except requests.RequestException:
        return 0


class Clients:
    """Investors who fill in and send forms of their own, again where one is not taken, until they are called off."""

    def __init__(self, machine: Machine) -> None:
        self.base = base(machine)
        self.accepted: list[str] = []
        self.answers: Counter[int] = Counter()
        self.is_over = threading.Event()
        self._threads = [threading.Thread(target=self._send, args=(number,)) for number in range(CLIENTS)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        self.is_over.set()
        for thread in self._threads:
            thread.join(60)

    def _send(self, client: int) -> None:
        chance, number = random.Random(SEED + client), 0
        while not self.is_over.is_set():
            number += 1
            name = f"investor-{client}-{number}"
            self._deliver(Site(self.base, f"10.{client}.{number >> 8}.{number & 255}"), name)
            time.sleep(chance.uniform(0.2, 1))

    def _deliver(self, site: Site, name: str) -> None:
        form = None
        while True:
            try:
                own = {"email": f"{name}@example.com", "message": f"Is there a laboratory for {name}?"}
                form = form or filled(site, **own)
                answer = site.post(FORM, data=form).status_code
            except (requests.RequestException, AttributeError, ValueError):
                answer = 0  # no answer, or a page that holds no form: while the site says that it is out of order
            self.answers[answer] += 1
            if answer == 303:
                self.accepted.append(f"{name}@example.com")
            if answer == 303 or self.is_over.is_set():
                return
            time.sleep(0.3)


@pytest.mark.full
@pytest.mark.stack
def test_every_accepted_inquiry_is_stored_and_written_about_while_everything_is_stopped_in_turn(machine):
    rounds = 1 if os.environ.get("PORTAL_TEST_SAMPLE") == "1" else 3
    chance, clients = random.Random(SEED), Clients(machine)
    plan = [fault for _ in range(rounds) for fault in chance.sample(list(FAULTS), len(FAULTS))]
    clients.start()
    try:
        for fault in plan:
            seen = len(clients.accepted)
            wait_for(lambda seen=seen: len(clients.accepted) >= seen + CLIENTS, 60, why(machine))
            fault(machine)
        seen = len(clients.accepted)
        wait_for(lambda: len(clients.accepted) >= seen + CLIENTS, 60, f"{clients.answers}\n{why(machine)}")
    finally:
        clients.end()

    stored = Counter(row[0] for row in machine.rows("SELECT email FROM partnerships_inquiry"))
    assert set(clients.accepted) - set(stored) == set(), "accepted, and not stored"
    assert max(stored.values()) == 1, "one form became two inquiries"
    assert set(clients.answers) <= {0, 200, 303, 429, 500, 502, 503}, clients.answers
    assert_letters(machine, plan)
    print(f"{len(stored)} inquiries, {len(plan)} stops, answers {dict(clients.answers)}")


def assert_letters(machine: Machine, plan: list) -> None:
    def all_sent() -> bool:
        machine.let_waits_pass()
        return machine.rows("SELECT count(*) FROM outbox_letter WHERE state <> 'sent'") == [(0,)]

    wait_for(all_sent, 120, why(machine))
    letters = machine.rows("SELECT kind, about_id, count(*) FROM outbox_letter GROUP BY kind, about_id")
    inquiries = {str(row[0]) for row in machine.rows("SELECT id FROM partnerships_inquiry")}
    for kind in ("inquiry_received", "inquiry_notice"):
        assert {(str(about), count) for one, about, count in letters if one == kind} == {(pk, 1) for pk in inquiries}
    written = {row[0] for row in machine.rows("SELECT message_id FROM outbox_letter")}
    delivered = machine.delivered()
    assert set(delivered) == written
    allowed = sum(FAULTS[fault] for fault in plan) * WORKER_PROCESSES
    assert sum(delivered.values()) - len(delivered) <= allowed
