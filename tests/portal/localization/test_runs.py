"""One job through an engine: what is sent and what is kept."""

from __future__ import annotations

import threading

from wagtail.models import Page
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

from portal.localization.engines.base import Term
from portal.localization.enums import ChargeState, JobState
from portal.localization.models import Charge, MemoryEntry, TranslationJob
from portal.localization.services import glossary, pipeline, runs
from portal.localization.services.extraction import take_source
from portal.localization.services.glossary import save_term
from portal.localization.services.publication import finish_translation, publish_translation
from tests.portal.localization.jobs import paragraphs, sent, state

REFUSED = runs.REFUSED


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


def test_text_that_is_not_published_leaves_only_by_a_setting(desk, engine, settings, people):
    settings.PORTAL_UNPUBLISHED_TEXT_MAY_LEAVE = True
    page = desk.article("旧段。", live=False)
    page.body = [{"type": "text", "value": "<p>草稿。</p>"}]
    page.save_revision()
    job = desk.submit(page)
    desk.work()
    assert (state(job), sent(engine)) == (JobState.NEEDS_REVIEW, ["紫竹高新区签约", "草稿。"])
    assert not MemoryEntry.objects.exists(), "what not all may read helps nowhere else"
    settings.PORTAL_UNPUBLISHED_TEXT_MAY_LEAVE = False
    other = desk.job(desk.article("另一段。", title="另一题"))
    Page.objects.filter(pk=other.object_id).update(live=False)
    desk.work()
    assert (state(other), len(engine.requests)) == (JobState.CANCELLED, 1)


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
