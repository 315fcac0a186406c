"""Translation: what an engine's time costs, what the queue costs beside a bare loop, how soon an order is taken.

translation_overhead: the same pages with an engine that takes 50 ms a request and with one that takes none, worked by
the worker of `make run` with two processes; one page is one request. translation_vs_stock: one process, the queue's
steps from the claim to the draft against the functions of wagtail-localize in a loop, same pages, same engine.
translation_submit: an order of 500 pages against one of 5.
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
from typing import Any

from bench.mail import ROOT, fresh_portal
from bench.rows import Row
from tests.engines import libretranslate_server

PAGES = int(os.environ.get("PORTAL_BENCH_PAGES", "500"))
#: Seconds that the slow engine takes for a request.
DELAY = 0.05
OVERHEAD, STOCK, SUBMIT, GROWTH = 1.25, 1.5, 1.0, 2.0


def translation_rows() -> list[Row]:
    """Measure all on one fresh data folder; the translations are taken away after each run."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder, libretranslate_server() as engine:
        Path(folder).chmod(0o755)
        with fresh_portal(Path(folder) / "data", 25) as environment:
            environment |= {"TRANSLATION_ENGINE": "libretranslate", "TRANSLATION_URL": engine.url}
            ask(environment, "write", PAGES)
            few, many = ask(environment, "submit", PAGES)
            ours, stock = (ask(environment, how, min(PAGES, 200)) for how in ("ours", "stock"))
            quick, slow = _both_engines(environment, engine)
    return [
        Row("translation_overhead", slow, "s", f"50 ms <= {OVERHEAD} x 0 ms", slow / quick <= OVERHEAD, slow / quick),
        Row("translation_vs_stock", ours, "1/s", f">= {STOCK} x bare loop", ours / stock >= STOCK, ours / stock),
        Row(
            "translation_submit",
            many,
            "s",
            f"<= {SUBMIT} s, <= {GROWTH} x of 5",
            many <= SUBMIT and many / few <= GROWTH,
            many / few,
        ),
    ]


def _both_engines(environment: dict[str, str], engine: Any) -> tuple[float, float]:
    """Seconds with the quick and with the slow engine; the quick one before and after, so that a busy moment shows."""
    with _workers(environment):
        ask(environment, "order", PAGES // 10)  # what the first pages ask of a new process is no part of it
        quick = ask(environment, "order", PAGES)
        engine.delay = DELAY
        slow = ask(environment, "order", PAGES)
        engine.delay = 0
        return (quick + ask(environment, "order", PAGES)) / 2, slow


def ask(environment: dict[str, str], *arguments: object, module: str = "bench.translation_pages") -> Any:
    """Run one part inside Django and read what it measured."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    ended = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(ended.stdout.splitlines()[-1])


@contextmanager
def _workers(environment: dict[str, str]) -> Iterator[None]:
    """The worker of `make run` with two processes."""
    command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "--concurrency", "2", "--loglevel", "warning"]
    worker = subprocess.Popen([*command, "--without-mingle", "--without-gossip"], cwd=ROOT, env=environment)
    try:
        time.sleep(8)  # importing is no part of translating
        yield
    finally:
        worker.terminate()
        worker.wait(60)
