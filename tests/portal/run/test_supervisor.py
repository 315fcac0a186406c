"""`make run`: what a person at the terminal meets when something is wrong, and what is left when it ends."""

import os
import socket
import subprocess
import sys
import time

import psycopg
import pytest

from portal.run.layout import layout
from portal.run.servers import Postgres
from tests.services import free_port
from tests.stack import ROOT, Stack

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
