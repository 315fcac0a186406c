"""The embedded servers: closed folders stay closed, a dead server comes back, two starts do not fight."""

import os
import stat
import time

import psycopg
import pytest

from portal.run import layout as layouts
from portal.run.servers import Postgres, Redis, ServerError, heal, lock
from tests.stack import remove_outside

pytestmark = pytest.mark.xdist_group("supervisor")


def modes(path):
    return {str(folder): stat.S_IMODE(folder.stat().st_mode) for folder in (path, *path.parents)}


def test_servers_start_under_a_closed_folder_without_opening_it(tmp_path):
    home = tmp_path / "home"
    data = home / "portal" / "var"
    data.mkdir(parents=True)
    home.chmod(0o700)
    before = modes(data)
    place = layouts.layout(data)
    server = Postgres(place, durable=False)
    try:
        server.start()
        with psycopg.connect(server.dsn()) as connection:
            assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
    finally:
        server.stop()
    assert modes(data) == before
    outside = os.getuid() == 0
    assert (layouts.SYSTEM_BASE in place.postgres.parents) == outside
    remove_outside(data)
    assert not (layouts.SYSTEM_BASE / layouts.server_id(data)).exists()


def test_layout_of_a_folder_is_the_same_every_time(tmp_path):
    assert layouts.layout(tmp_path / "data") == layouts.layout(tmp_path / "data")


def test_socket_folder_of_a_deep_data_folder_is_short_enough(tmp_path):
    deep = tmp_path / ("x" * 100) / "data"
    place = layouts.layout(deep)
    assert len(os.fsencode(place.postgres_sockets / ".s.PGSQL.5432")) <= 107
    assert len(os.fsencode(place.redis_socket)) <= 107


def test_sockets_are_closed_to_others(place):
    server = Postgres(place, durable=False)
    try:
        server.start()
        assert stat.S_IMODE(place.postgres_sockets.stat().st_mode) == 0o700
    finally:
        server.stop()


@pytest.mark.parametrize("kind", [Postgres, Redis])
def test_heal_starts_a_killed_server_again(place, kind):
    server = kind(place)
    try:
        server.start()
        first = server.process.pid
        server.process.kill()
        server.process.wait()
        heal([server])
        assert server.ready()
        assert server.process.pid != first
    finally:
        server.stop()


@pytest.mark.parametrize("error", [ServerError("no"), psycopg.OperationalError("no"), PermissionError("no")])
def test_heal_survives_a_failed_start_and_tells_it(place, monkeypatch, capsys, error):
    def refuse(self):
        raise error

    monkeypatch.setattr(Postgres, "start", refuse)
    heal([Postgres(place)])
    assert "PostgreSQL could not be started: no" in capsys.readouterr().out


def test_cluster_whose_making_was_cut_short_is_made_again(place):
    half = place.postgres.with_name("postgres.new")
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("17\n")
    server = Postgres(place, durable=False)
    try:
        server.start()
        assert server.ready()
        assert not half.exists()
    finally:
        server.stop()


def test_database_understands_chinese(place):
    server = Postgres(place, durable=False)
    try:
        server.start()
        with psycopg.connect(server.dsn(), autocommit=True) as connection:
            connection.execute("CREATE EXTENSION pg_trgm")
            assert connection.execute("SELECT cardinality(show_trgm('紫竹高新区')) > 0").fetchone() == (True,)
            assert connection.execute("SELECT 'É' ILIKE 'é'").fetchone() == (True,)
    finally:
        server.stop()


def test_redis_keeps_its_queue_through_a_kill(place):
    server = Redis(place)
    try:
        server.start()
        server.client().rpush("celery", "wake")
        time.sleep(1.2)  # the append-only file is synced every second
        server.process.kill()
        server.process.wait()
        server.start()
        assert server.client().lrange("celery", 0, -1) == [b"wake"]
    finally:
        server.stop()


def test_lock_is_held_by_one(place):
    with lock(place) as first, lock(place) as second:
        assert (first, second) == (True, False)
