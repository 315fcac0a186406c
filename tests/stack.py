"""The whole portal as `make run` starts it, on a port and in a data folder of its own, with a real SMTP sink."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psutil
from aiosmtpd.controller import Controller

from portal.run.layout import SYSTEM_BASE, layout, server_id
from portal.run.predecessor import die_with_parent
from tests.services import free_port

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "Delta-Science-2026"


class Sink:
    """An SMTP server that keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append(message)
        return "250 kept"

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in self.letters if address in str(letter["To"])]


class Stack:
    """Start, ask and stop one portal."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data = data
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "DJANGO"))}
        for name in ("DATABASE_URL", "REDIS_URL"):
            inherited.pop(name, None)
        own = {"PORT": str(self.port), "PORTAL_DATA": str(data), "PORTAL_DEMO_PASSWORD": PASSWORD}
        self.environment = inherited | own | environment
        self.log = data.parent / f"{data.name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float = 300) -> float:
        """Start and wait for the first page; returns the seconds that it took. Raises AssertionError."""
        began = time.monotonic()
        self.launch()
        wait_for(self._answers, seconds, f"the portal did not answer; its output:\n{self.output()[-3000:]}")
        return time.monotonic() - began

    def launch(self) -> None:
        """Start without waiting; a killed pytest takes the portal with it."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "portal.run"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"the portal ended:\n{self.output()[-3000:]}"
        if self._status("/healthz") != 200:
            return False
        first_page = self._status("/zh-hans/")
        return first_page == 200 or (self.environment.get("PORTAL_DEMO") == "0" and first_page < 500)

    def _status(self, path: str) -> int:
        """How the portal answers; 503 while nobody does."""
        try:
            with urllib.request.urlopen(f"{self.base}{path}", timeout=20) as response:
                return response.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 503

    def output(self) -> str:
        return self.log.read_text() if self.log.exists() else ""

    def stop(self) -> float:
        """End with SIGTERM; returns the seconds that it took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        return time.monotonic() - began

    def remove(self) -> None:
        """Remove what lies outside the data folder; whatever removes the data folder itself does not know of it."""
        remove_outside(self.data)

    def processes(self) -> list[psutil.Process]:
        """Every process that works on our data folder; the servers hide their environment but stay in their folder."""
        found = []
        folders = {self.data, layout(self.data).postgres.parent}
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                ours = process.environ().get("PORTAL_DATA") == str(self.data)
                if (ours or not folders.isdisjoint(Path(process.cwd()).parents)) and process.status() != "zombie":
                    found.append(process)
        return found

    def kill_everything(self) -> None:
        """What a power cut does to the processes; a master killed late may just have made a worker anew.

        They are halted first: one that sees another die would use the moment to end in an orderly manner.
        """
        while processes := self.processes():
            for how in (signal.SIGSTOP, signal.SIGKILL):
                for process in processes:
                    with suppress(psutil.Error):
                        process.send_signal(how)
        assert self.process is not None
        self.process.wait(10)

    def redis(self) -> psutil.Process:
        return next(process for process in self.processes() if process.name().startswith("redis-server"))


def remove_outside(data: Path) -> None:
    """Remove the folder that root's PostgreSQL has in /var/lib for data of a test, which lies in a temporary folder."""
    if Path(tempfile.gettempdir()).resolve() in data.resolve().parents and (data / "server-id").exists():
        shutil.rmtree(SYSTEM_BASE / server_id(data), ignore_errors=True)


def wait_for(condition: Callable[[], Any], seconds: float, otherwise: str) -> Any:
    """Wait until `condition()` is true and return it; fail with `otherwise` after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.2)
    raise AssertionError(otherwise)
