"""How public addresses answer: methods, missing pages, conditional requests, what a publication costs."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from news.models import NewsPage
from tests.tree import Tree

pytestmark = pytest.mark.django_db
HTML = {"Accept": "text/html"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_wrong_method_gets_405_with_own_page(tree, method):
    response = getattr(Client(enforce_csrf_checks=True), method)("/en/news/", headers=HTML)

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert "<h1>" in response.text


def test_options_names_the_methods(client, tree):
    response = client.options("/en/news/")

    assert (response.status_code, response["Allow"]) == (200, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(
    "query", ["page=abc", "page=0", "page=-1", "page=9999", "page=", "page=1.5", "page=" + "9" * 40, "category=none"]
)
def test_list_out_of_range_is_404_with_own_page(client, tree, query):
    response = client.get(f"/zh-hans/news/?{query}")

    assert response.status_code == 404
    assert '<html lang="zh-hans"' in response.text


def test_unknown_page_is_404_and_switch_leads_home(client, tree):
    response = client.get("/en/nothing/here/")

    assert response.status_code == 404
    assert 'href="/zh-hans/"' in response.text


def test_unchanged_page_is_304_until_something_is_published(client, tree: Tree):
    first = client.get("/zh-hans/news/")
    again = client.get("/zh-hans/news/", headers={"If-None-Match": first["ETag"]})
    tree.add_news(title="新的一篇")
    changed = client.get("/zh-hans/news/", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert "新的一篇" in changed.text


def test_alias_of_an_untranslated_page_is_not_shown(client, tree: Tree):
    source = tree.add_news(title="只有中文")
    alias = tree.add_news("en", title="只有中文", slug="alias")
    NewsPage.objects.filter(pk=alias.pk).update(alias_of=source)

    assert client.get(f"/zh-hans/news/{source.slug}/").status_code == 200
    assert client.get("/en/news/alias/").status_code == 404
    assert "只有中文" not in client.get("/en/news/").text


@pytest.mark.parametrize("path", ["/zh-hans/", "/zh-hans/news/", "/zh-hans/parks/zizhu/", "/zh-hans/parks/zizhu/news/"])
def test_queries_do_not_grow_with_articles(client, tree: Tree, django_assert_num_queries, path):
    tree.add_news(of_park=True, category=tree.category)
    client.get(path)
    with django_assert_num_queries(count := _queries(client, path)):
        client.get(path)
    for number in range(2):
        tree.add_news(of_park=True, category=tree.category, title=f"第{number}篇")
    assert _queries(client, path) == count
    assert count <= 45


def _queries(client: Client, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cache.clear()
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)
