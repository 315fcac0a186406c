"""`make run`: what a person at the terminal meets when something is wrong, and what is left when it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

import psutil
import psycopg
import pytest

from portal.run import supervisor
from portal.run.layout import layout
from portal.run.servers import Postgres
from tests.services import free_port
from tests.stack import ROOT, Stack, wait_for

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("supervisor")]


def run(data, **environment):
    inherited = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
    own = {"PORTAL_DATA": str(data), "PORT": str(free_port()), "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
    command = [sys.executable, "-m", "portal.run"]
    return subprocess.run(
        command, cwd=ROOT, env=inherited | own | environment, capture_output=True, text=True, timeout=60, check=False
    )


def one_sentence(done):
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_run_with_port_in_use_says_so(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run(tmp_path / "data", PORT=port)
    assert done.returncode == 1
    assert f"Port {port} is in use" in one_sentence(done)


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_run_with_port_that_is_none_says_so(tmp_path, port):
    done = run(tmp_path / "data", PORT=port)
    assert done.returncode == 1
    assert "PORT must be a number" in one_sentence(done)


def test_run_with_unwritable_data_folder_says_so(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    done = run(tmp_path / "file" / "data")
    assert done.returncode == 1
    assert "cannot be written to" in one_sentence(done)


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/none", "mysql://somewhere/db", "nonsense"])
def test_run_with_broken_database_url_says_so(tmp_path, url):
    done = run(tmp_path / "data", DATABASE_URL=url)
    assert done.returncode == 1
    assert "DATABASE_URL" in one_sentence(done)


def test_kill_of_everything_loses_nothing_and_term_leaves_no_process(tmp_path):
    """kill -9 of all processes, a second start that finds the row, a second supervisor refused, SIGTERM."""
    stack = Stack(tmp_path / "data", PORTAL_DEMO="0")
    stack.start()
    dsn = Postgres(layout(stack.data)).dsn()
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('园区')")
    stack.kill_everything()
    assert stack.processes() == []

    stack.start()
    with psycopg.connect(dsn) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("园区",)]

    second = run(stack.data)
    assert second.returncode == 1
    assert "Another `make run`" in one_sentence(second)

    stack.redis().kill()
    time.sleep(2)
    assert stack.redis().is_running(), "a dead Redis is started again"

    assert stack.stop() < 10
    assert stack.processes() == []
    assert not (stack.data / "children.json").exists()
    stack.remove()


def test_term_while_the_servers_start_leaves_no_process(tmp_path):
    """The cluster is being made: the longest part of a first start."""
    stack = Stack(tmp_path / "data", PORTAL_DEMO="0")
    stack.launch()
    fresh = layout(stack.data).postgres.with_name("postgres.new")
    wait_for(lambda: (fresh / "PG_VERSION").exists(), 30, "initdb did not begin")
    assert stack.stop() < 10
    wait_for(lambda: stack.processes() == [], 2, f"still there: {stack.processes()}")
    assert not (stack.data / "children.json").exists()
    stack.remove()


#: A supervisor whose servers are one `sleep`, and whose children are two.
SMALL = """
import subprocess, sys
from portal.run import children, supervisor
children.commands = lambda port, data: {"web": "exec sleep 61", "worker": "exec sleep 62"}
portal = supervisor.Supervisor()
portal.data.mkdir()
portal.servers = subprocess.Popen(["sleep", "63"])
sys.exit(portal._run_children())
"""


def test_every_child_is_recorded_and_all_end_when_the_servers_do(tmp_path):
    data = tmp_path / "data"
    environment = os.environ | {"PORTAL_DATA": str(data)}
    portal = subprocess.Popen([sys.executable, "-c", SMALL], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)

    def recorded():
        file = data / "children.json"
        found = [psutil.Process(entry["pid"]) for entry in json.loads(file.read_text())] if file.exists() else []
        return len(found) == 3 and found

    found = wait_for(recorded, 20, "the children were not recorded")
    seconds = {process.cmdline()[-1]: process for process in found}
    assert set(seconds) == {"61", "62", "63"}
    seconds["63"].kill()
    assert portal.wait(10) == 1
    assert not any(process.is_running() for process in found)


DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"


def test_servers_that_do_not_end_are_killed_before_they_are_forgotten(tmp_path, monkeypatch):
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path))
    monkeypatch.setattr(supervisor, "SERVERS_STOP_SECONDS", 0.2)
    portal = supervisor.Supervisor()
    portal.record.write_text("[]")
    with subprocess.Popen([sys.executable, "-c", DEAF], stdout=subprocess.PIPE, text=True) as servers:
        assert servers.stdout.readline() == "deaf\n"
        portal.servers = servers
        portal._stop_servers()
        assert servers.poll() == -signal.SIGKILL
    assert not portal.record.exists()
