"""mail_throughput: letters a second with two workers, against a bare smtplib loop over one connection.

The same letters, the same sink, one after the other. Both make up each e-mail from its stored texts and hand it over;
the loop does nothing else. The outbox claims each letter in PostgreSQL, and writes down what became of it; its workers
are woken through Redis as in the portal. The clock is that of the sink: from the first letter to the last.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.rows import Row
from tests.services import free_port

LETTERS = 3000
GOAL = 0.5
ROOT = Path(__file__).resolve().parents[1]


class Sink:
    """The sink's process, asked over its standard streams."""

    def __init__(self) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "bench.smtp_sink", str(self.port)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline().strip() == "ready"

    def ask(self) -> tuple[int, float, float]:
        """How many letters since the last question, and when the first and the last of them came."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        number, first, last = json.loads(self.process.stdout.readline())
        return number, first, last


def mail_rows() -> list[Row]:
    """Measure both in one run on a fresh data folder; the loop before and after, so that a busy moment shows."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        Path(folder).chmod(0o755)
        sink = Sink()
        try:
            with fresh_portal(Path(folder) / "data", sink.port) as environment:
                _run(environment, "bench.mail_letters", "write", str(LETTERS))
                before = _loop(environment, sink)
                ours = _workers(environment, sink)
                after = _loop(environment, sink)
        finally:
            sink.process.terminate()
            sink.process.wait(10)
    bare = (before + after) / 2
    ratio = ours / bare
    return [
        Row("mail_throughput", ours, "1/s", f">= {GOAL} x bare loop", ratio >= GOAL, ratio),
        Row("mail_bare_loop", bare, "1/s", "(yardstick)", True),
    ]


@contextmanager
def fresh_portal(data: Path, port: int) -> Iterator[dict[str, str]]:
    """A database of its own with the portal's tables, and the environment that leads to it."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    environment |= {
        "PORTAL_DATA": str(data),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
    }
    servers = subprocess.Popen(
        [sys.executable, "-m", "portal.run.servers"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert servers.stdout is not None
        assert servers.stdout.readline().strip() == "ready"
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True
        )
        yield environment
    finally:
        servers.terminate()
        servers.wait(20)


def _run(environment: dict[str, str], module: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, env=environment, check=True)


def _rate(answer: tuple[int, float, float]) -> float:
    number, first, last = answer
    assert number == LETTERS, f"{number} of {LETTERS} letters came"
    return (number - 1) / (last - first)


def _loop(environment: dict[str, str], sink: Sink) -> float:
    _run(environment, "bench.mail_letters", "loop", str(sink.port))
    return _rate(sink.ask())


def _workers(environment: dict[str, str], sink: Sink) -> float:
    """Start the worker of `make run` with two processes, call it, and wait until it has sent all."""
    command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "--concurrency", "2", "--loglevel", "warning"]
    worker = subprocess.Popen([*command, "--without-mingle", "--without-gossip"], cwd=ROOT, env=environment)
    try:
        time.sleep(8)  # importing is no part of sending
        _run(environment, "bench.mail_letters", "call")
        _run(environment, "bench.mail_letters", "wait", "300")
        return _rate(sink.ask())
    finally:
        worker.terminate()
        worker.wait(30)
