"""One language translates the draft, another what is live: nobody answers for a text that was not before them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from wagtail.models import Locale, Page
from wagtail_localize.models import TranslationSource

from news.models import NewsIndexPage, NewsPage
from portal.core.enums import Role
from portal.core.models import User
from portal.core.services.memberships import grant_membership
from portal.core.services.tree_roles import give_pages
from portal.home.models import HomePage
from portal.localization.enums import JobState
from portal.localization.errors import RefusedError
from portal.localization.models import TranslationJob
from portal.localization.services import segments
from portal.localization.services.publication import finish_translation, publish_translation
from portal.localization.services.submission import submit_translation
from portal.publication.services.approvals import approve_page
from portal.publication.services.going_live import publish_due
from tests.portal.publication.conftest import TEXTS

pytestmark = pytest.mark.django_db

FRENCH = {"紫竹高新区签约": "Zizhu signe un accord", "双方签署协议。": "Les parties ont signé."}
DRAFT = {"紫竹高新区开工": "Zizhu breaks ground"}


@pytest.fixture
def french(joint, settings) -> Any:
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "Français")]
    settings.WAGTAIL_CONTENT_LANGUAGES = [*settings.WAGTAIL_CONTENT_LANGUAGES, ("fr", "Français")]
    tree = joint.tree
    fr = Locale.objects.create(language_code="fr")
    home = HomePage(title="Accueil", slug="accueil", locale=fr, translation_key=tree.home_zh.translation_key)
    tree.home_zh.get_parent().add_child(instance=home)
    news = NewsIndexPage(title="Actualités", slug="news", locale=fr, translation_key=tree.news_zh.translation_key)
    home.add_child(instance=news)

    def person(name: str, role: Role) -> User:
        user = User.objects.create_user(name)
        membership = grant_membership(user=user, role=role, by=None, locale=fr)
        give_pages(group_name=membership.group_name, pages=[home])
        return user

    people = {"translator": person("traducteur", Role.TRANSLATOR), "reviser": person("réviseur", Role.REVISER)}
    return SimpleNamespace(locale=fr, **people)


@pytest.fixture
def both(joint, french) -> Any:
    """A live page that waits for French, and its draft, paired with English: the draft was taken last."""
    page = joint.desk.publish(joint.draft())
    joint.desk.through(page, TEXTS)
    submit_translation(page=page, target_locale=french.locale, by=joint.desk.people.admin)
    joint.desk.work()
    page.title = "紫竹高新区开工"
    page.save_revision(user=joint.staff.editor)
    joint.pair(page)
    joint.desk.work()
    return page


def write(page: Page, french: Any, texts: dict[str, str]) -> NewsPage:
    source = TranslationSource.objects.get_for_instance(page)
    segments.write_segments(source=source, locale=french.locale, texts=texts, by=french.translator)
    return NewsPage.objects.get(translation_key=page.translation_key, locale=french.locale)


def job(page: Page, locale: Locale) -> TranslationJob:
    return TranslationJob.objects.of_page(page).filter(target_locale=locale).latest("pk")


def test_a_live_text_is_never_translated_from_the_draft_of_another_language(joint, both, french):
    target = write(both, french, {"紫竹高新区开工": "Début des travaux", "双方签署协议。": "Les parties ont signé."})
    with pytest.raises(RefusedError) as refused:
        finish_translation(page=target, by=french.translator)
    assert refused.value.code == "not_ready"
    assert job(both, french.locale).state == JobState.QUEUED
    joint.desk.work()
    write(both, french, FRENCH)
    finish_translation(page=target, by=french.translator)
    publish_translation(page=target, by=french.reviser)
    assert Page.objects.get(pk=target.pk).title == "Zizhu signe un accord"


def test_the_draft_is_never_translated_from_the_live_text_of_another_language(joint, both, french):
    target = joint.desk.target(both)
    with pytest.raises(RefusedError):
        finish_translation(page=write(both, french, {}), by=french.translator)
    joint.desk.work()  # what is live is there again
    with pytest.raises(RefusedError) as refused:
        finish_translation(page=target, by=joint.desk.people.translator_en)
    assert refused.value.code == "not_ready"
    again = job(both, joint.tree.en)
    assert (again.state, again.of_draft) == (JobState.QUEUED, True)


def test_an_approved_translation_of_a_draft_goes_live_though_another_language_took_the_live_text(joint, both, french):
    target = joint.revise(both, DRAFT)
    with pytest.raises(RefusedError):
        finish_translation(page=write(both, french, {}), by=french.translator)
    joint.desk.work()
    approve_page(page=both, by=joint.staff.moderator)
    assert publish_due() == 1
    assert Page.objects.get(pk=target.pk).title == "Zizhu breaks ground"


def test_a_run_whose_text_another_took_begins_again(joint, both, french):
    from portal.localization.adapters import adapter_for
    from portal.localization.errors import TextTakenError

    ours, theirs = job(both, joint.tree.en), job(both, french.locale)
    adapter = adapter_for(ours)
    adapter.prepare(ours)
    adapter_for(theirs).prepare(theirs)
    with pytest.raises(TextTakenError):
        adapter.finish(ours)
