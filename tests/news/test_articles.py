"""Articles know their park and their language; lists follow."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from news.models import NewsCategory, NewsPage
from parks.models import Park, ParkPage
from tests.tree import Tree

pytestmark = pytest.mark.django_db


def listed(client, path: str) -> list[str]:
    return [article.title for article in client.get(path).context["articles"]]


def test_article_below_a_profile_belongs_to_the_park(tree: Tree):
    assert tree.add_news(of_park=True).park == tree.zizhu
    assert tree.add_news().park is None


def test_portal_lists_all_news_and_a_park_its_own(client, tree: Tree):
    tree.add_news(title="门户", date=date(2025, 1, 1))
    tree.add_news(title="园区", date=date(2025, 1, 2), of_park=True)
    tree.add_news("en", title="English", date=date(2025, 1, 3))
    tree.add_news(title="草稿", date=date(2025, 1, 4), live=False)

    assert listed(client, "/zh-hans/news/") == ["园区", "门户"]
    assert listed(client, "/zh-hans/parks/zizhu/news/") == ["园区"]
    assert listed(client, "/en/news/") == ["English"]


def test_list_goes_on_by_tens_newest_first(client, tree: Tree):
    for day in range(1, 13):
        tree.add_news(title=f"{day}日", date=date(2025, 1, day))
    first, second = client.get("/zh-hans/news/"), client.get("/zh-hans/news/?page=2")

    assert [article.title for article in first.context["articles"]] == [f"{day}日" for day in range(12, 2, -1)]
    assert [article.title for article in second.context["articles"]] == ["2日", "1日"]
    assert 'href="?page=2"' in first.text
    assert 'href="?page=1"' in second.text
    assert "?page=3" not in second.text


def test_category_filters_and_stays_in_the_links(client, tree: Tree):
    other = NewsCategory.objects.create(slug="visits", name_zh_hans="来访交流")
    for number in range(11):
        tree.add_news(title=f"要闻{number}", category=tree.category)
    tree.add_news(title="来访", category=other)

    assert listed(client, "/zh-hans/news/?category=visits") == ["来访"]
    assert "?category=park-news&amp;page=2" in client.get("/zh-hans/news/?category=park-news").text


def test_article_moved_out_of_a_park_leaves_it(tree: Tree):
    article = tree.add_news(of_park=True)
    article.move(tree.news["zh-hans"], pos="last-child")

    assert NewsPage.objects.get(pk=article.pk).park is None


def test_profile_moved_to_another_record_takes_its_news_along(tree: Tree):
    article = tree.add_news(of_park=True)
    haian = Park.objects.get(slug="haian")
    profile = ParkPage.objects.get(pk=tree.profile["zh-hans"].pk)
    profile.park = haian
    profile.save_revision().publish()

    assert NewsPage.objects.get(pk=article.pk).park == haian


def test_second_profile_of_a_park_in_a_locale_is_refused(tree: Tree):
    with pytest.raises(ValidationError) as refused:
        tree.parks["zh-hans"].add_child(
            instance=ParkPage(title="又一页", park=tree.zizhu, locale=tree.locales["zh-hans"])
        )

    assert list(refused.value.message_dict) == ["park"]


def test_page_types_stand_only_where_they_belong(tree: Tree):
    from news.models import NewsIndexPage
    from parks.models import ParkIndexPage
    from portal.home.models import HomePage, StandardPage

    children = {
        model.__name__: {child.__name__ for child in model.creatable_subpage_models()}
        for model in (HomePage, ParkIndexPage, ParkPage, NewsIndexPage, NewsPage, StandardPage)
    }
    assert children == {
        "HomePage": {"NewsIndexPage", "ParkIndexPage", "StandardPage"},
        "ParkIndexPage": {"ParkPage"},
        "ParkPage": {"NewsIndexPage"},
        "NewsIndexPage": {"NewsPage"},
        "NewsPage": set(),
        "StandardPage": {"StandardPage"},
    }


def test_article_without_a_record_shows_no_empty_list(client, tree: Tree):
    bare = tree.add_news(title="门户")
    of_park = tree.add_news(title="园区", of_park=True)
    issued = tree.add_news(title="来文", issuing_body="紫竹高新区")
    pages = [client.get(article.url).content.decode() for article in (bare, of_park, issued)]
    assert [("article-aside" in page, 'record-list"' in page) for page in pages] == [
        (False, False),
        (True, False),
        (True, True),
    ]
