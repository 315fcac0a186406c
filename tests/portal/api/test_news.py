"""News as data: the languages of an article are one item."""

from __future__ import annotations

from datetime import date

import pytest

from news.models import NewsCategory

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(tree):
    """An article of the park in both languages."""
    page = tree.add_news(
        of_park=True,
        title="签约",
        summary="两园签约。",
        slug="signing",
        event_name="签约仪式",
        event_date="2025-09-09",
        source_agency="新华社",
        body=[{"type": "text", "value": "<p>双方<b>签约</b>。</p>"}],
    )
    tree.translate_news(
        page,
        "Signing",
        summary="Two parks sign.",
        slug="signing",
        event_name="Signing ceremony",
        event_date="2025-09-09",
        body=[{"type": "text", "value": "<p>Both sign.</p>"}],
    )
    return page


def titles(found: dict) -> list[str]:
    return [item["title"]["text"] for item in found["items"]]


def test_article_is_one_item_in_both_languages(ask, article, settings):
    found = ask("news")

    assert found["count"] == 1
    item = found["items"][0]
    assert (item["id"], item["date"]) == (str(article.translation_key), "2025-09-09")
    assert item["title"] == {"zh-hans": "签约", "en": "Signing", "text": "签约", "lang": "zh-hans"}
    assert item["pages"]["en"].startswith(settings.PORTAL_BASE_URL + "/en/")
    whole = ask(f"news/{item['id']}", lang="en")
    assert whole["text"] == {
        "zh-hans": "双方签约。",
        "en": "Both sign.",
        "text": "Both sign.",
        "lang": "en",
    }
    assert (whole["event"]["name"]["en"], whole["event"]["date"]["edtf"]) == ("Signing ceremony", "2025-09-09")
    assert whole["source"]["agency"]["zh-hans"] == "新华社"
    assert whole["source"]["agency"]["en"] is None


def test_draft_and_its_language_are_nowhere(ask, article):
    english = article.get_translations().get()
    english.unpublish()

    assert ask("news")["items"][0]["title"]["en"] is None
    assert ask("news", lang="en")["count"] == 0
    article.unpublish()
    assert ask("news")["count"] == 0
    assert ask.response(f"news/{article.translation_key}").status_code == 404


def test_article_in_english_alone_is_listed_once(ask, tree):
    tree.add_news("en", title="English only", slug="english-only")

    assert titles(ask("news")) == titles(ask("news", lang="en")) == ["English only"]
    assert ask("news", lang="zh-hans")["count"] == 0


def test_news_are_filtered_by_park_category_and_day(ask, tree, article):
    category = NewsCategory.objects.create(slug="notices", name_zh_hans="公告", name_en="Notices")
    tree.add_news(title="公告", slug="notice", category=category, date=date(2024, 1, 2))

    assert titles(ask("news")) == ["签约", "公告"]
    assert titles(ask("news", park=tree.zizhu.slug)) == ["签约"]
    assert titles(ask("news", category="notices")) == ["公告"]
    assert titles(ask("news", date="2024-01-02")) == titles(ask("news", until="2024-12-31")) == ["公告"]
    assert titles(ask("news", since="2025-01-01")) == ["签约"]
    faults = ask.response("news", since="yesterday").json()["fields"]
    assert [(one["field"], one["message"]["en"]) for one in faults] == [("since", "Must be a date such as 2025-09-09.")]


@pytest.mark.parametrize("key", ["1", "signing", "00000000-0000-0000-0000-000000000000"])
def test_unknown_article_is_not_found(ask, article, key):
    assert ask.response(f"news/{key}").status_code == 404


def test_list_asks_as_often_at_one_as_at_three(ask, tree, django_assert_num_queries, django_assert_max_num_queries):
    def add(number: int) -> None:
        page = tree.add_news(of_park=True, title=f"新闻{number}", slug=f"news-{number}")
        tree.translate_news(page, f"News {number}", slug=f"news-{number}")

    add(1)
    ask("news")
    with django_assert_max_num_queries(6) as at_one:
        ask("news")
    add(2)
    add(3)
    with django_assert_num_queries(len(at_one)):
        ask("news")
