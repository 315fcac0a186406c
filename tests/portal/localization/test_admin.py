"""The desk, the side-by-side editor and the glossary, as people see them."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page
from wagtail.models.pages import get_page_models
from wagtail.users.models import UserProfile
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.views.edit_translation import TabHelper

from portal.core.words import readings, words
from portal.localization.enums import JobState
from portal.localization.models import GlossaryRendering, GlossaryTerm, TranslationJob
from portal.localization.services.glossary import save_term
from portal.localization.services.publication import finish_translation
from tests.portal.localization.conftest import TEXTS

DESK = "/admin/translations/"


@pytest.fixture
def in_english(people):
    for user in vars(people).values():
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})


def see(client, user, url: str) -> str:
    client.force_login(user)
    answer = client.get(url, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def editor(client, user, page: Page) -> str:
    return see(client, user, reverse("wagtailadmin_pages:edit", args=[page.pk]))


def test_desk_lists_jobs_of_ones_own_languages(client, desk, people, tree, in_english):
    chinese, english = desk.published("紫竹签约"), desk.published("Born in English", under=tree.news_en)
    desk.work()
    into_english, into_chinese = see(client, people.translator_en, DESK), see(client, people.translator_zh, DESK)
    assert (chinese.title in into_english, english.title in into_english) == (True, False)
    assert (chinese.title in into_chinese, english.title in into_chinese) == (False, True)
    assert "Waiting for a translator" in into_english
    assert f"/admin/pages/{desk.target(chinese).pk}/edit/" in into_english
    assert chinese.title in see(client, people.admin, DESK)


def test_desk_is_closed_to_those_without_the_role(client, desk, people):
    desk.published()
    client.force_login(people.moderator)
    assert client.get(DESK).status_code == 200
    people.moderator.memberships.all().delete()
    client.force_login(type(people.moderator).objects.get(pk=people.moderator.pk))
    assert client.get(DESK).status_code == 302


def test_job_of_another_language_does_not_exist(client, desk, people):
    job = desk.job(desk.published())
    client.force_login(people.translator_zh)
    assert client.get(f"{DESK}inspect/{job.pk}/").status_code == 404
    TranslationJob.objects.update(state=JobState.FAILED)
    assert client.post(f"{DESK}retry/{job.pk}/").status_code == 404
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_failed_job_is_tried_again_from_the_desk(client, desk, people, in_english):
    job = desk.job(desk.published())
    TranslationJob.objects.update(state=JobState.FAILED, last_error="The engine is away.", attempts=5)
    shown = see(client, people.translator_en, DESK)
    assert "The engine is away." in shown
    assert "Try again" in shown
    client.post(f"{DESK}retry/{job.pk}/")
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    assert client.get(f"{DESK}inspect/{job.pk}/").status_code == 200


def test_desk_asks_as_often_for_three_jobs_as_for_one(client, desk, people):
    desk.published("一")
    desk.work()
    client.force_login(people.admin)
    client.get(DESK)
    with CaptureQueriesContext(connection) as once:
        client.get(DESK)
    for title in ("二", "三"):
        desk.published(title)
    desk.work()
    with CaptureQueriesContext(connection) as again:
        assert "三" in client.get(DESK).content.decode()
    assert len(again) == len(once)


def test_editor_shows_each_person_their_button(client, desk, people, in_english):
    page = desk.published()
    desk.work()
    target = desk.target(page)
    assert "Mark as finished" in editor(client, people.translator_en, target)
    desk.translate(page, TEXTS)
    finish_translation(page=target, by=people.translator_en)
    for_translator, for_reviser = (editor(client, user, target) for user in (people.translator_en, people.reviser_en))
    assert ("Approve and publish" in for_translator, "Approve and publish" in for_reviser) == (False, True)
    assert "Marked as finished by translator-en" in for_reviser


def test_editor_speaks_chinese_to_who_reads_chinese(client, desk, people):
    UserProfile.objects.create(user=people.translator_en, preferred_language="zh-hans")
    page = desk.published()
    desk.work()
    with translation.override("zh-hans"):
        assert translation.gettext("Mark as finished") in editor(client, people.translator_en, desk.target(page))


def test_editor_has_no_publication_of_its_own(client, desk, people):
    page = desk.published()
    desk.work()
    props = re.search(r'data-props="([^"]*)"', editor(client, people.admin, desk.target(page)))
    values = json.loads(unescape(props.group(1)))
    assert (values["perms"]["canPublish"], values["links"]["convertToAliasUrl"]) == (False, None)
    paths = [segment["contentPath"] for segment in values["segments"] if segment["type"] == "string"]
    assert paths[0] == "title"


def test_finish_from_the_editor_says_what_is_missing(client, desk, people, in_english):
    page = desk.published()
    desk.work()
    client.force_login(people.translator_en)
    url = reverse("translation:finish", args=[desk.target(page).pk])
    assert "3 segments have no translation yet" in client.post(url, follow=True).content.decode()
    desk.translate(page, TEXTS)
    assert "is marked as finished" in client.post(url, follow=True).content.decode()
    assert desk.job(page).finished_by == people.translator_en


def test_page_is_sent_from_the_page_list(client, desk, people, tree, in_english):
    page = desk.write()
    type(page).objects.filter(pk=page.pk).update(live=True)
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    assert "Send to translation" in see(client, people.admin, url)
    client.post(url, {"locales": [tree.en.pk]})
    assert (desk.job(page).state, desk.job(page).requested_by) == (JobState.QUEUED, people.admin)


def test_every_text_of_a_page_can_be_translated_in_the_editor(db):
    """A text without panel would be a segment that nobody can fill, and no translation could be finished."""
    for model in get_page_models():
        if model is Page:
            continue
        panels = TabHelper(model()).field_tab_mapping
        texts = {field.field_name for field in get_translatable_fields(model) if field.is_translated(None)}
        assert texts <= set(panels), model


def test_glossary_feeds_words_and_readings(locales):
    save_term(renderings={"zh-hans": "长三角", "en": "Yangtze River Delta"}, reading="chang san jiao", by=None)
    save_term(
        renderings={"zh-hans": "管委会", "en": "Administrative Committee"},
        forbidden={"en": ["Management Committee"]},
        by=None,
    )
    assert {"长三角", "管委会"} <= words("zh-hans")
    assert {"Yangtze River Delta", "Administrative Committee"} <= words("en")
    assert "Management Committee" not in words("en")
    assert readings()["长三角"] == "chang san jiao"


def test_term_saved_twice_is_one_term(locales):
    for english in ("Director", "Dean"):
        save_term(renderings={"zh-hans": "院长", "en": english}, note="of an institute", by=None)
    assert GlossaryTerm.objects.count() == 1
    assert set(GlossaryRendering.objects.values_list("text", flat=True)) == {"院长", "Dean"}


def test_glossary_is_not_written_by_moderators(client, people, tree):
    client.force_login(people.moderator)
    assert client.get(reverse("wagtailsnippets_localization_glossaryterm:add")).status_code == 302


def test_snippets_for_the_editor_are_those_a_person_may_read(client, people, locales):
    term = save_term(renderings={"zh-hans": "飞地", "en": "enclave"}, by=None)
    url = reverse("wagtail_localize:snippets_api_detail", args=["localization", "glossaryterm", term.pk])
    client.force_login(people.translator_en)
    assert client.get(url).json()["title"] == "飞地 · enclave"
    people.moderator.memberships.all().delete()
    people.moderator.is_superuser = False
    people.moderator.save()
    client.force_login(people.moderator)
    assert client.get(url).url.startswith("/admin/login/")
