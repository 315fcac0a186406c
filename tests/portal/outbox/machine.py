"""One small portal as processes of a test's own, so that each of its parts can be ended alone, as a power cut does."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psycopg
from django.conf import settings

from portal.run.children import commands
from portal.run.layout import layout
from portal.run.postgres import Postgres
from portal.run.predecessor import die_with_parent
from portal.run.servers import Redis
from tests.portal.outbox.smtp_sink import ScriptedSink

ROOT = Path(__file__).resolve().parents[3]


class Machine:
    """One small portal whose parts can be stopped and started."""

    def __init__(self, data: Path, *, port: int = 0, **environment: str) -> None:
        self.place, self.port = layout(data), port
        self.postgres, self.redis, self.sink = Postgres(self.place), Redis(self.place), ScriptedSink()
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DJANGO"))}
        for name in ("DATABASE_URL", "REDIS_URL", "PORTAL_TEST_TEMPLATE", "PORTAL_TEST_DATABASE"):
            inherited.pop(name, None)
        own = {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "PORTAL_DATA": str(data)}
        self.environment = inherited | own | {"EMAIL_URL": f"smtp://127.0.0.1:{self.sink.port}"} | environment
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
        command = shlex.split(commands(self.port, self.place.data)[name].removeprefix("exec "))
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

    def run(self, script: str, *arguments: object) -> subprocess.Popen[bytes]:
        """Begin a script of Python on this portal."""
        with self.log.open("ab") as log:
            command = [sys.executable, "-c", script, *map(str, arguments)]
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


def why(machine: Machine) -> str:
    """What to say where it waits in vain."""
    states = machine.rows("SELECT state, count(*), max(last_error) FROM outbox_letter GROUP BY state")
    return f"{states}\n{machine.log.read_text()[-3000:]}"
