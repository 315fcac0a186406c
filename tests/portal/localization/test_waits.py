"""Engines at rest, jobs that wait for the page above, and who waits for whom in the database."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from news.models import NewsIndexPage
from portal.localization import notes
from portal.localization.enums import JobState
from portal.localization.models import EngineAccount, TranslationJob
from portal.localization.services import engines, outcomes
from tests.engines.server import Answered
from tests.portal.localization.jobs import due_now, state


def test_engine_that_hiccups_after_workers_were_off_for_days_is_asked_again(desk, engine):
    """Neither jobs that waited for a worker nor a trouble of last week say that an engine has failed for a day."""
    job = desk.job(desk.article("双方签署协议。"))
    for trouble in (None, timezone.now() - timedelta(days=7)):
        TranslationJob.objects.update(next_attempt_at=timezone.now() - timedelta(days=2))
        rest_ended = None if trouble is None else trouble + engines.LONGEST_REST
        EngineAccount.objects.update(trouble_since=trouble, paused_until=rest_ended, last_error="")
        engine.fail(Answered(503, {}))
        desk.work()
        assert (state(job), job.attempts) == (JobState.QUEUED, 0)
        assert EngineAccount.objects.get(engine="libretranslate").trouble_since > timezone.now() - timedelta(minutes=1)


def test_late_answer_does_not_end_a_rest_that_began_meanwhile(desk, engine):
    early = EngineAccount.objects.get(engine="libretranslate")
    early.last_error = "before"
    engines.let_rest(engine="libretranslate", reason="429", retry_after=120)
    engines.note_answer(account=early)
    assert EngineAccount.objects.get(engine="libretranslate").paused_until > timezone.now()


def test_engines_own_words_are_kept_without_what_no_column_takes(desk, engine):
    job = desk.job(desk.article("双方签署协议。"))
    engine.fail(Answered(503, b'{"error": "too\\u0000 busy \\ud800now"}'))
    desk.work()
    assert (state(job), job.attempts, job.last_error.splitlines()[1]) == (JobState.QUEUED, 0, "too busy now")
    assert EngineAccount.objects.get(engine="libretranslate").paused_until is not None
    assert notes.note("Why.", "a\x00\ud800b") == "Why.\na?b"


def test_account_of_an_engine_is_locked_after_the_jobs(desk, engine, people):
    """A run holds its job when it asks for the account."""
    desk.article("双方签署协议。")
    with CaptureQueriesContext(connection) as queries:
        engines.resume_engine(engine="libretranslate", by=people.admin)
    assert order_of_locks(queries) == ["translationjob", "engineaccount"]


def test_page_above_is_locked_before_the_job_that_waits_for_it(desk, tree):
    """A deletion holds the page when it cancels the jobs."""
    section = tree.home_zh.add_child(instance=NewsIndexPage(title="栏目", locale=tree.zh))
    child = desk.published(under=section)
    job = desk.job(child)
    TranslationJob.objects.filter(pk=job.pk).update(state=JobState.RUNNING, lease_until=timezone.now(), attempts=1)
    job.refresh_from_db()
    with CaptureQueriesContext(connection) as queries:
        outcomes.wait_for_parent(job)
    assert order_of_locks(queries)[0] == "page"
    assert (state(job), desk.job(section).state) == (JobState.QUEUED, JobState.QUEUED)


def order_of_locks(queries) -> list[str]:
    """The tables whose rows are locked or changed, in this order, each once."""
    kinds = {"wagtailcore_page": "page"}
    kinds |= {f"localization_{name}": name for name in ("translationjob", "engineaccount")}
    statements = [one["sql"] for one in queries if "FOR " in one["sql"] or one["sql"].startswith("UPDATE")]
    found = [re.search(r'(?:FROM|UPDATE) "(\w+)"', sql).group(1) for sql in statements]
    return list(dict.fromkeys(kinds[table] for table in found if table in kinds))


@pytest.mark.parametrize("is_asked_by", ["a person", "a child"])
def test_deleted_draft_ends_its_job_and_is_made_anew_when_asked_for(desk, tree, is_asked_by):
    section = tree.home_zh.add_child(instance=NewsIndexPage(title="栏目", slug="lan-mu", locale=tree.zh))
    first = desk.submit(section)
    desk.work()
    draft = Page.objects.get(translation_key=section.translation_key, locale=tree.en)
    draft.delete()
    assert state(first) == JobState.CANCELLED
    # One whose draft went before that was seen to.
    stuck = desk.submit(section)
    TranslationJob.objects.filter(pk=stuck.pk).update(state=JobState.NEEDS_REVIEW)
    if is_asked_by == "a person":
        again = desk.submit(section)
        assert again != stuck
    else:
        child = desk.published(under=section)
    for _turn in range(3):
        due_now()
        desk.work()
    assert state(stuck) == JobState.SUPERSEDED
    assert Page.objects.filter(translation_key=section.translation_key, locale=tree.en).exists()
    if is_asked_by == "a child":
        assert desk.job(child).state == JobState.NEEDS_REVIEW
