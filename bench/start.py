"""start_seconds: how soon a second `make run` shows its first page, and how much memory its processes take."""

from __future__ import annotations

import tempfile
import urllib.request
from pathlib import Path

import psutil

from bench.rows import Row
from tests.stack import Stack

MEGABYTE = 1_000_000


def start_rows() -> list[Row]:
    """Start twice on one data folder; measure the second start and the processes after a few pages."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        Path(folder).chmod(0o755)
        stack = Stack(Path(folder) / "data")
        stack.start()
        stack.stop()
        seconds = stack.start()
        try:
            for path in ("/zh-hans/", "/en/news/", "/zh-hans/parks/"):
                urllib.request.urlopen(stack.base + path, timeout=20).read()
            web, worker = _largest(stack, "granian"), _largest(stack, "celery", "worker")
        finally:
            stack.stop()
    return [
        Row("start_seconds", seconds, "s", "second start <= 15 s", seconds <= 15, seconds / 15),
        Row("start_web_memory", web, "MB", "web process <= 200 MB", web <= 200, web / 200),
        Row("start_worker_memory", worker, "MB", "worker <= 250 MB", worker <= 250, worker / 250),
    ]


def _largest(stack: Stack, *words: str) -> float:
    """Resident memory in MB of the largest process whose command line has all `words`."""
    sizes = [
        process.memory_info().rss / MEGABYTE
        for process in stack.processes()
        if all(any(word in part for part in _command(process)) for word in words)
    ]
    return max(sizes)


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
