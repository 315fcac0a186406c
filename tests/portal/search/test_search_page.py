"""The search page as a visitor meets it."""

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.django_db


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def test_search_page_without_query_shows_the_form(client, trees):
    response = client.get("/en/search/")
    page = soup(response)
    assert response.status_code == 200
    assert page.select_one("main form[role=search] input[name=q]")["value"] == ""
    assert page.select(".search-result, .search-results") == []


def test_search_page_shows_result_with_marked_words(client, article):
    article("紫竹<b>签约</b>", "与“海安”签署<i>合作</i>协议 & 备忘录。", summary="")
    [result] = soup(client.get("/zh-hans/search/", {"q": "紫竹 合作"})).select(".search-result")
    assert result.select_one("h2 a")["href"].startswith("/zh-hans/parks/zizhu/news/")
    assert result.select_one("h2").get_text(strip=True) == "紫竹<b>签约</b>"
    assert [mark.get_text() for mark in result.select("mark")] == ["紫竹", "合作"]
    assert "合作协议 & 备忘录" in result.get_text()
    assert result.select_one("time")["datetime"] == "2025-09-09"


def test_search_page_escapes_what_was_typed(client, trees):
    hostile = '"><script>alert(1)</script>'
    response = client.get("/en/search/", {"q": hostile})
    assert b"<script>alert" not in response.content
    assert soup(response).select_one("main input[name=q]")["value"] == hostile


def test_search_page_without_result_helps(client, trees):
    page = soup(client.get("/en/search/", {"q": "unicorn"}))
    assert "Nothing was found" in page.select_one("main").get_text()


def test_search_page_may_be_kept_by_everyone_and_listed_by_nobody(client, trees):
    response = client.get("/en/search/", {"q": "x"})
    assert response.headers["Cache-Control"] == "public, no-cache"
    again = client.get("/en/search/", {"q": "x"}, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.cookies == {}


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_search_page_refuses_other_methods(client, method):
    response = getattr(client, method)("/zh-hans/search/")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


def test_search_page_out_of_range_is_not_found(client, article):
    article("麒麟")
    numbers = ["0", "-1", "x", "2", "101", "99999999999999", "1.5", ""]
    answers = {number: client.get("/zh-hans/search/", {"q": "麒麟", "page": number}).status_code for number in numbers}
    assert answers == dict.fromkeys(numbers, 404)


def test_search_page_pages_through_all_results(client, article):
    for number in range(11):
        article(f"麒麟{number}号")
    first = soup(client.get("/zh-hans/search/", {"q": "麒麟 号"}))
    following = first.select_one(".pagination-next")["href"]
    second = soup(client.get("/zh-hans/search/" + following))
    links = [link["href"] for page in (first, second) for link in page.select(".search-result h2 a")]
    assert len(links) == len(set(links)) == 11
    assert second.select_one(".pagination-next") is None


def test_search_page_links_to_the_same_search_in_the_other_language(client, trees):
    page = soup(client.get("/en/search/", {"q": "紫竹"}))
    links = {link["href"] for link in page.select(".language-switch a")}
    assert "/zh-hans/search/?q=%E7%B4%AB%E7%AB%B9" in links


def test_search_page_costs_the_same_number_of_queries_at_one_and_at_three_results(
    client, article, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/zh-hans/search/", {"q": "麒麟"})
        return len(queries)

    article("麒麟一号")
    count()
    with_one = count()
    article("麒麟二号")
    article("麒麟三号")
    assert count() == with_one
