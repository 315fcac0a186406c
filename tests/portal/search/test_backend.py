"""The admin's search finds Chinese words and English ones, in every language a record has."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Not, Or, Phrase, PlainText

from parks.models import Park

TITLE = "紫竹高新区与海安高新区签署合作协议"


@pytest.fixture
def signing(article):
    return article(TITLE)


def found(query) -> list[str]:
    return [page.title for page in Page.objects.all().search(query)]


def test_search_finds_chinese_words_and_no_others(signing):
    present = ["合作", "海安", "签", "合作协议", "协议 紫竹"]
    absent = ["北京", "竹高", "-", "''", "合作 北京"]
    assert {query: found(query) for query in present} == {key: [TITLE] for key in present}
    assert {query: found(query) for query in absent} == {key: [] for key in absent}


def test_search_understands_combined_queries(signing):
    assert found(And([PlainText("合作"), PlainText("海安")])) == [TITLE]
    assert found(Or([PlainText("北京"), PlainText("海安")])) == [TITLE]
    assert found(PlainText("北京 海安", operator="or")) == [TITLE]
    assert found(And([PlainText("合作"), Not(PlainText("北京 海安"))])) == [TITLE]
    assert found(And([PlainText("合作"), Not(PlainText("紫竹 海安"))])) == []
    assert found(Phrase("签署合作协议")) == [TITLE]
    assert found(Phrase("协议合作")) == []


def test_search_finds_english_words(article):
    title = "Hai'an: a park grows"
    article(title, locale_code="en")
    queries = ["parks", "Haian", "Hai’an", "PARK"]
    assert {query: found(query) for query in queries} == {key: [title] for key in queries}


def typed(query: str) -> list[str]:
    return [page.title for page in Page.objects.all().autocomplete(query)]


def test_autocomplete_finds_what_is_being_typed(signing):
    queries = ["合作", "海安", "合", "合作协", "紫竹高新区与"]
    assert {query: typed(query) for query in queries} == {key: [TITLE] for key in queries}
    queries = ["Ziz", "zizhu hi", "HIGH-T"]
    assert {query: typed(query) for query in queries} == {key: ["Zizhu High-Tech Park"] for key in queries}


def test_explorer_of_the_admin_finds_page(client, signing, trees):
    user = get_user_model().objects.create_superuser("root", "root@example.org", "root")
    client.force_login(user)
    home = trees["zh-hans"].home
    explorer, everywhere = reverse("wagtailadmin_explore", args=[home.pk]), reverse("wagtailadmin_pages:search")
    for address, query in [(explorer, "合作"), (explorer, "紫竹"), (explorer, "海安"), (everywhere, "海安")]:
        response = client.get(address, {"q": query})
        assert TITLE in response.content.decode(), (address, query)


@pytest.mark.parametrize("saved_under", ["en", "zh-hans"])
@pytest.mark.parametrize("searched_under", ["en", "zh-hans"])
def test_record_is_found_by_both_names(db, saved_under, searched_under):
    with translation.override(saved_under):
        park = Park.objects.create(slug="x", name_zh_hans="上海紫竹高新技术产业开发区", name_en="Shanghai Zizhu Park")
    backend = get_search_backend()
    with translation.override(searched_under):
        for query in ("紫竹", "zizhu", "高新技术"):
            assert list(backend.search(query, Park)) == [park], query
            assert list(backend.autocomplete(query, Park)) == [park], query


def test_deleted_page_leaves_the_index(signing):
    signing.delete()
    assert found("合作") == []
