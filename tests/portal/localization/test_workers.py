"""Real Celery workers: killed at random they change neither the result nor, beyond what was under way, the bill."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from django.db import connection
from django.db.models import Sum
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from news.models import NewsPage
from portal.localization.enums import ChargeState, JobState
from portal.localization.models import Charge, TranslationJob
from portal.localization.services import pipeline, queue
from portal.localization.services.wake import wake_workers
from portal.run.children import commands
from portal.run.predecessor import die_with_parent
from tests.engines.wording import wording_of
from tests.stack import wait_for

ROOT = Path(__file__).resolve().parents[3]
SEED, PAGES, KILLS, PARAGRAPHS, PROCESSES = 20261126, 100, 10, 4, 2
#: The title as well.
SEGMENTS = PARAGRAPHS + 1


class Workers:
    """The worker of `make run` on the database of this test."""

    def __init__(self, url: str, log: Path) -> None:
        self.log = log
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "PORTAL_TEST_DATABASE": connection.settings_dict["NAME"],
            "TRANSLATION_ENGINE": "libretranslate",
            "TRANSLATION_URL": url,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                commands(0, self.log.parent)["worker"].removeprefix("exec ").split(),
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        for _process in range(PROCESSES):
            wake_workers()

    def kill(self) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)

    def said(self) -> str:
        return self.log.read_text()[-3000:]


@pytest.fixture
def workers(transactional_db, engine, tmp_path) -> Iterator[Workers]:
    made = Workers(engine.url, tmp_path / "worker.log")
    yield made
    if made.process is not None and made.process.poll() is None:
        made.kill()


def ready() -> int:
    return TranslationJob.objects.filter(state=JobState.NEEDS_REVIEW).count()


def others() -> int:
    """Connections to this database besides our own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def take_up() -> None:
    """What the sweep does five minutes after a worker was killed.

    What the killed had sent to PostgreSQL is done by then; here it is waited for.
    """
    wait_for(lambda: others() == 0, 20, "connections of the killed worker stay")
    queue.release_expired(now=timezone.now() + timedelta(hours=1))
    TranslationJob.objects.filter(state=JobState.QUEUED).update(next_attempt_at=timezone.now())


def publish_pages(desk, number: int, first: int = 0) -> None:
    for page in range(first, first + number):
        texts = [f"第{page}页第{paragraph}段：双方签署协议。" for paragraph in range(PARAGRAPHS)]
        desk.article(*texts, title=f"第{page}页")


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_workers_killed_at_random_change_neither_the_result_nor_the_bill(desk, engine, workers):
    dice = random.Random(SEED)
    engine.delay = 0.05
    publish_pages(desk, PAGES)
    for _kill in range(KILLS):
        workers.start()
        wanted = len(engine.requests) + dice.randint(2, 8)
        reached: Callable[[], bool] = lambda wanted=wanted: len(engine.requests) >= wanted  # noqa: E731
        wait_for(reached, 120, workers.said())
        time.sleep(dice.uniform(0, 0.3))
        workers.kill()
        take_up()
    workers.start()
    wait_for(lambda: ready() == PAGES, 300, workers.said())
    rows = StringTranslation.objects.exclude(context__path="slug").select_related("translation_of")
    assert {row.translation_of.data: row.data.split() for row in rows} == {
        row.translation_of.data: wording_of(row.translation_of.data, "en").split() for row in rows
    }
    assert rows.count() == PAGES * SEGMENTS
    drafts = NewsPage.objects.filter(locale=desk.tree.en, live=False)
    assert (drafts.count(), Page.find_problems()) == (PAGES, ([], [], [], [], []))
    lost = KILLS * PROCESSES * pipeline.WINDOW * SEGMENTS
    charged = Charge.objects.exclude(state=ChargeState.RELEASED).aggregate(all=Sum("segments"))["all"]
    received = sum(len(request["q"]) for request in engine.requests)
    assert PAGES * SEGMENTS <= received <= charged <= PAGES * SEGMENTS + lost


@pytest.mark.long
def test_memory_of_a_worker_stays_flat(desk, engine):
    sizes = []
    for turn in range(5):
        publish_pages(desk, 25, first=25 * turn)
        assert pipeline.work(worker=iter(map(str, range(1000))).__next__, limit=100) == 25
        sizes.append(psutil.Process().memory_info().rss)
    assert sizes[-1] - sizes[1] < 12_000_000, sizes
