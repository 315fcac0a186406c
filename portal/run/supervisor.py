"""`make run`: servers, migrations, demo content, then web server, worker and beat under honcho."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial

import psycopg

from portal import messages
from portal.run import children, predecessor, prepared
from portal.run.layout import data_folder, layout
from portal.run.servers import lock as servers_lock

#: Honcho kills children five seconds after the first of them ended; with the servers a stop takes ten at most.
SERVERS_STOP_SECONDS = 4.0
#: A busy machine takes its time to start the children.
CHILDREN_START_SECONDS = 30.0


class StartError(RuntimeError):
    """The portal cannot start; the message is one sentence for the person at the terminal."""


class Supervisor:
    """Starts everything in order and ends it in the reverse order."""

    def __init__(self) -> None:
        self.data = data_folder().resolve()
        self.port = self._port()
        self.record = self.data / "children.json"
        self.servers: subprocess.Popen[str] | None = None

    def run(self) -> int:
        """Run until Ctrl-C or SIGTERM; returns the exit code of the process."""
        self._check_data_folder()
        with self._alone():
            children.end_recorded(self.record)
            self._check_port()
            try:
                self._start_servers()
                self._check_database()
                self._prepare()
                return self._run_children()
            finally:
                self._stop_servers()

    def _port(self) -> int:
        text = os.environ.get("PORT", "8000")
        if not text.isdecimal() or not 0 < int(text) < 65536:
            raise StartError(f"PORT must be a number from 1 to 65535, not {text!r}.")
        return int(text)

    def _check_data_folder(self) -> None:
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            probe = self.data / f".writable-{os.getpid()}"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise StartError(f"The data folder {self.data} cannot be written to ({error.strerror}).") from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one supervisor works on a data folder."""
        import fcntl

        with (self.data / "run.lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StartError(f"Another `make run` is already using the data folder {self.data}.") from None
            yield

    def _check_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except OSError as error:
                raise StartError(
                    f"Port {self.port} is in use or not allowed ({error.strerror}); choose another with PORT=…"
                ) from error

    def _start_servers(self) -> None:
        self._wait_for_old_servers()
        self.servers = subprocess.Popen(
            [sys.executable, "-m", "portal.run.servers"],
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=predecessor.die_with_parent(signal.SIGTERM),
        )
        children.record(self.record, [self.servers.pid])
        output = self.servers.stdout
        if output is None or output.readline().strip() != "ready":
            raise StartError("The embedded servers did not start.")
        threading.Thread(target=_copy_lines, args=(output,), daemon=True).start()

    def _wait_for_old_servers(self) -> None:
        """Servers whose supervisor was killed end by themselves within moments; wait for them."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with servers_lock(layout(self.data)) as free:
                if free:
                    return
            time.sleep(0.2)
        raise StartError(f"The servers of the data folder {self.data} are in use by another process.")

    def _check_database(self) -> None:
        """A broken DATABASE_URL is one sentence, not a traceback."""
        url = os.environ.get("DATABASE_URL")
        if not url:
            return
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except (psycopg.Error, ValueError) as error:
            reason = " ".join(str(error).split())
            raise StartError(f"The database of DATABASE_URL cannot be used: {reason}") from None

    def _prepare(self) -> None:
        """Database and static files side by side: neither needs the other. Only where something has changed."""
        if prepared.is_prepared(self.data):
            return
        messages.compile_all()
        commands = ("setup", "collect_changed")
        running = [subprocess.Popen([sys.executable, "manage.py", command]) for command in commands]
        try:
            codes = [process.wait() for process in running]
        finally:
            for process in running:
                process.kill()
        for command, code in zip(commands, codes, strict=True):
            if code != 0:
                raise StartError(f"`manage.py {command}` failed; the lines above say why.")
        prepared.note(self.data)

    def _run_children(self) -> int:
        manager = children.Children()
        environment = os.environ | {"PYTHONUNBUFFERED": "1", "PORT": str(self.port)}
        for name, command in children.commands(self.port, self.data).items():
            manager.add_process(name, command, env=environment)
        for task in (self._announce, partial(self._record_children, manager), partial(self._end_with_servers, manager)):
            threading.Thread(target=task, daemon=True).start()
        manager.loop()
        asked_to_end = (128 + signal.SIGINT, 128 + signal.SIGTERM)
        return 0 if manager.returncode in asked_to_end else 1

    def _record_children(self, manager: children.Children) -> None:
        """Record each child as soon as its number is known; one that is missing would outlive a kill."""
        servers = [self.servers.pid] if self.servers else []
        known: list[int] = []
        deadline = time.monotonic() + CHILDREN_START_SECONDS
        while time.monotonic() < deadline:
            everybody = manager.all_known()
            if (pids := manager.pids) != known:
                children.record(self.record, [*pids, *servers])
                known = pids
            if everybody:
                return
            time.sleep(0.1)

    def _end_with_servers(self, manager: children.Children) -> None:
        """Without the process that heals the servers the portal is a ruin in waiting: end it, so that one notices."""
        if self.servers is not None:
            self.servers.wait()
            manager.terminate()

    def _announce(self) -> None:
        """Tell the address once the first page answers."""
        address = f"http://127.0.0.1:{self.port}/"
        for _ in range(300):
            with suppress(OSError), urllib.request.urlopen(f"{address}healthz", timeout=2):  # noqa: S310
                print(f"\nThe portal is running at {address}  (admin: {address}admin/)", flush=True)
                self._tell_accounts()
                return
            time.sleep(0.2)

    def _tell_accounts(self) -> None:
        accounts = self.data / "demo-accounts.txt"
        if accounts.exists():
            names = [line.split("\t")[0] for line in accounts.read_text().splitlines() if "\t" in line]
            print(f"Demo accounts: {', '.join(names)}\nTheir passwords are kept in {accounts}", flush=True)
        print("End with Ctrl-C.\n", flush=True)

    def _stop_servers(self) -> None:
        """End the servers; the record goes only once they have, for it is what the next start ends them by."""
        if self.servers is not None and not _ended(self.servers, signal.SIGTERM, SERVERS_STOP_SECONDS):
            # PostgreSQL and Redis notice it and shut down by themselves: predecessor.die_with_parent.
            _ended(self.servers, signal.SIGKILL, 0.5)
        if self.servers is None or self.servers.poll() is not None:
            self.record.unlink(missing_ok=True)


def _ended(process: subprocess.Popen[str], how: signal.Signals, seconds: float) -> bool:
    """Send a signal to a process that runs; whether it is gone within `seconds`."""
    process.send_signal(how)
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    return process.poll() is not None


def _copy_lines(stream: Iterator[str]) -> None:
    for line in stream:
        print(f"servers | {line}", end="", flush=True)
