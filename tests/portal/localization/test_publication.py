"""From the publication of a source to the approval of its translation."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import translation
from wagtail.models import PageLogEntry, PageViewRestriction
from wagtail_localize.models import StringTranslation, TranslationSource

from portal.localization.enums import JobState, Origin
from portal.localization.errors import RefusedError
from portal.localization.models import MemoryEntry, TranslationJob
from portal.localization.services.publication import finish_translation, publish_translation
from portal.localization.services.segments import propose_slug
from tests.portal.localization.conftest import TEXTS


def refusal(call, **kwargs) -> str:
    with pytest.raises(RefusedError) as caught:
        call(**kwargs)
    assert str(caught.value)
    return caught.value.code


def body_of(page) -> str:
    return str(page.body.get_prep_value())


def test_translation_goes_from_publication_to_approval(desk, told, people):
    page = desk.published()
    job = desk.job(page)
    assert (job.state, job.target_locale.language_code, job.requested_by) == (JobState.QUEUED, "en", people.admin)

    desk.work()
    job.refresh_from_db()
    draft = desk.target(page)
    assert (job.state, job.segments_total, job.segments_filled) == (JobState.NEEDS_REVIEW, 3, 0)
    assert (draft.live, draft.get_parent().specific.title, draft.locale.language_code) == (False, "News", "en")
    assert [(note["kind"], note["recipients"]) for note in told] == [("translation_arrived", [people.translator_en])]

    desk.translate(page, TEXTS)
    finish_translation(page=draft, by=people.translator_en)
    job.refresh_from_db()
    assert (job.state, job.finished_by, job.segments_filled) == (JobState.FINISHED, people.translator_en, 3)
    draft.refresh_from_db()
    assert draft.live is False

    publish_translation(page=draft, by=people.reviser_en)
    job.refresh_from_db()
    draft.refresh_from_db()
    assert (job.state, job.published_by) == (JobState.DONE, people.reviser_en)
    assert (draft.live, draft.title, draft.slug) == (True, "Zizhu signs an agreement", "zizhu-signs-an-agreement")
    assert "Both sides signed the agreement." in body_of(draft)
    assert draft.live_revision.user == people.reviser_en
    page.refresh_from_db()
    assert page.title == "紫竹高新区签约"
    logged = PageLogEntry.objects.filter(page=draft.pk, action__startswith="localization.")
    assert set(logged.values_list("action", "user__username")) == {
        ("localization.finish", "translator-en"),
        ("localization.publish", "reviser-en"),
    }
    remembered = MemoryEntry.objects.values_list("source_text", "target_text", "origin", "by")
    assert set(remembered) == {(zh, en, Origin.PERSON, people.translator_en.pk) for zh, en in TEXTS.items()}
    assert TranslationJob.objects.count() == 1


def test_translation_from_english_goes_to_chinese_in_the_same_way(desk, tree, people):
    page = desk.published("Zizhu signs an agreement", "Both sides signed.", under=tree.news_en)
    desk.work()
    assert desk.job(page).target_locale == tree.zh
    desk.translate(
        page, {"Zizhu signs an agreement": "长三角签约", "Both sides signed.": "双方签约。"}, by=people.translator_zh
    )
    target = desk.target(page)
    assert refusal(finish_translation, page=target, by=people.translator_en) == "role"
    finish_translation(page=target, by=people.translator_zh)
    assert refusal(publish_translation, page=target, by=people.reviser_en) == "role"
    publish_translation(page=target, by=people.reviser_zh)
    target.refresh_from_db()
    assert (target.live, target.title, target.get_parent().pk) == (True, "长三角签约", tree.news_zh.pk)
    assert target.slug.endswith("-san-jiao-qian-yue")
    assert target.slug.isascii()


def test_finish_names_how_many_segments_are_missing(desk, people):
    page = desk.published()
    desk.work()
    target = desk.target(page)
    desk.translate(page, {"双方签署协议。": "Both sides signed."})
    with pytest.raises(RefusedError, match="2") as caught:
        finish_translation(page=target, by=people.translator_en)
    assert caught.value.code == "missing"
    desk.translate(page, {"紫竹高新区签约": "Zizhu signs"})
    finish_translation(page=target, by=people.translator_en)
    assert desk.job(page).state == JobState.FINISHED


def test_publication_waits_for_the_finish(desk, people):
    page = desk.published()
    desk.work()
    desk.translate(page, TEXTS)
    assert refusal(publish_translation, page=desk.target(page), by=people.reviser_en) == "not_finished"


def test_publication_by_who_finished_is_refused(desk, people):
    page = desk.published()
    desk.work()
    desk.translate(page, TEXTS)
    target = desk.target(page)
    finish_translation(page=target, by=people.reviser_en)
    assert refusal(publish_translation, page=target, by=people.reviser_en) == "second_person"
    finish_translation(page=target, by=people.admin)
    assert refusal(publish_translation, page=target, by=people.admin) == "second_person"
    target.refresh_from_db()
    assert target.live is False


def test_publication_by_who_wrote_every_segment_is_refused(desk, people):
    page = desk.published()
    desk.work()
    desk.translate(page, TEXTS, by=people.reviser_en)
    target = desk.target(page)
    finish_translation(page=target, by=people.translator_en)
    assert refusal(publish_translation, page=target, by=people.reviser_en) == "second_person"


def test_publication_with_a_correction_by_the_reviser_goes_through(desk, people):
    page = desk.published()
    desk.work()
    desk.translate(page, TEXTS)
    target = desk.target(page)
    finish_translation(page=target, by=people.translator_en)
    desk.translate(page, {"双方签署协议。": "The parties signed the agreement."}, by=people.reviser_en)
    publish_translation(page=target, by=people.reviser_en)
    target.refresh_from_db()
    assert "The parties signed" in body_of(target)


def test_publication_of_text_changed_after_the_finish_is_refused(desk, people):
    page = desk.published()
    desk.work()
    desk.translate(page, TEXTS)
    target = desk.target(page)
    finish_translation(page=target, by=people.translator_en)
    desk.translate(page, {"双方签署协议。": "Something else."})
    assert refusal(publish_translation, page=target, by=people.reviser_en) == "changed_since"
    finish_translation(page=target, by=people.translator_en)
    publish_translation(page=target, by=people.reviser_en)
    target.refresh_from_db()
    assert "Something else." in body_of(target)


def test_publication_while_the_source_is_not_live_is_refused(desk, people):
    page = desk.published()
    desk.work()
    desk.translate(page, TEXTS)
    target = desk.target(page)
    finish_translation(page=target, by=people.translator_en)
    page.unpublish(user=people.admin)
    assert desk.job(page).state == JobState.CANCELLED
    assert refusal(publish_translation, page=target, by=people.reviser_en) == "not_finished"
    assert refusal(finish_translation, page=target, by=people.translator_en) == "source_not_live"


def test_publication_below_a_page_that_is_not_live_is_refused(desk, tree, people):
    page = desk.published()
    desk.work()
    desk.translate(page, TEXTS)
    target = desk.target(page)
    finish_translation(page=target, by=people.translator_en)
    tree.news_en.unpublish(user=people.admin)
    assert refusal(publish_translation, page=target, by=people.reviser_en) == "parent_not_live"


def test_new_source_text_lays_a_draft_beside_the_live_translation(desk, people):
    page = desk.published()
    target = desk.through(page, TEXTS)
    page.title = "紫竹高新区再签约"
    desk.publish(page)
    desk.work()
    job = desk.job(page)
    assert (job.state, job.segments_total - job.segments_filled) == (JobState.NEEDS_REVIEW, 1)
    target.refresh_from_db()
    assert (target.title, target.has_unpublished_changes) == ("Zizhu signs an agreement", True)
    assert "Both sides signed" in body_of(target.get_latest_revision_as_object())

    desk.translate(page, {"紫竹高新区再签约": "Zizhu signs once more"})
    finish_translation(page=target, by=people.translator_en)
    publish_translation(page=target, by=people.reviser_en)
    target.refresh_from_db()
    assert (target.title, target.slug) == ("Zizhu signs once more", "zizhu-signs-an-agreement")


def test_correction_of_a_published_translation_needs_two_persons_again(desk, people):
    page = desk.published()
    target = desk.through(page, TEXTS)
    desk.translate(page, {"双方签署协议。": "The two sides signed."})
    assert refusal(publish_translation, page=target, by=people.reviser_en) == "not_finished"
    finish_translation(page=target, by=people.translator_en)
    target.refresh_from_db()
    assert "Both sides signed" in body_of(target)
    publish_translation(page=target, by=people.reviser_en)
    target.refresh_from_db()
    assert "The two sides signed." in body_of(target)


def test_slug_that_a_person_writes_while_the_worker_proposes_one_is_kept(desk, people):
    page = desk.published()
    desk.work()
    desk.translate(page, TEXTS)
    source = TranslationSource.objects.get_for_instance(page)
    propose_slug(source=source, locale=desk.tree.en, target=desk.target(page))
    desk.translate(page, {page.title: "Another title"})

    def person_first(execute, sql, params, many, context):
        if sql.startswith('UPDATE "wagtail_localize_stringtranslation"') and not typed:
            typed.append(sql)
            desk.translate(page, {page.slug: "zizhu-deal"})
        return execute(sql, params, many, context)

    typed: list[str] = []
    with connection.execute_wrapper(person_first):
        propose_slug(source=source, locale=desk.tree.en, target=desk.target(page))
    assert typed
    assert StringTranslation.objects.get(translation_of__data=page.slug).data == "zizhu-deal"


def test_slug_written_by_a_person_is_kept(desk, people):
    page = desk.published()
    desk.work()
    desk.translate(page, TEXTS | {page.slug: "zizhu-deal"})
    target = desk.target(page)
    finish_translation(page=target, by=people.translator_en)
    publish_translation(page=target, by=people.reviser_en)
    target.refresh_from_db()
    assert target.slug == "zizhu-deal"


def test_address_typed_as_words_becomes_one(desk, people):
    page = desk.published()
    desk.work()
    desk.translate(page, TEXTS | {page.slug: "Zizhu & Hai'an sign"})
    target = desk.target(page)
    finish_translation(page=target, by=people.translator_en)
    publish_translation(page=target, by=people.reviser_en)
    target.refresh_from_db()
    assert target.slug == "zizhu-haian-sign"


def test_wording_that_does_not_fit_is_refused_by_the_name_of_its_field(desk, people):
    page = desk.published()
    desk.work()
    desk.translate(page, TEXTS | {"紫竹高新区签约": "long " * 80})
    with pytest.raises(RefusedError) as caught:
        finish_translation(page=desk.target(page), by=people.translator_en)
    assert caught.value.code == "invalid"
    with translation.override("en"), pytest.raises(RefusedError, match="Title: "):
        finish_translation(page=desk.target(page), by=people.translator_en)


def test_namesake_gets_an_address_of_its_own_and_keeps_it(desk):
    first = desk.through(desk.published(), TEXTS)
    second_source = desk.published()
    second = desk.through(second_source, {})
    assert (first.slug, second.slug) == ("zizhu-signs-an-agreement", "zizhu-signs-an-agreement-1")
    first.delete()
    second_source.refresh_from_db()
    second_source.summary = "摘要。"
    desk.publish(second_source)
    again = desk.through(second_source, {"摘要。": "A summary."})
    assert (again.slug, again.summary) == ("zizhu-signs-an-agreement-1", "A summary.")


def test_page_list_shows_the_translated_title_as_text(desk):
    page = desk.published()
    desk.work()
    desk.translate(page, {"紫竹高新区签约": "R&amp;D at Zizhu"})
    assert desk.target(page).draft_title == "R&D at Zizhu"


@pytest.mark.parametrize("above", [True, False])
def test_page_that_is_closed_goes_to_no_engine_and_into_no_memory(desk, engine, settings, above):
    page = desk.write()
    closed = desk.tree.news_zh if above else page
    restriction = PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    desk.publish(page)
    target = desk.through(page, TEXTS)
    assert (target.live, engine.requests, MemoryEntry.objects.count()) == (True, [], 0)
    restriction.delete()
    page.title = "现在公开"
    desk.publish(page)
    desk.work()
    assert [text for request in engine.requests for text in request["q"]] == ["现在公开"]
