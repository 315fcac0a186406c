"""The processes of `make run`, and the record of them that lets the next start end what a kill left behind."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
from honcho.manager import Manager

WEB_WORKERS = 2
#: More of them wait for one another's turn (Python's lock) oftener than for the database.
WEB_THREADS = 3
#: Two, so that a mail server or a translation engine that keeps us waiting does not hold up everything else.
WORKER_PROCESSES = 2
#: Of the worker, by `nice`: nobody waits for a letter as one waits for a page.
WORKER_PRIORITY = 10


def commands(port: int, data: Path) -> dict[str, str]:
    """Shell commands of the children by name."""
    python = f"exec {sys.executable} -m"
    return {
        "web": (
            f"{python} granian --interface wsgi portal.wsgi:application --host 127.0.0.1 --port {port}"
            f" --workers {WEB_WORKERS} --blocking-threads {WEB_THREADS} --workers-kill-timeout 4"
            " --respawn-failed-workers --no-ws --log-level warning"
        ),
        "worker": (
            f"exec nice -n {WORKER_PRIORITY} {sys.executable} -m celery -A portal worker --loglevel warning"
            f" --concurrency {WORKER_PROCESSES} --without-mingle --without-gossip"
        ),
        "beat": f"{python} celery -A portal beat --loglevel warning --schedule {data / 'celerybeat-schedule'}",
    }


class Children(Manager):
    """Honcho's manager, which cannot end a child before it has been told its number: the request waits until then."""

    _asked_to_end = False

    @property
    def pids(self) -> list[int]:
        """Numbers of the children known by now."""
        return [entry["pid"] for entry in self._processes.values() if entry.get("pid")]

    def all_known(self) -> bool:
        return len(self.pids) == len(self._processes)

    def terminate(self) -> None:
        self._asked_to_end = True
        if self.all_known():
            super().terminate()

    def _all_started(self) -> bool:
        """Asked by honcho after every event; the place to catch up with a request that came too early."""
        started = self.all_known()
        if started and self._asked_to_end:
            super().terminate()
        return started


def record(file: Path, pids: list[int]) -> None:
    """Remember process groups by number and start time, so that a reused number is never mistaken for ours."""
    entries = []
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            entries.append({"pid": pid, "started": psutil.Process(pid).create_time()})
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(entries))
    fresh.replace(file)  # a kill leaves the old record or the new one, never half of one


def _recorded(file: Path) -> list[dict[str, float]]:
    """The entries of a record; one that a full disk or a power cut left unreadable tells nothing."""
    try:
        entries: list[dict[str, float]] = json.loads(file.read_text())
    except ValueError:
        return []
    return entries


def end_recorded(file: Path, *, seconds: float = 8) -> None:
    """End the process groups that a killed supervisor left behind."""
    if not file.exists():
        return
    groups = [int(entry["pid"]) for entry in _recorded(file) if _is_ours(entry)]
    for how in (signal.SIGTERM, signal.SIGKILL):
        for group in groups:
            with suppress(ProcessLookupError):
                os.killpg(group, how)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and any(_group_lives(group) for group in groups):
            time.sleep(0.1)
    file.unlink()


def _is_ours(entry: dict[str, float]) -> bool:
    """Whether the recorded group still lives; its leader may be gone while members go on."""
    pid = int(entry["pid"])
    with suppress(psutil.NoSuchProcess):
        return abs(psutil.Process(pid).create_time() - entry["started"]) < 2
    return any(_member_since(member, pid, entry["started"]) for member in psutil.process_iter())


def _member_since(process: psutil.Process, group: int, started: float) -> bool:
    with suppress(psutil.Error, ProcessLookupError):
        return os.getpgid(process.pid) == group and process.create_time() >= started - 2
    return False


def _group_lives(group: int) -> bool:
    for process in psutil.process_iter():
        with suppress(psutil.Error, ProcessLookupError):
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                return True
    return False
