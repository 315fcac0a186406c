"""What goes wrong while a job runs: engines that fail, sources that go, workers that die."""

from __future__ import annotations

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page

from news.models import NewsIndexPage
from portal.localization.adapters import base, pages
from portal.localization.enums import ChargeState, JobState
from portal.localization.models import Charge, EngineAccount, TranslationJob
from portal.localization.services import engines, outcomes, pipeline, queue, runs
from tests.engines.server import Answered
from tests.portal.localization.jobs import due_now, paragraphs, sent, state


@pytest.mark.parametrize(
    ("fault", "after", "attempts", "rests", "charge"),
    [
        ("close", JobState.QUEUED, 1, True, ChargeState.SETTLED),
        ("html", JobState.QUEUED, 1, None, ChargeState.SETTLED),
        ("truncated", JobState.QUEUED, 1, None, ChargeState.SETTLED),
        ("too few", JobState.QUEUED, 1, None, ChargeState.SETTLED),
        ("too many", JobState.QUEUED, 1, None, ChargeState.SETTLED),
        (Answered(429, {}, {"Retry-After": "120"}), JobState.QUEUED, 0, True, ChargeState.RELEASED),
        (Answered(503, {}), JobState.QUEUED, 0, True, ChargeState.RELEASED),
        (Answered(403, {"error": "no"}), JobState.FAILED, 1, False, ChargeState.RELEASED),
        (Answered(402, {"error": "quota"}), JobState.FAILED, 1, False, ChargeState.RELEASED),
    ],
)
def test_failure_of_an_engine_leaves_the_right_state(desk, engine, fault, after, attempts, rests, charge):
    job = desk.job(desk.article("双方签署协议。"))
    engine.fail(fault)
    queue.run_job(job=queue.claim_next(worker="one"))
    assert (state(job), job.attempts, Charge.objects.get().state) == (after, attempts, charge)
    assert job.last_error
    account = EngineAccount.objects.get(engine="libretranslate")
    if rests is not None:
        assert (account.paused_until is not None) is rests
    due_now()
    EngineAccount.objects.update(paused_until=timezone.now() - timedelta(seconds=1))
    if after == JobState.QUEUED:
        desk.work()
        assert (state(job), job.segments_filled, job.last_error) == (JobState.NEEDS_REVIEW, 3, "")
        account.refresh_from_db()
        assert (account.paused_until, account.last_error) == (None, "")


def test_engine_that_is_down_lets_all_its_jobs_wait_without_attempts(desk, engine):
    jobs = [desk.job(desk.article(f"第{number}页。", title=f"题{number}")) for number in range(3)]
    engine.fail(Answered(503, {}), always=True)
    desk.work()
    assert [(state(job), job.attempts) for job in jobs] == [(JobState.QUEUED, 0)] * 3
    assert len(engine.requests) == 1
    TranslationJob.objects.filter(pk=jobs[0].pk).update(engine="memory")
    desk.work()
    assert state(jobs[0]) == JobState.NEEDS_REVIEW
    # Nothing has been answered for a day.
    TranslationJob.objects.update(next_attempt_at=timezone.now() - engines.PATIENCE - timedelta(minutes=1))
    EngineAccount.objects.update(
        paused_until=timezone.now(), trouble_since=timezone.now() - engines.PATIENCE - timedelta(minutes=1)
    )
    desk.work()
    assert [state(job) for job in jobs] == [JobState.NEEDS_REVIEW, JobState.FAILED, JobState.FAILED]


def test_repeated_failure_that_may_be_charged_ends(desk, engine):
    job = desk.job(desk.article("双方签署协议。"))
    engine.fail("html", always=True)
    for _attempt in range(outcomes.MAX_ATTEMPTS):
        EngineAccount.objects.update(paused_until=None)
        due_now()
        desk.work()
    assert (state(job), job.attempts, len(engine.requests)) == (JobState.FAILED, 5, 5)


def test_paused_engine_holds_its_jobs_and_no_others(desk, engine, people):
    waits, goes = desk.job(desk.article("甲。", title="甲")), desk.job(desk.article("乙。", title="乙"))
    TranslationJob.objects.filter(pk=goes.pk).update(engine="memory")
    engines.pause_engine(engine="libretranslate", by=people.admin)
    desk.work()
    assert (state(waits), waits.attempts, state(goes), engine.requests) == ("queued", 0, "needs_review", [])
    engines.resume_engine(engine="libretranslate", by=people.admin)
    desk.work()
    assert state(waits) == JobState.NEEDS_REVIEW


def test_pause_between_two_steps_gives_the_attempt_back(desk, engine, people, monkeypatch):
    job = desk.job(desk.article(*paragraphs(30)))
    steps = runs.steps_of(queue.claim_next(worker="one"))
    call = next(steps)
    engines.pause_engine(engine="libretranslate", by=people.admin)
    with pytest.raises(StopIteration):
        steps.send(call.send())
    assert (state(job), job.attempts, job.segments_sent) == (JobState.QUEUED, 0, 20)


def _move(on) -> None:
    section = on.tree.home_zh.add_child(instance=NewsIndexPage(title="栏目", locale=on.tree.zh))
    english = NewsIndexPage(title="Section", locale=on.tree.en, translation_key=section.translation_key)
    on.tree.home_en.add_child(instance=english)
    on.page.move(section, pos="last-child")


def _change_text(on) -> None:
    on.page.title = "新标题"
    on.desk.publish(on.page)


def _lose(on) -> None:
    queue.release_expired(now=timezone.now() + timedelta(hours=1))
    due_now()
    queue.claim_next(worker="two")


def _switch_off(on) -> None:
    on.settings.WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "Chinese")]


EVENTS = {
    "delete": lambda on: on.page.delete(),
    "unpublish": lambda on: on.page.unpublish(),
    "withdraw unseen": lambda on: Page.objects.filter(pk=on.page.pk).update(live=False),
    "cancel": lambda on: queue.cancel_job(job_id=on.job.pk, by=on.people.admin),
    "language off": _switch_off,
    "move": _move,
    "change text": _change_text,
    "taken up by another": _lose,
}


@pytest.mark.parametrize(
    ("change", "after", "reason"),
    [
        ("delete", None, ""),
        ("unpublish", JobState.CANCELLED, ""),
        ("withdraw unseen", JobState.CANCELLED, pages.PAGE_NOT_LIVE),
        ("cancel", JobState.CANCELLED, ""),
        ("language off", JobState.CANCELLED, base.LANGUAGE_OFF),
        ("move", JobState.NEEDS_REVIEW, ""),
        ("change text", JobState.SUPERSEDED, ""),
        ("taken up by another", JobState.RUNNING, queue.WORKER_LOST),
    ],
)
def test_event_midway_ends_the_run_in_order(desk, tree, people, engine, settings, change, after, reason):
    page = desk.article("双方签署协议。")
    job = desk.job(page)
    steps = runs.steps_of(queue.claim_next(worker="one"))
    call = next(steps)
    outcome = call.send()
    EVENTS[change](SimpleNamespace(desk=desk, tree=tree, page=page, job=job, people=people, settings=settings))
    with pytest.raises(StopIteration):
        steps.send(outcome)
    if after is None:
        job.refresh_from_db()
        after = JobState.CANCELLED
        assert not Page.objects.filter(translation_key=page.translation_key).exists()
    assert (state(job), job.last_error) == (after, reason or job.last_error)
    assert Charge.objects.get().state == ChargeState.SETTLED
    if change == "move":
        assert desk.target(page).get_parent().title == "Section"
    elif change == "change text":
        desk.work()
        assert sent(engine) == ["紫竹高新区签约", "双方签署协议。", "新标题"]


def test_deleted_locale_takes_its_jobs_and_leaves_the_worker(desk, tree, engine):
    french = Locale.objects.create(language_code="fr")
    job = desk.job(desk.article("双方签署协议。"))
    TranslationJob.objects.filter(pk=job.pk).update(target_locale=french)
    steps = runs.steps_of(queue.claim_next(worker="one"))
    assert list(steps) == []
    assert (state(job), job.last_error) == (JobState.CANCELLED, base.LANGUAGE_OFF)
    TranslationJob.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    steps = runs.steps_of(queue.claim_next(worker="two"))
    french.delete()
    assert list(steps) == []
    assert not TranslationJob.objects.filter(pk=job.pk).exists()


def test_worker_that_dies_at_any_step_loses_one_request_at_most(desk, engine):
    """A page of three requests; three workers die with a request under way, the last two after one that was kept."""
    page = desk.article(*paragraphs(45))
    job = desk.job(page)
    for number, kept in enumerate((0, 1, 1)):
        steps = runs.steps_of(queue.claim_next(worker=f"dead {number}"))
        call = next(steps)
        for _answered in range(kept):
            call = steps.send(call.send())
        call.send()  # answered, and nobody is left to keep it
        steps.close()
        queue.release_expired(now=timezone.now() + timedelta(hours=1))
        due_now()
    desk.work()
    assert (state(job), job.segments_filled, job.segments_total) == (JobState.NEEDS_REVIEW, 47, 47)
    kept = sum(job.charges.filter(state=ChargeState.SETTLED).values_list("segments", flat=True))
    assert kept == job.segments_sent == 46
    assert len(sent(engine)) == 46 + 20 + 20 + 6
    assert Page.objects.filter(translation_key=page.translation_key).count() == 2


def test_worker_says_that_it_is_alive_while_it_waits(desk, engine, monkeypatch):
    job = desk.job(desk.article("双方签署协议。"))
    monkeypatch.setattr(pipeline, "RENEWAL", timedelta(0))
    later = timezone.now() + timedelta(minutes=30)
    released = threading.Event()

    def wording(text: str, target: str) -> str:
        released.wait(20)
        return "Words."

    def renew(*, jobs) -> None:
        TranslationJob.objects.filter(pk=job.pk).update(lease_until=later - timedelta(hours=1))
        original(jobs=jobs)
        assert TranslationJob.objects.get(pk=job.pk).lease_until > timezone.now()
        released.set()

    original = queue.renew_leases
    monkeypatch.setattr(queue, "renew_leases", renew)
    engine.wording = wording
    assert pipeline.work(worker=lambda: "one", limit=1) == 1
    assert state(job) == JobState.NEEDS_REVIEW


@pytest.mark.parametrize("changes", [{"engine": "babelfish"}, {"state": "archived"}])
def test_row_of_another_release_is_left_alone_and_named_once(desk, changes, caplog):
    job = desk.job(desk.article("双方签署协议。"))
    TranslationJob.objects.filter(pk=job.pk).update(**changes)
    desk.work()
    for _sweep in range(2):
        queue.name_unknown()
    job.refresh_from_db()
    assert {name: getattr(job, name) for name in changes} == changes
    assert sum(f"job {job.pk} is left alone" in message for message in caplog.messages) == 1


def test_failed_job_goes_on_without_machine(desk, engine, people):
    page = desk.article("双方签署协议。")
    engine.fail(Answered(402, {}))
    desk.work()
    queue.retry_job(job_id=desk.job(page).pk, by=people.admin, engine="memory")
    desk.work()
    assert (desk.job(page).state, len(engine.requests)) == (JobState.NEEDS_REVIEW, 1)


def test_all_that_failed_are_tried_again_at_once(desk, engine, people, django_assert_max_num_queries):
    jobs = [desk.job(desk.article(f"第{number}页。", title=f"题{number}")) for number in range(4)]
    TranslationJob.objects.update(state=JobState.FAILED)
    open_since = desk.submit(Page.objects.get(pk=jobs[3].object_id))
    with django_assert_max_num_queries(9):
        assert queue.retry_all(by=people.admin, jobs=TranslationJob.objects.all()) == 3
    assert [state(job) for job in jobs] == ["queued", "queued", "queued", "failed"]
    assert state(open_since) == JobState.QUEUED
