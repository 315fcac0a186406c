"""The language switch and the links of search engines between languages."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.tree import Tree

pytestmark = pytest.mark.django_db


def switch(client, path: str) -> dict[str, str]:
    """Language code → address in the switch."""
    soup = BeautifulSoup(client.get(path).content, "html.parser")
    return {link["hreflang"]: link["href"] for link in soup.select(".language-switch a")}


def alternates(client, path: str) -> dict[str, str]:
    soup = BeautifulSoup(client.get(path).content, "html.parser")
    return {link["hreflang"]: link["href"] for link in soup.find_all("link", rel="alternate", hreflang=True)}


@pytest.fixture
def pair(tree: Tree) -> tuple[str, str]:
    source = tree.add_news(of_park=True, title="签约")
    translation = tree.translate_news(source, "Signed")
    return f"/zh-hans/parks/zizhu/news/{source.slug}/", f"/en/parks/zizhu/news/{translation.slug}/"


def test_translated_pages_point_to_each_other(client, pair, settings):
    chinese, english = pair

    for path in pair:
        assert switch(client, path) == {"zh-hans": chinese, "en": english}
        assert alternates(client, path) == {
            "zh-hans": settings.PORTAL_BASE_URL + chinese,
            "en": settings.PORTAL_BASE_URL + english,
            "x-default": settings.PORTAL_BASE_URL + chinese,
        }


def test_untranslated_page_leads_to_the_nearest_page_above(client, tree: Tree):
    source = tree.add_news(of_park=True, title="只有中文")
    path = f"/zh-hans/parks/zizhu/news/{source.slug}/"

    assert switch(client, path) == {"zh-hans": path, "en": "/en/parks/zizhu/news/"}
    assert set(alternates(client, path)) == {"zh-hans", "x-default"}


def test_draft_translation_is_not_linked(client, tree: Tree):
    source = tree.add_news(of_park=True, title="签约")
    tree.translate_news(source, "Signed", live=False)
    path = f"/zh-hans/parks/zizhu/news/{source.slug}/"

    assert switch(client, path)["en"] == "/en/parks/zizhu/news/"
    assert "en" not in alternates(client, path)


def test_profile_without_translation_leads_to_the_index(client, tree: Tree):
    tree.profile["en"].unpublish()
    tree.park_news["en"].unpublish()

    assert switch(client, "/zh-hans/parks/zizhu/")["en"] == "/en/parks/"
    assert switch(client, "/zh-hans/parks/zizhu/news/")["en"] == "/en/parks/"


def test_view_keeps_its_question_when_the_language_changes(client, tree: Tree):
    assert switch(client, "/en/search/?q=Zizhu")["zh-hans"] == "/zh-hans/search/?q=Zizhu"
