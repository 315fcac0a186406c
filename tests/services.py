"""Debian's PostgreSQL and Redis as private servers on loopback, for `make test-services`."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import redis

PREFERRED_RELEASE = "15"


@contextmanager
def debian_services() -> Iterator[dict[str, str]]:
    """Start both; yields DATABASE_URL and REDIS_URL."""
    folder = Path(tempfile.mkdtemp(prefix="portal-services-"))
    folder.chmod(0o755)
    postgres_port, redis_port = free_port(), free_port()
    servers = [_postgres(folder / "postgres", postgres_port), _redis(folder, redis_port)]
    try:
        _wait(lambda: psycopg.connect(f"host=127.0.0.1 port={postgres_port} user=portal dbname=postgres").close())
        _wait(lambda: redis.Redis(port=redis_port).ping())
        with psycopg.connect(f"host=127.0.0.1 port={postgres_port} user=portal dbname=postgres", autocommit=True) as db:
            db.execute("CREATE DATABASE portal")
        yield {
            "DATABASE_URL": f"postgresql://portal@127.0.0.1:{postgres_port}/portal",
            "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
        }
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port of loopback that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _programs() -> Path:
    releases = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    wanted = [path for path in releases if path.parent.name == PREFERRED_RELEASE]
    return (wanted or releases)[0]


def _postgres(folder: Path, port: int) -> subprocess.Popen[bytes]:
    account = pwd.getpwnam("postgres") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
    folder.mkdir(mode=0o700)
    os.chown(folder, account.pw_uid, account.pw_gid)
    subprocess.run(
        [_programs() / "initdb", "-D", folder, "-U", "portal", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"],
        check=True,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        **identity,
    )
    options = ["-c", "listen_addresses=127.0.0.1", "-c", f"port={port}", "-c", f"unix_socket_directories={folder}"]
    return subprocess.Popen(
        [_programs() / "postgres", "-D", folder, *options, "-c", "fsync=off"],
        cwd=folder,
        stderr=subprocess.DEVNULL,
        **identity,
    )


def _redis(folder: Path, port: int) -> subprocess.Popen[bytes]:
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def _wait(probe, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            probe()
        except (psycopg.OperationalError, redis.ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
