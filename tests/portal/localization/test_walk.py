"""A seeded walk over everything that people and workers do: whatever the order, no page shows another's text.

Pages are born in both languages. After each step: every live translation shows exactly what a reviser approved, at most
one job is open for a target, and no wording of a person has been replaced. `record_walk` does the same for records.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, TranslationSource

from news.models import NewsIndexPage, NewsPage
from portal.localization.enums import MoveNotAllowedError
from portal.localization.errors import NotTranslatableError, RefusedError
from portal.localization.guard import ForeignTextError
from portal.localization.models import TranslationJob
from portal.localization.queries import is_translation
from portal.localization.services import queue, runs
from portal.localization.services.publication import finish_translation, publish_translation
from tests.portal.localization.conftest import Desk
from tests.portal.localization.record_walk import RecordWalk

SAMPLE = bool(os.environ.get("PORTAL_TEST_SAMPLE"))
STEPS, SEEDS = (15, range(3)) if SAMPLE else (600, range(1))
RECORD_STEPS = 20 if SAMPLE else 350
#: What the house refuses with a sentence; everything else is a fault.
REFUSALS = (RefusedError, NotTranslatableError, ForeignTextError, MoveNotAllowedError)
WORDS = ("双方签署协议。", "联合实验室揭牌。", "代表团来访。", "成果转化。", "人才引进。")


class Walk:
    """One portal, one seed."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk = desk
        self.tree, self.people = desk.tree, desk.people
        self.random = random.Random(seed)
        self.steps: list[Callable[[], None]] = [
            self.write, self.edit, self.edit, self.publish, self.publish, self.translate, self.translate, self.finish,
            self.finish, self.approve, self.approve, self.unpublish, self.delete, self.move, self.retry, self.cancel,
            self.work, self.work, self.die, self.submit, self.publish_translation_by_force,
        ]  # fmt: skip
        self.approved: dict[int, tuple[str, str]] = {}
        self.by_people: dict[int, str] = {}
        self.done: Counter[str] = Counter()
        self.sections = [self._section("甲"), self._section("乙")]

    def go(self, steps: int) -> None:
        self.write()
        for _step in range(steps):
            step = self.random.choice(self.steps)
            with suppress(*REFUSALS):
                step()
                self.done[step.__name__] += 1
            self.check(step.__name__)

    # --- what people and workers do ---

    def write(self) -> None:
        zh, en = self.tree.news_zh, self.tree.news_en
        under = self.random.choice([zh, zh, en, *self.sections])
        number = self.random.randrange(10**6)
        title, text = (f"题{number}", self._text()) if under.locale_id == self.tree.zh.pk else (f"T {number}", "Text.")
        self.desk.write(title, text, under=Page.objects.get(pk=under.pk))

    def edit(self) -> None:
        page = self._source().get_latest_revision_as_object()
        page.title = f"{page.title[:1]}{self.random.randrange(10**6)}"
        page.body = [{"type": "text", "value": f"<p>{self._text()}</p>", "id": page.body[0].id}]
        page.save_revision()

    def publish(self) -> None:
        self._source().save_revision().publish() if self.random.random() < 0.3 else self._publish_latest()

    def _publish_latest(self) -> None:
        page = self._source()
        (page.get_latest_revision() or page.save_revision()).publish()

    def unpublish(self) -> None:
        self._any().unpublish()

    def delete(self) -> None:
        if self.random.random() < 0.3:
            self._any().delete()

    def move(self) -> None:
        page = self._source()
        if page.locale_id == self.tree.zh.pk:
            page.move(Page.objects.get(pk=self.random.choice(self.sections).pk), pos="last-child")

    def submit(self) -> None:
        page = self._any()
        self.desk.submit(page)

    def translate(self) -> None:
        target = self._target()
        source = TranslationSource.objects.get(object_id=target.translation_key, locale=self._other(target))
        for segment in source.stringsegment_set.exclude(context__path="slug").select_related("string", "context"):
            row, _created = StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=target.locale,
                context=segment.context,
                defaults={
                    "data": f"{target.locale.language_code} {self.random.randrange(10**6)}",
                    "translation_type": "manual",
                    "tool_name": "",
                    "last_translated_by": self._translator(target),
                },
            )
            self.by_people[row.pk] = row.data

    def finish(self) -> None:
        target = self._target()
        finish_translation(page=target, by=self._translator(target))

    def approve(self) -> None:
        target = self._target()
        people = {self.tree.en.pk: self.people.reviser_en, self.tree.zh.pk: self.people.reviser_zh}
        publish_translation(page=target, by=people[target.locale_id])
        target.refresh_from_db()
        self.approved[target.pk] = self._shown(target)

    def publish_translation_by_force(self) -> None:
        """By Wagtail's own way, as an editor's button or a script would."""
        self._target().get_latest_revision_as_object().save_revision().publish()

    def work(self) -> None:
        TranslationJob.objects.update(next_attempt_at=timezone.now())
        for _turn in range(3):
            job = queue.claim_next(worker=str(self.random.random()))
            if job is not None:
                queue.run_job(job=job)

    def die(self) -> None:
        """A worker is gone after one of its steps; the sweep puts its job back."""
        TranslationJob.objects.update(next_attempt_at=timezone.now())
        job = queue.claim_next(worker=str(self.random.random()))
        if job is not None:
            steps = runs.steps_of(job)
            next(steps, None)
            steps.close()
        queue.release_expired(now=timezone.now() + timedelta(hours=1))

    def retry(self) -> None:
        queue.retry_all(by=self.people.admin, jobs=TranslationJob.objects.all())

    def cancel(self) -> None:
        job = TranslationJob.objects.order_by("?").first()
        if job is not None:
            queue.cancel_job(job_id=job.pk, by=self.people.admin)

    # --- what must hold ---

    def check(self, step: str) -> None:
        for page in NewsPage.objects.filter(live=True).select_related("locale"):
            if is_translation(page):
                assert self.approved.get(page.pk) == self._shown(page), (step, page.pk)
        open_jobs = TranslationJob.objects.open().values_list("translation_key", "target_locale")
        assert len(open_jobs) == len(set(open_jobs)), step
        kept = dict(StringTranslation.objects.filter(pk__in=self.by_people).values_list("pk", "data"))
        assert {pk: self.by_people[pk] for pk in kept} == kept, step

    def _shown(self, page: NewsPage) -> tuple[str, str]:
        return page.title, "".join(str(block.value.source) for block in page.body)

    def _any(self) -> Any:
        return self._pick(list(NewsPage.objects.all()))

    def _source(self) -> Any:
        return self._pick([page for page in NewsPage.objects.all() if not is_translation(page)])

    def _target(self) -> Any:
        return self._pick([page for page in NewsPage.objects.select_related("locale") if is_translation(page)])

    def _pick(self, pages: list[NewsPage]) -> NewsPage:
        if not pages:
            raise RefusedError("nothing", "There is no such page yet.")
        return self.random.choice(sorted(pages, key=lambda page: page.pk))

    def _text(self) -> str:
        return self.random.choice(WORDS)

    def _other(self, page: Page) -> Any:
        return self.tree.en if page.locale_id == self.tree.zh.pk else self.tree.zh

    def _translator(self, page: Page) -> Any:
        return self.people.translator_en if page.locale_id == self.tree.en.pk else self.people.translator_zh

    def _section(self, title: str) -> Page:
        section = self.tree.home_zh.add_child(instance=NewsIndexPage(title=title, locale=self.tree.zh))
        english = NewsIndexPage(title=f"Section {title}", locale=self.tree.en, translation_key=section.translation_key)
        self.tree.home_en.add_child(instance=english)
        return section


@pytest.mark.full
@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_happens_no_page_shows_text_that_nobody_approved(desk, engine, seed):
    walk = Walk(desk, seed)
    walk.go(STEPS)
    if not SAMPLE:
        assert not {step.__name__ for step in walk.steps} - set(walk.done) - {"publish_translation_by_force"}


@pytest.mark.full
@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_happens_no_column_says_what_nobody_saved_or_approved(records, engine, client, seed):
    walk = RecordWalk(records, client, seed)
    walk.go(RECORD_STEPS)
    if not SAMPLE:
        assert not {step.__name__ for step in walk.steps} - set(walk.done)
