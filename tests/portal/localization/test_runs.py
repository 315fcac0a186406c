"""One job through an engine: what is sent, what is kept, what every failure does."""

from __future__ import annotations

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    StringSegment,
    StringTranslation,
    TemplateSegment,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments.extract import extract_segments

from news.models import NewsIndexPage
from portal.localization.adapters import base, pages
from portal.localization.engines.base import Term
from portal.localization.enums import ChargeState, JobState
from portal.localization.models import Charge, EngineAccount, TranslationJob
from portal.localization.services import engines, glossary, outcomes, pipeline, queue, runs
from portal.localization.services.extraction import take_source
from portal.localization.services.glossary import save_term
from portal.localization.services.publication import finish_translation, publish_translation
from tests.engines.server import Answered

REFUSED = runs.REFUSED


def state(job: TranslationJob) -> str:
    job.refresh_from_db()
    return job.state


def sent(engine) -> list[str]:
    """Every text that the engine was sent, in order."""
    return [text for request in engine.requests for text in request["q"]]


def paragraphs(number: int) -> list[str]:
    return [f"第{index}段：双方签署协议。" for index in range(number)]


def due_now() -> None:
    TranslationJob.objects.update(next_attempt_at=timezone.now())


def test_engine_translates_what_memory_does_not_know(desk, engine):
    save_term(renderings={"zh-hans": "紫竹高新区签约", "en": "Zizhu signs"}, by=None)
    page = desk.article("双方签署协议。", "2025", "双方<b>会谈</b>。")
    desk.work()
    job = desk.job(page)
    assert (job.state, job.segments_total, job.segments_filled, job.segments_sent) == ("needs_review", 5, 5, 2)
    assert sent(engine) == ["双方签署协议。", "双方<b>会谈</b>。"]
    tools = StringTranslation.objects.values_list("tool_name", flat=True).order_by("pk")
    assert sorted(tools) == ["glossary", "libretranslate", "libretranslate", "title", "unchanged"]
    target = desk.target(page)
    assert (target.title, target.live, "shuang" in target.get_latest_revision_as_object().body[0].value.source) == (
        "Zizhu signs",
        False,
        True,
    )
    charge = Charge.objects.get()
    assert (charge.state, charge.segments, charge.job_id) == (ChargeState.SETTLED, 2, job.pk)


def test_one_changed_paragraph_of_a_hundred_sends_one_segment(desk, engine, people):
    page = desk.article(*paragraphs(100))
    desk.work()
    finish_translation(page=desk.target(page), by=people.translator_en)
    publish_translation(page=desk.target(page), by=people.reviser_en)
    engine.requests.clear()
    desk.publish(page)
    assert TranslationJob.objects.open().count() == 0
    changed = paragraphs(100)
    changed[41] = "这一段改了。"
    page.body = [
        {"type": "text", "value": "".join(f"<p>{text}</p>" for text in changed), "id": page.body[0].id},
    ]
    desk.publish(page)
    desk.work()
    assert sent(engine) == ["这一段改了。"]
    assert (desk.job(page).state, desk.job(page).segments_sent) == (JobState.NEEDS_REVIEW, 1)


def test_text_is_paid_for_once_wherever_it_stands(desk, engine):
    desk.article("双方签署协议。", "双方签署协议。", "另一段。")
    desk.work()
    again = desk.article("双方签署协议。", "新的一段。")
    desk.work()
    assert sent(engine) == ["紫竹高新区签约", "双方签署协议。", "另一段。", "新的一段。"]
    assert (desk.job(again).segments_filled, desk.job(again).segments_total) == (4, 4)


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
    account = EngineAccount.objects.get()
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
    EngineAccount.objects.update(paused_until=timezone.now())
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


def test_answers_that_cannot_be_used_are_left_to_people(desk, engine):
    job = desk.job(desk.article("双方签署协议。", "另一段。"))
    engine.fail(lambda wordings: [wordings[0], "<script>x</script>", wordings[2]])
    desk.work()
    assert (state(job), job.last_error.splitlines()) == (JobState.NEEDS_REVIEW, [REFUSED, "1"])
    assert job.segments_total - job.segments_filled == 1


def test_paragraph_longer_than_any_request_is_left_to_people_and_costs_nothing(desk, engine):
    job = desk.job(desk.article("长" * 1_000_000, "另一段。"))
    desk.work()
    assert (state(job), job.last_error.splitlines()) == (JobState.NEEDS_REVIEW, [REFUSED, "1"])
    assert sent(engine) == ["紫竹高新区签约", "另一段。"]
    assert Charge.objects.get().characters < 100


def test_title_that_no_column_can_hold_is_left_to_people(desk, engine):
    engine.wording = lambda text, target: "word " * 60 + "end" if text == "题" * 60 else "Short words."
    page = desk.article("双方签署协议。", title="题" * 60)
    desk.work()
    assert (desk.job(page).state, desk.target(page).title) == (JobState.NEEDS_REVIEW, "题" * 60)


def test_worker_holds_several_requests_at_once(desk, engine):
    together = threading.Barrier(pipeline.WINDOW, timeout=20)
    once = threading.local()

    def wording(text: str, target: str) -> str:
        if not hasattr(once, "waited"):
            once.waited = True
            together.wait()
        return "Words."

    engine.wording = wording
    jobs = [desk.job(desk.article(f"第{number}页。", title=f"题{number}")) for number in range(pipeline.WINDOW)]
    names = iter("abcdefgh")
    assert pipeline.work(worker=lambda: next(names), limit=5) == pipeline.WINDOW
    assert {state(job) for job in jobs} == {JobState.NEEDS_REVIEW}


def test_worker_with_other_tasks_queues_a_long_job_again(desk, engine):
    job = desk.job(desk.article(*paragraphs(45)))
    for turn, segments in enumerate((20, 40, 46)):
        assert (pipeline.work(worker=lambda turn=turn: str(turn), limit=5, seconds=0), state(job)) == (
            1,
            JobState.NEEDS_REVIEW if segments == 46 else JobState.QUEUED,
        )
        assert (job.segments_sent, job.attempts) == (segments, 1 if segments == 46 else 0)


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


def test_text_that_is_not_published_leaves_only_by_a_setting(desk, engine, settings, people):
    settings.PORTAL_UNPUBLISHED_TEXT_MAY_LEAVE = True
    page = desk.article("旧段。", live=False)
    page.body = [{"type": "text", "value": "<p>草稿。</p>"}]
    page.save_revision()
    job = desk.submit(page)
    desk.work()
    assert (state(job), sent(engine)) == (JobState.NEEDS_REVIEW, ["紫竹高新区签约", "草稿。"])
    settings.PORTAL_UNPUBLISHED_TEXT_MAY_LEAVE = False
    other = desk.job(desk.article("另一段。", title="另一题"))
    Page.objects.filter(pk=other.object_id).update(live=False)
    desk.work()
    assert (state(other), len(engine.requests)) == (JobState.CANCELLED, 1)


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
    with django_assert_max_num_queries(8):
        assert queue.retry_all(by=people.admin, jobs=TranslationJob.objects.all()) == 3
    assert [state(job) for job in jobs] == ["queued", "queued", "queued", "failed"]
    assert state(open_since) == JobState.QUEUED


def test_terms_of_the_texts_are_found_whole(desk, tree):
    for chinese, english in (("科创园区", "sci-tech park"), ("园区", "park"), ("AI", "artificial intelligence")):
        save_term(renderings={"zh-hans": chinese, "en": english}, by=None)
    found = glossary.terms_in(["长三角科创园区的AI产业", "AIR项目"], tree.zh, tree.en)
    assert found == (Term("科创园区", "sci-tech park"), Term("AI", "artificial intelligence"))
    back = glossary.terms_in(["A Sci-Tech Park; parking"], tree.en, tree.zh)
    assert back == (Term("sci-tech park", "科创园区"),)


def rows(source: TranslationSource) -> list[list[tuple]]:
    return [
        list(model.objects.filter(source=source).order_by("order", "context__path").values_list(*fields))
        for model, fields in (
            (StringSegment, ("context__path", "context__field_path", "order", "string__data", "attrs")),
            (TemplateSegment, ("context__path", "context__field_path", "order", "template__template")),
            (OverridableSegment, ("context__path", "context__field_path", "order", "data_json")),
            (RelatedObjectSegment, ("context__path", "order", "object_id")),
        )
    ]


def test_extraction_writes_what_wagtail_localize_writes(desk):
    linked = desk.article("一。", title="被链接的页")
    page = desk.article(
        f'双方<b>签署</b>协议，见<a linktype="page" id="{linked.pk}">此页</a>和<a href="https://example.com">那页</a>。',
        "一。",
        "一。",
        live=False,
    )
    source = take_source(page, extract_segments(page))
    ours = rows(source)
    source.delete()
    TranslationContext.objects.filter(object_id=page.translation_key).delete()
    stock, created = TranslationSource.get_or_create_from_instance(page)
    assert created
    assert ours == rows(stock)
    page.body = [{"type": "text", "value": "<p>二。</p><p>一。</p>", "id": page.body[0].id}]
    ours = rows(take_source(page, extract_segments(page)))
    page.save()
    stock.update_from_db()
    assert ours == rows(stock)
