"""A small portal in two languages, with the people who translate, and a record of who was told what."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from wagtail.models import Page, Site
from wagtail_localize.models import TranslationSource

from news.models import NewsIndexPage, NewsPage
from portal.core import notices
from portal.core.enums import Role
from portal.core.models import User
from portal.core.services.memberships import grant_membership
from portal.core.services.tree_roles import give_pages
from portal.home.models import HomePage
from portal.localization.models import TranslationJob
from portal.localization.services import queue, segments
from portal.localization.services.publication import finish_translation, publish_translation
from portal.localization.services.submission import submit_translation
from tests.approved_text import unapproved_texts
from tests.engines import libretranslate_server
from tests.kept_rows import kept
from tests.portal.localization.record_desk import RecordDesk

ZH, EN = "zh-hans", "en"


@pytest.fixture(autouse=True)
def _only_approved_text_is_live(request):
    """After every test of translation, whatever it did."""
    names = {"db", "transactional_db"}.intersection(request.fixturenames)
    for name in names:
        request.getfixturevalue(name)  # so that the database is still there when this looks
    yield
    if names and not connection.needs_rollback:
        assert unapproved_texts() == []


@pytest.fixture
def told(monkeypatch) -> list[dict[str, Any]]:
    """What was said to whom, in the order of saying; no letter is written."""
    notes: list[dict[str, Any]] = []
    monkeypatch.setattr(notices, "_notifiers", [lambda **note: notes.append(note)])
    return notes


@pytest.fixture
def tree(locales) -> SimpleNamespace:
    """Home page and news index, live in both languages, each by its own people."""
    return kept("tree of the desk", lambda: _tree(locales))


def _tree(locales) -> SimpleNamespace:
    zh, en = locales[ZH], locales[EN]
    # After a test with real transactions the tables are empty.
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root", locale=zh))
    home_zh = root.add_child(instance=HomePage(title="首页", slug="shou-ye", locale=zh))
    home_en = root.add_child(
        instance=HomePage(title="Home", slug="home-en", locale=en, translation_key=home_zh.translation_key)
    )
    news_zh = home_zh.add_child(instance=NewsIndexPage(title="新闻", slug="news", locale=zh))
    news_en = home_en.add_child(
        instance=NewsIndexPage(title="News", slug="news", locale=en, translation_key=news_zh.translation_key)
    )
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home_zh})
    return SimpleNamespace(zh=zh, en=en, home_zh=home_zh, home_en=home_en, news_zh=news_zh, news_en=news_en)


@pytest.fixture
def people(tree) -> SimpleNamespace:
    """Translators and revisers of both languages, and an editor of neither."""
    return kept("people of the desk", lambda: _people(tree))


def _people(tree) -> SimpleNamespace:
    def person(name: str, role: Role, locale: Any, home: Page) -> User:
        user = User.objects.create_user(name, email=f"{name}@example.com", password="pass", first_name=name)
        membership = grant_membership(user=user, role=role, by=None, locale=locale)
        give_pages(group_name=membership.group_name, pages=[home])
        return user

    return SimpleNamespace(
        translator_en=person("translator-en", Role.TRANSLATOR, tree.en, tree.home_en),
        reviser_en=person("reviser-en", Role.REVISER, tree.en, tree.home_en),
        translator_zh=person("translator-zh", Role.TRANSLATOR, tree.zh, tree.home_zh),
        reviser_zh=person("reviser-zh", Role.REVISER, tree.zh, tree.home_zh),
        moderator=person("moderator", Role.MODERATOR, None, tree.home_zh),
        admin=User.objects.create_superuser("admin", password="pass"),
    )


@dataclass
class Desk:
    """The steps of the main job, in the words of the people who do them."""

    tree: SimpleNamespace
    people: SimpleNamespace

    def write(
        self, title: str = "紫竹高新区签约", paragraph: str = "双方签署协议。", *, under: Page | None = None
    ) -> NewsPage:
        """A page in the language of `under`, not yet live."""
        parent = under or self.tree.news_zh
        body = [{"type": "text", "value": f"<p>{paragraph}</p>", "id": "5ca1ab1e-0000-4000-8000-000000000001"}]
        page = NewsPage(title=title, locale=parent.locale, body=body, live=False)
        return parent.add_child(instance=page)

    def article(self, *paragraphs: str, title: str = "紫竹高新区签约", live: bool = True) -> NewsPage:
        """A page with several paragraphs, by default a live one whose translation is queued."""
        body = [{"type": "text", "value": "".join(f"<p>{text}</p>" for text in paragraphs)}]
        page = NewsPage(title=title, locale=self.tree.zh, body=body, live=False)
        self.tree.news_zh.add_child(instance=page)
        return self.publish(page) if live else page

    def publish(self, page: Page) -> Page:
        page.save_revision(user=self.people.admin).publish(user=self.people.admin)
        page.refresh_from_db()
        return page

    def published(self, *args: Any, **kwargs: Any) -> NewsPage:
        """A page that went live, so that its translation is queued."""
        return self.publish(self.write(*args, **kwargs))

    def work(self) -> None:
        """One worker, until nothing is due."""
        while job := queue.claim_next(worker="test"):
            queue.run_job(job=job)

    def job(self, page: Page) -> TranslationJob:
        return TranslationJob.objects.of_page(page).latest("pk")

    def target(self, page: Page) -> NewsPage:
        return NewsPage.objects.get(translation_key=page.translation_key, locale=self._other(page))

    def _other(self, page: Page) -> Any:
        return self.tree.en if page.locale_id == self.tree.zh.pk else self.tree.zh

    def translate(self, page: Page, texts: dict[str, str], *, by: User | None = None) -> None:
        """Write wordings as the editor does; `texts` by source segment."""
        source = TranslationSource.objects.get_for_instance(page)
        by = by or self.people.translator_en
        assert segments.write_segments(source=source, locale=self._other(page), texts=texts, by=by) == len(texts)

    def through(self, page: Page, texts: dict[str, str]) -> NewsPage:
        """From the queue to the approval."""
        self.work()
        self.translate(page, texts)
        target = self.target(page)
        finish_translation(page=target, by=self.people.translator_en)
        publish_translation(page=target, by=self.people.reviser_en)
        target.refresh_from_db()
        return target

    def submit(self, page: Page) -> TranslationJob:
        return submit_translation(page=page, target_locale=self._other(page), by=self.people.admin)


TEXTS = {"紫竹高新区签约": "Zizhu signs an agreement", "双方签署协议。": "Both sides signed the agreement."}


@pytest.fixture
def desk(tree, people, told) -> Desk:
    return Desk(tree, people)


@pytest.fixture
def records(tree, people, told) -> RecordDesk:
    return RecordDesk(tree, people)


@pytest.fixture
def engine(settings) -> Any:
    """A LibreTranslate server, and the portal told to use it."""
    with libretranslate_server() as server:
        settings.TRANSLATION_ENGINE, settings.TRANSLATION_URL = "libretranslate", server.url
        yield server
