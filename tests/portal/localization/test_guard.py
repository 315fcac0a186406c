"""Every way to make a translated page live, except the one that is allowed."""

from __future__ import annotations

import random

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from news.models import NewsPage
from portal.core.names import is_han
from portal.localization.enums import JobState
from portal.localization.errors import NotTranslatableError, RefusedError
from portal.localization.guard import ForeignTextError
from portal.localization.models import TranslationJob
from portal.localization.services.publication import finish_translation, publish_translation
from portal.localization.services.segments import wordings
from tests.portal.localization.conftest import TEXTS


@pytest.fixture
def page(desk):
    return desk.published()


@pytest.fixture
def draft(desk, page):
    """A translation without any wording."""
    desk.work()
    return desk.target(page)


@pytest.fixture
def finished(desk, page, draft, people):
    desk.translate(page, TEXTS)
    finish_translation(page=draft, by=people.translator_en)
    draft.refresh_from_db()
    return draft


def not_live(page: Page) -> bool:
    page.refresh_from_db()
    return not page.live


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_publishing_the_draft_as_a_revision_is_refused(draft, people):
    with pytest.raises(ForeignTextError):
        draft.get_latest_revision().publish(user=people.admin)
    assert not_live(draft)


def test_wagtail_localize_publishing_is_refused(draft, django_capture_on_commit_callbacks):
    with pytest.raises(ForeignTextError), django_capture_on_commit_callbacks(execute=True):
        Translation.objects.get().save_target(publish=True)
    assert not_live(draft)


def test_wagtail_localize_writing_into_a_live_translation_is_refused(desk, page):
    target = desk.through(page, TEXTS)
    page.title = "新标题"
    desk.publish(page)
    source = TranslationSource.objects.get()
    source.update_from_db()
    with pytest.raises(ForeignTextError):
        Translation.objects.get().save_target(publish=False)
    target.refresh_from_db()
    assert target.title == TEXTS["紫竹高新区签约"]


def test_translate_object_makes_no_live_page(desk, page, tree):
    translate_object(page, [tree.en])
    assert not_live(desk.target(page))


def test_live_alias_in_another_language_is_refused(page, tree):
    with pytest.raises(ForeignTextError):
        page.copy_for_translation(tree.en, alias=True)
    assert NewsPage.objects.filter(locale=tree.en).count() == 0


def test_schedule_does_not_publish_a_translation(draft):
    revision = draft.get_latest_revision()
    revision.approved_go_live_at = timezone.now()
    revision.save()
    with pytest.raises(ForeignTextError):
        call_command("publish_scheduled")
    assert not_live(draft)


def test_lock_and_move_of_a_live_translation_are_no_publication(desk, page, tree):
    target = desk.through(page, TEXTS)
    target.locked = True
    target.save()
    target.move(tree.home_en, pos="last-child")
    target.refresh_from_db()
    assert (target.live, target.locked, target.get_parent().pk) == (True, True, tree.home_en.pk)


def test_move_into_the_tree_of_another_language_is_refused(client, page, tree, people):
    with pytest.raises(ForeignTextError):
        page.move(tree.news_en, pos="last-child")
    client.force_login(people.admin)
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, tree.news_en.pk]))
    page.refresh_from_db()
    assert page.get_parent().pk == tree.news_zh.pk


def test_live_copy_into_the_tree_of_another_language_is_refused(page, tree):
    with pytest.raises(ForeignTextError):
        page.copy(to=tree.news_en, keep_live=True)
    assert tree.news_en.get_children().count() == 0


def test_publish_button_of_the_editor_leads_to_the_approval(client, finished, people):
    client.force_login(people.reviser_en)
    answer = client.post(edit_url(finished), {"action": "publish"}, follow=True)
    assert "is published" in answer.content.decode() or "已发布" in answer.content.decode()
    finished.refresh_from_db()
    assert (finished.live, finished.title) == (True, "Zizhu signs an agreement")
    assert TranslationJob.objects.get().published_by == people.reviser_en


@pytest.mark.parametrize("post", [{"action": "publish"}, {"action-publish": "1"}])
@pytest.mark.parametrize("who", ["translator_en", "moderator", "reviser_zh", "admin"])
def test_publish_button_refuses_an_unfinished_translation(client, draft, people, who, post):
    client.force_login(getattr(people, who))
    client.post(edit_url(draft), post)
    assert not_live(draft)
    assert TranslationJob.objects.get().state == JobState.NEEDS_REVIEW


def test_approval_by_the_translator_is_refused(client, finished, people):
    client.force_login(people.translator_en)
    client.post(reverse("translation:publish", args=[finished.pk]))
    assert not_live(finished)


def test_finish_and_approval_need_post(client, finished, people):
    client.force_login(people.reviser_en)
    for name in ("finish", "publish"):
        assert client.get(reverse(f"translation:{name}", args=[finished.pk])).status_code == 405
    assert not_live(finished)


def test_bulk_publication_refuses_translations(client, finished, people):
    client.force_login(people.admin)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={finished.pk}"
    client.post(url, {"include_descendants": ""})
    assert not_live(finished)


def test_bulk_publication_of_the_page_above_leaves_translations_alone(client, finished, tree, people):
    client.force_login(people.admin)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={tree.news_en.pk}"
    client.post(url, {"include_descendants": "on"})
    assert not_live(finished)


def test_workflow_does_not_publish_a_translation(client, draft, people, tree):
    from portal.core.services.moderation import ensure_final_review

    ensure_final_review(group_name="moderator", pages=[tree.home_en])
    client.force_login(people.admin)
    client.post(edit_url(draft), {"action-submit": "1"})
    draft.refresh_from_db()
    workflow = draft.get_workflow()
    state = workflow.start(draft, people.admin)
    with pytest.raises(ForeignTextError):
        state.current_task_state.approve(user=people.admin)
    assert not_live(draft)


def test_stop_and_alias_of_wagtail_localize_are_refused(client, finished, page, people):
    client.force_login(people.admin)
    translation = Translation.objects.get()
    client.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]))
    client.post(reverse("wagtail_localize:convert_to_alias", args=[finished.pk]))
    client.post(edit_url(finished), {"localize-convert-to-alias": "1"})
    translation.refresh_from_db()
    finished.refresh_from_db()
    assert (translation.enabled, finished.alias_of, finished.live) == (True, None, False)


def test_stopped_translation_is_still_not_published_by_the_plain_editor(client, draft, people):
    Translation.objects.update(enabled=False)
    client.force_login(people.admin)
    client.post(edit_url(draft), {"action-publish": "1"})
    with pytest.raises(ForeignTextError):
        draft.get_latest_revision().publish(user=people.admin)
    assert not_live(draft)


def test_sync_and_submit_of_wagtail_localize_only_queue(client, desk, page, people):
    target = desk.through(page, TEXTS)
    NewsPage.objects.filter(pk=page.pk).update(summary="摘要。")
    client.force_login(people.admin)
    source = TranslationSource.objects.get()
    post = {"locales": [target.locale_id], "publish_translations": "on"}
    client.post(reverse("wagtail_localize:update_translations", args=[source.pk]), post)
    assert desk.job(page).state == JobState.QUEUED
    client.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), post)
    target.refresh_from_db()
    assert (target.live, target.summary, TranslationJob.objects.count()) == (True, "", 2)


def test_machine_translation_button_has_no_engine(client, finished, people):
    client.force_login(people.admin)
    url = reverse("wagtail_localize:machine_translate", args=[Translation.objects.get().pk])
    assert client.post(url).status_code == 404


def segment_url(path: str) -> str:
    translation = Translation.objects.get()
    segment = StringSegment.objects.get(source=translation.source, context__path=path)
    return reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])


def put(client, path: str, value: str) -> int:
    body = f"value={value}"
    return client.put(segment_url(path), body, content_type="application/x-www-form-urlencoded").status_code


@pytest.mark.parametrize(
    ("who", "allowed"), [("translator_en", True), ("reviser_en", True), ("translator_zh", False), ("moderator", False)]
)
def test_segments_are_written_by_the_people_of_the_language(client, draft, people, tree, who, allowed):
    client.force_login(getattr(people, who))
    put(client, "title", "New title")
    stored = wordings(TranslationSource.objects.get(), tree.en).get("title")
    assert stored == ("New title" if allowed else None)


def test_visitor_writes_no_segment(client, draft, tree):
    put(client, "title", "New title")
    assert wordings(TranslationSource.objects.get(), tree.en) == {}


def test_translator_cannot_touch_the_source(client, page, people):
    client.force_login(people.translator_en)
    assert client.get(edit_url(page)).status_code == 302
    client.post(edit_url(page), {"title": "changed", "action-publish": "1"})
    page.refresh_from_db()
    assert page.title == "紫竹高新区签约"


def foreign_words(page: Page) -> bool:
    """Whether what visitors get of `page` holds the other language; the texts of the test are one script each."""
    text = page.title + str(page.specific.body.get_prep_value()[0]["value"]) + page.specific.summary
    script = [character for character in text if character.isalpha()]
    chinese = [character for character in script if is_han(character)]
    return bool(chinese) if page.locale.language_code == "en" else "English" in text


class Walk:
    """Random steps of an office at work on one page."""

    def __init__(self, desk, seed: int) -> None:
        self.desk, self.dice, self.number = desk, random.Random(seed), 0
        self.born_in_chinese = self.dice.random() < 0.5
        tree = desk.tree
        self.parent = tree.news_zh if self.born_in_chinese else tree.news_en
        self.page = desk.write(self._text(), self._text(), under=self.parent)
        people = desk.people
        self.translator = people.translator_en if self.born_in_chinese else people.translator_zh
        self.reviser = people.reviser_en if self.born_in_chinese else people.reviser_zh

    def _text(self, *, foreign: bool = False) -> str:
        """Another text each time, without figures: those would have to be the same in both languages."""
        self.number += 1
        if self.born_in_chinese != foreign:
            return "园区文稿" + "".join("天地玄黄宇宙洪荒日月"[int(digit)] for digit in str(self.number))
        return "English text " + "".join("abcdefghij"[int(digit)] for digit in str(self.number))

    def _target(self):
        return NewsPage.objects.filter(translation_key=self.page.translation_key).exclude(pk=self.page.pk).first()

    def edit(self) -> None:
        self.page.refresh_from_db()
        self.page.title = self._text()
        self.page.summary = self._text()
        self.page.save_revision()

    def publish(self) -> None:
        self.page.refresh_from_db()
        (self.page.get_latest_revision() or self.page.save_revision()).publish(user=self.desk.people.admin)

    def unpublish(self) -> None:
        self.page.refresh_from_db()
        self.page.unpublish()

    def send(self) -> None:
        self.page.refresh_from_db()
        self.desk.submit(self.page)

    def work(self) -> None:
        TranslationJob.objects.update(next_attempt_at=timezone.now())
        self.desk.work()

    def translate(self) -> None:
        source = TranslationSource.objects.get_for_instance_or_none(self.page)
        if source is not None:
            texts = list(source.stringsegment_set.values_list("string__data", flat=True))
            chosen = texts if self.dice.random() < 0.9 else self.dice.sample(texts, 1)
            words = {text: self._text(foreign=True) for text in chosen if not text.isascii() or "English" in text}
            self.desk.translate(self.page, words, by=self.translator)

    def finish(self) -> None:
        if target := self._target():
            finish_translation(page=target, by=self.translator)

    def approve(self) -> None:
        if target := self._target():
            publish_translation(page=target, by=self.reviser)

    def bypass(self) -> None:
        if target := self._target():
            target.specific.get_latest_revision().publish(user=self.desk.people.admin)

    def step(self, number: int) -> str:
        """Mostly the next step of the main job, and now and then any other."""
        straight = ("edit", "publish", "work", "translate", "finish", "approve")
        detours = ("edit", "publish", "unpublish", "send", "work", "translate", "finish", "approve", "bypass")
        name = straight[number % len(straight)] if self.dice.random() < 0.85 else self.dice.choice(detours)
        try:
            getattr(self, name)()
        except (RefusedError, NotTranslatableError, ForeignTextError):
            return f"{name} (refused)"
        return name


def test_no_page_is_ever_live_with_text_of_another_language(desk):
    approvals = 0
    for seed in (1, 2, 3, 4):
        walk, steps = Walk(desk, seed), []
        for number in range(30):
            steps.append(walk.step(number))
            live = NewsPage.objects.filter(translation_key=walk.page.translation_key, live=True)
            assert not [page.title for page in live if foreign_words(page)], (seed, steps)
        approvals += steps.count("approve")
    assert approvals >= 4, "the walks must reach approvals, or they show nothing"
