"""Letters while Redis, workers, mail server and PostgreSQL are stopped and started in turn: none lost, few repeated.

Servers, worker and beat are those of `make run`, as processes of this test's own, so that each can be ended alone.
Waits that only let time pass (leases, backoff) are cut short in the database.
"""

from __future__ import annotations

import os
import random
import shlex
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from portal.run.children import WORKER_PROCESSES, commands
from portal.run.layout import layout
from portal.run.postgres import Postgres
from portal.run.predecessor import die_with_parent
from portal.run.servers import Redis
from tests.portal.outbox.smtp_sink import ScriptedSink
from tests.stack import remove_outside, wait_for

ROOT = Path(__file__).resolve().parents[3]
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


class Machine:
    """One small portal whose parts can be stopped and started."""

    def __init__(self, data: Path) -> None:
        self.place = layout(data)
        self.postgres, self.redis, self.sink = Postgres(self.place), Redis(self.place), ScriptedSink()
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DJANGO"))}
        for name in ("DATABASE_URL", "REDIS_URL", "PORTAL_TEST_TEMPLATE", "PORTAL_TEST_DATABASE"):
            inherited.pop(name, None)
        own = {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "PORTAL_DATA": str(data)}
        self.environment = inherited | own | {"EMAIL_URL": f"smtp://127.0.0.1:{self.sink.port}"}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.log = data.parent / "faults.log"

    def start(self) -> None:
        self.postgres.start()
        self._fill_database()
        self.redis.start()
        self.sink.start()
        self.start_part("worker")
        self.start_part("beat")

    def _fill_database(self) -> None:
        """The tables of the tests' database; migrating anew takes a minute."""
        source = settings.DATABASES["default"]
        place = [f"--host={source['HOST']}", f"--username={source['USER']}"]
        port = [f"--port={source['PORT']}"] if source.get("PORT") else []
        dump = subprocess.run(
            [self.postgres.programs / "pg_dump", *place, *port, "--no-owner", os.environ["PORTAL_TEST_TEMPLATE"]],
            capture_output=True,
            check=True,
        )
        into = [self.postgres.programs / "psql", "--quiet", "--dbname", self.postgres.dsn()]
        subprocess.run(into, input=dump.stdout, stdout=subprocess.DEVNULL, check=True)

    def start_part(self, name: str) -> None:
        command = shlex.split(commands(0, self.place.data)[name].removeprefix("exec "))
        with self.log.open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )

    def kill_part(self, name: str) -> None:
        """The whole group at once, as a power cut does."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)

    def write(self, first: int, last: int) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            command = [sys.executable, "-c", WRITE, str(first), str(last)]
            return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def rows(self, query: str) -> list[tuple]:
        with psycopg.connect(self.postgres.dsn(), autocommit=True) as database:
            cursor = database.execute(query)
            return cursor.fetchall() if cursor.description else []

    def let_time_pass(self) -> None:
        """As if leases had run out and put-off letters were due; no sender may be at work on a lease."""
        self.rows("UPDATE outbox_letter SET lease_until = now() WHERE state = 'sending'")
        self.let_waits_pass()

    def let_waits_pass(self) -> None:
        self.rows("UPDATE outbox_letter SET next_attempt_at = now() WHERE state = 'failed'")

    def delivered(self) -> Counter[str]:
        return Counter(str(message["Message-ID"]) for message in list(self.sink.messages))

    def stop(self) -> None:
        for name in list(self.processes):
            self.kill_part(name)
        self.sink.stop()
        self.redis.stop()
        self.postgres.stop()


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


def stop_redis(machine: Machine) -> None:
    machine.redis.process.kill()
    machine.redis.process.wait()
    time.sleep(1)
    machine.redis.start()


def stop_workers(machine: Machine) -> None:
    machine.kill_part("worker")
    machine.let_time_pass()
    machine.start_part("worker")


def stop_sink(machine: Machine) -> None:
    machine.sink.cut()
    time.sleep(1)
    machine.sink.start()
    machine.let_waits_pass()


def stop_postgres(machine: Machine) -> None:
    """Killed, not asked: what was not on the disk is gone."""
    os.killpg(machine.postgres.process.pid, signal.SIGKILL)
    machine.postgres.process.wait()
    time.sleep(1)
    machine.postgres.start()


#: What is stopped, and how many repeats each sending process may make for it.
FAULTS = {stop_redis: 0, stop_workers: 1, stop_sink: 1, stop_postgres: 1}


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
        writer = machine.write(number * share, last)
        # In the midst of the work: after some of this share have arrived, each time at another moment.
        wanted = arrived + chance.randint(1, max(1, share // 2))
        wait_for(lambda wanted=wanted: sum(machine.delivered().values()) >= wanted, 120, _why(machine))
        if fault is stop_postgres:
            assert writer.wait(120) == 0  # a writer without a database fails before its caller's eyes; it is no letter
        fault(machine)
        allowed += FAULTS[fault] * WORKER_PROCESSES
        assert writer.wait(120) == 0, _why(machine)

    def all_sent() -> bool:
        machine.let_waits_pass()
        return machine.rows("SELECT count(*) FROM outbox_letter WHERE state <> 'sent'") == [(0,)]

    wait_for(all_sent, 120, _why(machine))
    written = {row[0] for row in machine.rows("SELECT message_id FROM outbox_letter")}
    delivered = machine.delivered()
    repeats = sum(delivered.values()) - len(delivered)
    assert len(written) == letters
    assert set(delivered) == written
    assert repeats <= allowed, f"{repeats} repeats, {allowed} allowed"
    print(f"{letters} letters, {len(plan)} stops: {repeats} repeats of at most {allowed}")


def _why(machine: Machine) -> str:
    states = machine.rows("SELECT state, count(*), max(last_error) FROM outbox_letter GROUP BY state")
    return f"{states}\n{machine.log.read_text()[-3000:]}"
