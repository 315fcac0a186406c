"""Sending, claiming, preparing and taking up again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from news.models import NewsIndexPage, NewsPage
from portal.core import notices
from portal.localization import tasks
from portal.localization.adapters import pages
from portal.localization.enums import FINAL, MOVES, OPEN, JobState, MoveNotAllowedError, Origin
from portal.localization.errors import NotTranslatableError
from portal.localization.models import TranslationJob
from portal.localization.models.jobs import move
from portal.localization.services import drafts, outcomes, queue, segments
from portal.localization.services.glossary import save_term
from portal.localization.services.memory import remember
from portal.localization.services.submission import submit_after_publication, submit_translation
from tests.portal.localization.conftest import TEXTS


def state(job: TranslationJob) -> str:
    job.refresh_from_db()
    return job.state


def test_moves_cover_every_state():
    assert set(MOVES) == set(JobState)
    assert {s for s, to in MOVES.items() if not to} == FINAL - {JobState.FAILED}
    assert frozenset(JobState) == OPEN | FINAL


@pytest.mark.parametrize("start", JobState.values)
def test_move_outside_the_table_raises(desk, start):
    job = desk.job(desk.published())
    lease = timezone.now() if start == JobState.RUNNING else None
    TranslationJob.objects.filter(pk=job.pk).update(state=start, lease_until=lease)
    for to in set(JobState.values) - MOVES[start]:
        job.refresh_from_db()
        with pytest.raises(MoveNotAllowedError):
            move(job, to)
        assert state(job) == start


def test_publication_of_the_same_text_queues_nothing_new(desk, people):
    page = desk.published()
    desk.publish(page)
    assert TranslationJob.objects.count() == 1
    desk.through(page, TEXTS)
    desk.publish(page)
    assert TranslationJob.objects.count() == 1


def test_publication_of_new_text_supersedes_what_is_open(desk):
    page = desk.published()
    desk.work()
    first = desk.job(page)
    page.title = "新标题"
    desk.publish(page)
    second = desk.job(page)
    assert (state(first), state(second)) == (JobState.SUPERSEDED, JobState.QUEUED)
    assert TranslationJob.objects.open().count() == 1


def test_publication_of_a_translation_queues_nothing(desk):
    page = desk.published()
    target = desk.through(page, TEXTS)
    assert submit_after_publication(page=target) == []
    assert TranslationJob.objects.count() == 1


def test_counterpart_written_by_hand_is_left_alone(desk, tree, people):
    desk.publish(tree.news_zh)
    assert TranslationJob.objects.count() == 0
    with pytest.raises(NotTranslatableError):
        submit_translation(page=tree.news_zh, target_locale=tree.en, by=people.admin)


def test_draft_cannot_be_sent(desk):
    with pytest.raises(NotTranslatableError):
        desk.submit(desk.write())


def test_database_refuses_a_second_open_job(desk):
    job = desk.job(desk.published())
    job.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        job.save(force_insert=True)


def test_memory_of_persons_and_whole_terms_fill_segments(desk, tree, people):
    save_term(renderings={"zh-hans": "战略合作框架协议", "en": "strategic cooperation framework agreement"}, by=None)
    remember(
        source_locale=tree.zh,
        target_locale=tree.en,
        source_text="双方签署协议。",
        target_text="Both sides signed.",
        origin=Origin.PERSON,
        by=people.translator_en,
    )
    remember(
        source_locale=tree.zh,
        target_locale=tree.en,
        source_text="2025年",
        target_text="machine text",
        origin=Origin.MACHINE,
        by=None,
    )
    page = desk.published("战略合作框架协议", "双方签署协议。")
    desk.work()
    job = desk.job(page)
    assert (job.segments_filled, job.segments_total) == (3, 3)
    filled = StringTranslation.objects.values_list("data", "translation_type", "tool_name")
    assert set(filled) == {
        ("strategic cooperation framework agreement", "machine", "glossary"),
        ("Both sides signed.", "machine", "memory"),
        ("strategic-cooperation-framework-agreement", "machine", "title"),
    }
    assert desk.target(page).live is False


def test_term_with_two_renderings_is_left_to_people(desk):
    save_term(renderings={"zh-hans": "主任", "en": "Director"}, note="of a committee", by=None)
    save_term(renderings={"zh-hans": "主任", "en": "Chair"}, note="of a council", by=None)
    page = desk.published("主任")
    desk.work()
    assert desk.job(page).segments_filled == 0


def test_wording_of_a_person_is_never_overwritten(desk, tree, people):
    page = desk.published()
    desk.work()
    desk.translate(page, {"紫竹高新区签约": "My own title"})
    remember(
        source_locale=tree.zh,
        target_locale=tree.en,
        source_text="紫竹高新区签约",
        target_text="Another title",
        origin=Origin.PERSON,
        by=people.reviser_en,
    )
    page.body = [{"type": "text", "value": "<p>另一段。</p>", "id": "5ca1ab1e-0000-4000-8000-000000000001"}]
    desk.publish(page)
    desk.work()
    assert StringTranslation.objects.get(context__path="title").data == "My own title"


def test_figures_need_no_translator(desk):
    page = desk.published("2025", "1,000")
    desk.work()
    assert (desk.job(page).segments_filled, desk.job(page).segments_total) == (3, 3)


def test_job_is_claimed_once(desk):
    desk.published()
    first = queue.claim_next(worker="one")
    assert (first.state, first.claimed_by, first.attempts) == (JobState.RUNNING, "one", 1)
    assert first.lease_until > timezone.now()
    assert queue.claim_next(worker="two") is None
    assert queue.claim(job_id=first.pk, worker="two") is None


def test_urgent_job_is_claimed_first(desk):
    later, urgent = desk.job(desk.published("甲")), desk.job(desk.published("乙"))
    TranslationJob.objects.filter(pk=urgent.pk).update(priority=90)
    assert [queue.claim_next(worker="w").pk, queue.claim_next(worker="w").pk] == [urgent.pk, later.pk]


def test_run_of_a_job_lost_to_another_worker_changes_nothing(desk):
    page = desk.published()
    lost = queue.claim_next(worker="slow")
    queue.release_expired(now=timezone.now() + timedelta(hours=1))
    TranslationJob.objects.update(next_attempt_at=timezone.now())
    taken = queue.claim_next(worker="quick")
    queue.run_job(job=lost)
    assert state(taken) == JobState.RUNNING
    queue.run_job(job=taken)
    assert state(taken) == JobState.NEEDS_REVIEW
    assert NewsPage.objects.filter(translation_key=page.translation_key).count() == 2


def test_page_deleted_before_the_work_cancels_the_job(desk):
    page = desk.published()
    job = desk.job(page)
    page.delete()
    desk.work()
    assert state(job) == JobState.CANCELLED


def test_page_withdrawn_unseen_cancels_the_job(desk):
    page = desk.published()
    job = desk.job(page)
    Page.objects.filter(pk=page.pk).update(live=False)
    desk.work()
    assert (state(job), job.last_error) == (JobState.CANCELLED, pages.PAGE_NOT_LIVE)


def test_passing_error_is_tried_again_and_at_last_fails(desk, people, monkeypatch, caplog):
    job = desk.job(desk.published())

    def broken(**kwargs):
        raise ConnectionError("no route")

    monkeypatch.setattr(drafts, "save_draft", broken)
    for attempt in range(1, outcomes.MAX_ATTEMPTS + 1):
        desk.work()
        assert (state(job), job.attempts) == (
            JobState.QUEUED if attempt < outcomes.MAX_ATTEMPTS else JobState.FAILED,
            attempt,
        )
        assert "no route" in job.last_error
        assert queue.claim_next(worker="early") is None
        TranslationJob.objects.update(next_attempt_at=timezone.now())
    monkeypatch.undo()
    monkeypatch.setattr(notices, "_notifiers", [lambda **note: None])
    queue.retry_job(job_id=job.pk, by=people.admin)
    desk.work()
    assert (state(job), job.last_error) == (JobState.NEEDS_REVIEW, "")


def test_retry_of_a_job_that_did_not_fail_is_refused(desk, people):
    job = desk.job(desk.published())
    with pytest.raises(MoveNotAllowedError):
        queue.retry_job(job_id=job.pk, by=people.admin)


def test_failure_to_tell_translators_is_not_silent(desk, monkeypatch, caplog):
    job = desk.job(desk.published())
    monkeypatch.setattr(notices, "_notifiers", [])
    desk.work()
    assert state(job) == JobState.QUEUED
    assert "ImproperlyConfigured" in job.last_error


def test_parent_without_translation_gets_a_draft_first(desk, tree, people):
    section = tree.home_zh.add_child(instance=NewsIndexPage(title="栏目", locale=tree.zh))
    page = desk.published(under=section)
    desk.work()
    child = desk.job(page)
    assert (child.state, child.last_error, child.attempts) == (JobState.QUEUED, outcomes.WAITS_FOR_PARENT, 0)
    parent = TranslationJob.objects.of_page(section).get()
    assert parent.state == JobState.NEEDS_REVIEW
    TranslationJob.objects.update(next_attempt_at=timezone.now())
    desk.work()
    assert state(child) == JobState.NEEDS_REVIEW
    english = Page.objects.filter(locale=tree.en, translation_key__in=[section.translation_key, page.translation_key])
    assert set(english.values_list("live", "alias_of")) == {(False, None)}


def test_parent_that_cannot_be_translated_ends_the_job(desk, tree):
    section = tree.home_zh.add_child(instance=NewsIndexPage(title="栏目", locale=tree.zh, live=False))
    page = desk.published(under=section)
    desk.work()
    assert (desk.job(page).state, desk.job(page).last_error) == (JobState.FAILED, outcomes.PARENT_IMPOSSIBLE)


def test_sweep_finds_a_row_whose_wake_up_call_was_lost(desk):
    job = desk.job(desk.published())
    tasks.sweep_jobs()
    assert state(job) == JobState.NEEDS_REVIEW


def test_publication_survives_a_dead_broker(desk, settings, monkeypatch, django_capture_on_commit_callbacks):
    from kombu.exceptions import OperationalError

    def dead(*args, **kwargs):
        raise OperationalError("refused")

    monkeypatch.setattr("celery.app.base.Celery.send_task", dead)
    with django_capture_on_commit_callbacks(execute=True):
        page = desk.published()
    assert desk.job(page).state == JobState.QUEUED


def test_hash_of_the_text_ignores_address_and_pictures(desk):
    page = desk.published()
    before = segments.page_text_hash(page)
    page.slug = "another"
    assert segments.page_text_hash(page) == before
    page.title = "改"
    assert segments.page_text_hash(page) != before


KILLED_WORKER = """
import os, signal, django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
from portal.localization.services import drafts, queue
drafts.save_draft = lambda **kwargs: os.kill(os.getpid(), signal.SIGKILL)
queue.run_job(job=queue.claim_next(worker="killed"))
"""


@pytest.mark.django_db(transaction=True)
def test_job_of_a_killed_worker_is_taken_up_again(transactional_db, desk):
    page = desk.published()
    environment = os.environ | {"TEST_DATABASE": connection.settings_dict["NAME"]}
    ended = subprocess.run([sys.executable, "-c", KILLED_WORKER], env=environment, check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    job = desk.job(page)
    assert (job.state, job.claimed_by) == (JobState.RUNNING, "killed")
    tasks.sweep_jobs()
    assert state(job) == JobState.RUNNING
    TranslationJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    tasks.sweep_jobs()
    assert (state(job), job.attempts) == (JobState.NEEDS_REVIEW, 2)
    assert Page.objects.filter(translation_key=page.translation_key).count() == 2


def test_next_job_is_found_by_an_index(desk):
    desk.published()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
    plan = TranslationJob.objects.due(timezone.now()).explain()
    assert ("job_queue" in plan, "Sort" in plan) == (True, False)


@pytest.mark.parametrize(
    ("model", "migration"), [("TranslationJob", "0001_initial"), ("GlossaryTerm", "0005_refused_texts")]
)
def test_release_before_can_still_add_rows(db, model, migration):
    """It writes only the columns that it knows."""
    old = MigrationLoader(connection).project_state(("localization", migration))
    known = {field.column for field in old.apps.get_model("localization", model)._meta.concrete_fields}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, column_default IS NOT NULL OR is_nullable = 'YES' FROM information_schema.columns"
            " WHERE table_name = %s AND table_schema = current_schema()",
            [f"localization_{model.lower()}"],
        )
        columns = dict(cursor.fetchall())
    assert known <= columns.keys()
    assert {name for name in columns.keys() - known if not columns[name]} == set()
