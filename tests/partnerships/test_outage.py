"""With Redis stopped the investor notices nothing, and both letters leave once when it is back."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from kombu import pools

from partnerships.models import Inquiry
from portal import celery_app
from portal.outbox.enums import LetterState
from portal.outbox.models import Letter
from portal.run.layout import layout
from portal.run.servers import Redis
from tests.portal.outbox.smtp_sink import ScriptedSink

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def own_redis(tmp_path, settings) -> Iterator[Redis]:
    """A running Redis of this test alone; broker and cache of this process are in it."""
    server = Redis(layout(tmp_path))
    server.start()
    socket = server.place.redis_socket
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": f"unix://{socket}?db=1"}}
    before = celery_app.conf.broker_url
    _use_broker(f"redis+socket://{socket}?virtual_host=0")
    yield server
    _use_broker(before)
    server.stop()


def _use_broker(address: str) -> None:
    """Point Celery elsewhere and forget the connections it keeps: kombu's pools too, or it finds closed ones again."""
    pools.reset()
    celery_app._pool = None
    celery_app.amqp._producer_pool = None
    celery_app.conf.broker_url = address


@pytest.fixture
def sink() -> Iterator[ScriptedSink]:
    server = ScriptedSink()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def worker(own_redis, sink, tmp_path) -> Iterator[subprocess.Popen]:
    """A real worker with beat on the test's database, the test's Redis and the sink."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DJANGO"))}
    environment.pop("REDIS_URL", None)
    environment |= {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "PORTAL_DATA": str(tmp_path),
        "DATABASE_URL": _database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
    }
    command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "--beat", "--concurrency", "1"]
    options = ["--without-mingle", "--without-gossip", "--schedule", str(tmp_path / "schedule")]
    with (tmp_path / "worker.log").open("wb") as log:
        process = subprocess.Popen([*command, *options], cwd=ROOT, env=environment, stdout=log, stderr=log)
    yield process
    process.terminate()
    process.wait(20)


def _database_url() -> str:
    """The test's database as DATABASE_URL names it; a folder of sockets stands in the path."""
    place = connection.settings_dict
    account = f"{place['USER']}:{place['PASSWORD']}"
    if place["HOST"].startswith("/"):
        return f"postgresql://{account}@/{place['HOST']}/{place['NAME']}"
    return f"postgresql://{account}@{place['HOST']}:{place['PORT'] or 5432}/{place['NAME']}"


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.2)
    return False


def test_inquiry_while_redis_is_stopped(client, typed, officers, own_redis, worker, sink):
    client.post("/en/cooperate/", typed)  # connections are open, as in a server that has run for a while
    assert wait_until(lambda: Letter.objects.filter(state=LetterState.SENT).count() == 2, 60)
    own_redis.stop()

    began = time.monotonic()
    response = client.post("/en/cooperate/", {**typed, "message": "While it is stopped?", "submission": "f" * 32})
    page = client.get(response.headers["Location"])
    taken = time.monotonic() - began

    assert (response.status_code, page.status_code) == (303, 200)
    assert taken < 1
    inquiry = Inquiry.objects.latest("pk")
    assert inquiry.reference in page.content.decode()
    assert Letter.objects.filter(about_id=inquiry.pk, state=LetterState.QUEUED).count() == 2

    own_redis.start()

    assert wait_until(lambda: Letter.objects.filter(state=LetterState.SENT).count() == 4, 60)
    assert wait_until(lambda: len(sink.messages) > 4, 12) is False  # one more sweep finds nothing
    assert len({message["Message-ID"] for message in sink.messages}) == 4
