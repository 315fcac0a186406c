"""A small portal in two languages: home pages, news, two parks, one of them known in Chinese only."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import pytest
from wagtail.models import Page, Site

from news.models import NewsIndexPage, NewsPage
from parks.models import Park, ParkAlias, ParkIndexPage, ParkPage
from portal.home.models import HomePage
from tests.kept_rows import kept


@dataclass
class Tree:
    """The pages that every locale has."""

    home: HomePage
    news: NewsIndexPage
    parks: ParkIndexPage


def publish(parent: Page, page: Page) -> Page:
    """Add a page and publish it as the admin does."""
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def grow(parent: Page, page: Page) -> Page:
    """Add a live page without the ceremony of publication."""
    page.locale = parent.locale
    parent.add_child(instance=page)
    return page


def _tree(home: HomePage, locale: Any, original: Tree | None = None) -> Tree:
    keys = [{"translation_key": page.translation_key} if page else {} for page in _pages(original)]
    home.locale = locale
    home.translation_key = keys[0].get("translation_key", home.translation_key)
    Page.objects.get(depth=1).add_child(instance=home)
    news = grow(home, NewsIndexPage(title="News", slug="news", **keys[1]))
    return Tree(home, news, grow(home, ParkIndexPage(title="Parks", slug="parks", **keys[2])))


def _pages(tree: Tree | None) -> list[Page | None]:
    return [tree.home, tree.news, tree.parks] if tree else [None, None, None]


@pytest.fixture
def trees(locales) -> dict[str, Tree]:
    """Locale code → its tree; the Chinese one is the root of the site."""
    return kept("trees of the search", lambda: _trees(locales))


def _trees(locales) -> dict[str, Tree]:
    zh = _tree(HomePage(title="Home", slug="zh-hans"), locales["zh-hans"])
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": zh.home})
    return {"zh-hans": zh, "en": _tree(HomePage(title="Home", slug="en"), locales["en"], zh)}


@pytest.fixture
def zizhu(db) -> Park:
    park = Park(
        slug="zizhu",
        name_zh_hans="上海紫竹高新技术产业开发区",
        name_en="Shanghai Zizhu High-Tech Park",
        short_name_zh_hans="紫竹高新区",
        short_name_en="Zizhu",
    )
    park.aliases = [ParkAlias(spelling="Zizhu-High Tech Park")]
    park.save()
    return park


@pytest.fixture
def profiles(trees, zizhu) -> dict[str, ParkPage]:
    """The profile of Zizhu in both languages, with an index of its news below."""
    zh = publish(trees["zh-hans"].parks, ParkPage(title="紫竹高新区", slug="zizhu", park=zizhu))
    en = ParkPage(title="Zizhu High-Tech Park", slug="zizhu", park=zizhu, translation_key=zh.translation_key)
    pages = {"zh-hans": zh, "en": publish(trees["en"].parks, en)}
    for page in pages.values():
        grow(page, NewsIndexPage(title="News of the park", slug="news"))
    return pages


@pytest.fixture
def article(profiles):
    """Publishes an article under Zizhu: `article("标题", locale_code="zh-hans", paragraphs=[…])`."""

    def write(title: str, *paragraphs: str, locale_code: str = "zh-hans", **fields: Any) -> NewsPage:
        index = NewsIndexPage.objects.child_of(profiles[locale_code]).get()
        number = NewsPage.objects.count()
        body = [("text", _rich(text)) for text in paragraphs]
        defaults = {"slug": f"article-{number}", "date": datetime.date(2025, 9, 9), "body": body}
        return publish(index, NewsPage(title=title, **defaults | fields))

    return write


def _rich(text: str) -> Any:
    from wagtail.rich_text import RichText

    return RichText(f"<p>{text}</p>")
