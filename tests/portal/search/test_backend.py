"""The admin's search finds Chinese words and English ones, in every language a record has."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page
from wagtail.search.query import And, Not, Or, Phrase, PlainText

from parks.models import Park
from portal.search.queries import search

TITLE = "紫竹高新区与海安高新区签署合作协议"


@pytest.fixture
def signing(article):
    return article(TITLE)


def found(query) -> list[str]:
    return [page.title for page in Page.objects.all().search(query)]


def test_search_finds_chinese_words_and_no_others(signing):
    present = ["合作", "海安", "签", "合作协议", "协议 紫竹"]
    absent = ["北京", "海高", "-", "''", "合作 北京"]
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
    queries = ["parks", "Haian", "Hai’an", "GROWING PARK"]
    assert {query: title in found(query) for query in queries} == dict.fromkeys(queries, True)


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
def test_list_of_records_finds_both_names(client, trees, saved_under):
    with translation.override(saved_under):
        park = Park.objects.create(slug="x", name_zh_hans="上海紫竹高新技术产业开发区", name_en="Shanghai Zizhu Park")
    Park.objects.create(slug="y", name_zh_hans="海安高新区", name_en="Hai'an Park")
    client.force_login(get_user_model().objects.create_superuser("root", "root@example.org", "root"))
    listing = reverse(Park.snippet_viewset.get_url_name("list"))
    for query in ("紫竹", "zizhu", "高新技术"):
        rows = client.get(listing, {"q": query}).context["object_list"]
        assert [row.pk for row in rows] == [park.pk], query


def test_record_edited_in_the_admin_is_found_by_its_new_name(client, profiles, zizhu):
    client.force_login(get_user_model().objects.create_superuser("root", "root@example.org", "root"))
    address = reverse(Park.snippet_viewset.get_url_name("edit"), args=[zizhu.pk])
    form = BeautifulSoup(client.get(address).content, "html.parser").select_one("form[data-edit-form]")
    answer = client.post(address, filled(form) | {"name_en": "Purple Bamboo Park"})
    assert answer.status_code == 302
    assert [result.url for result in search("purple bamboo", "zh-hans").page] == ["/zh-hans/parks/zizhu/"]


def filled(form) -> dict[str, str]:
    """What a browser would send of a form as it stands."""
    data = {field["name"]: field.get("value", "") for field in form.select("input[name]:not([type=checkbox])")}
    data |= {area["name"]: area.get_text() for area in form.select("textarea[name]")}
    for select in form.select("select[name]"):
        chosen = select.select_one("option[selected]") or select.select_one("option")
        data[select["name"]] = chosen.get("value", "") if chosen else ""
    return {name: value for name, value in data.items() if "__prefix__" not in name}


def test_deleted_page_leaves_the_index(signing):
    signing.delete()
    assert found("合作") == []
