"""Servers whose owner was killed: they end with it, and what is left over nevertheless is ended by the next start."""

import os
import signal
import subprocess
import sys
import threading

import psutil
import pytest

from portal.run import postgres, predecessor
from portal.run.servers import Postgres, Redis, ServerError
from tests.stack import ROOT, wait_for

pytestmark = pytest.mark.xdist_group("supervisor")


def postgres_of(place):
    """Every postmaster on the folder, also one that the pid file does not name."""
    return [process for process in psutil.process_iter() if str(place.postgres) in command(process)]


def redis_of(place):
    return predecessor.redis_on(place.redis_socket)


def command(process):
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def owner_of_servers(place):
    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
    owner = subprocess.Popen(
        [sys.executable, "-m", "portal.run.servers"],
        cwd=ROOT,
        env=environment | {"PORTAL_DATA": str(place.data)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert owner.stdout.readline() == "ready\n"
    return owner


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux")
def test_servers_end_with_a_killed_owner_and_start_anew(place):
    with owner_of_servers(place) as owner:
        assert (len(postgres_of(place)), len(redis_of(place))) == (1, 1)
        owner.kill()
    wait_for(lambda: not postgres_of(place) and not redis_of(place), 10, "the servers outlive their owner")
    with owner_of_servers(place) as again:
        assert (len(postgres_of(place)), len(redis_of(place))) == (1, 1)
        again.terminate()
        assert again.wait(5) == 0
    assert (postgres_of(place), redis_of(place)) == ([], [])


@pytest.mark.parametrize(("kind", "found"), [(Postgres, postgres_of), (Redis, redis_of)])
@pytest.mark.parametrize("halted", [False, True])
def test_start_replaces_what_a_dead_owner_left(place, monkeypatch, kind, found, halted):
    """Without the kernel's help; a halted one does not hear that it should end and is killed."""
    monkeypatch.setattr(predecessor, "die_with_parent", lambda how: None)
    monkeypatch.setattr(kind, "patience", 1.0 if halted else kind.patience)
    first, second = kind(place), kind(place)
    try:
        first.start()
        # An orphan is reaped by init; unreaped, its number would still count as in use to PostgreSQL.
        threading.Thread(target=first.process.wait, daemon=True).start()
        if halted:
            first.process.send_signal(signal.SIGSTOP)
        second.start()
        assert first.process.wait(5) == (-signal.SIGKILL if halted else 0)
        assert second.ready()
        assert [process.pid for process in found(place)] == [second.process.pid]
    finally:
        first.stop()
        second.stop()


def test_answer_of_another_server_is_not_taken_for_ours(place, monkeypatch):
    monkeypatch.setattr(predecessor, "postgres_on", lambda cluster: [])
    first, second = Postgres(place, durable=False), Postgres(place, durable=False)
    try:
        first.start()
        monkeypatch.setattr(postgres, "START_SECONDS", 2.0)
        with pytest.raises(ServerError):
            second.start()
        assert first.ready()
    finally:
        second.stop()
        first.stop()


@pytest.mark.parametrize("text", ["", "nobody\n", "1\n", f"{os.getpid()}\n"], ids=["empty", "a word", "another", "we"])
def test_pid_file_that_names_nobody_of_ours_ends_nobody(place, text):
    place.postgres.mkdir(parents=True)
    (place.postgres / "postmaster.pid").write_text(text)
    assert predecessor.postgres_on(place.postgres) == []
