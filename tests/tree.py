"""A small portal for tests: a home page, a park index and a news index in each locale, and two parks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import Locale, Page, Site

from news.models import NewsCategory, NewsIndexPage, NewsPage
from parks.models import Park, ParkIndexPage, ParkPage
from portal.core.models import PortalImage
from portal.home.models import HomePage

TITLES = {
    "zh-hans": {"home": "长三角科创园区", "parks": "园区", "news": "新闻动态", "zizhu": "上海紫竹高新技术产业开发区"},
    "en": {"home": "Delta Science Parks", "parks": "Parks", "news": "News", "zizhu": "Shanghai Zizhu High-Tech Park"},
}


@dataclass
class Tree:
    """The pages by locale code; `add_news` writes articles below them."""

    locales: dict[str, Locale]
    home: dict[str, HomePage] = field(default_factory=dict)
    parks: dict[str, ParkIndexPage] = field(default_factory=dict)
    news: dict[str, NewsIndexPage] = field(default_factory=dict)
    profile: dict[str, ParkPage] = field(default_factory=dict)
    park_news: dict[str, NewsIndexPage] = field(default_factory=dict)
    zizhu: Park | None = None
    category: NewsCategory | None = None

    def add_news(self, code: str = "zh-hans", *, of_park: bool = False, **values: Any) -> NewsPage:
        """A live article in the locale `code`, of the portal or of the park."""
        index = (self.park_news if of_park else self.news)[code]
        defaults = {"title": "紫竹新闻", "date": date(2025, 9, 9), "locale": self.locales[code]}
        return index.add_child(instance=NewsPage(**defaults | values))

    def translate_news(self, source: NewsPage, title: str, **values: Any) -> NewsPage:
        """The live English translation of an article of the park."""
        page = NewsPage(
            title=title,
            date=source.date,
            locale=self.locales["en"],
            translation_key=source.translation_key,
            **values,
        )
        return self.park_news["en"].add_child(instance=page)


def build_tree(locales: dict[str, Locale]) -> Tree:
    """Make the tree in both locales, translations linked; the site's root is the Chinese home page."""
    tree = Tree(locales)
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=locales["zh-hans"])
    tree.zizhu = Park.objects.create(
        slug="zizhu",
        name_zh_hans="上海紫竹高新技术产业开发区",
        name_en="Shanghai Zizhu High-Tech Park",
        short_name_zh_hans="紫竹高新区",
        short_name_en="Zizhu",
        level="national",
    )
    Park.objects.create(slug="haian", name_zh_hans="海安高新技术产业开发区", name_en="")
    tree.category = NewsCategory.objects.create(slug="park-news", name_zh_hans="园区要闻", name_en="Park news")
    root.get_children().exclude(slug="").delete()
    root = Page.objects.get(pk=root.pk)
    for code in ("zh-hans", "en"):
        _build_locale(tree, root, code)
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=tree.home["zh-hans"], is_default_site=True)
    return tree


def _build_locale(tree: Tree, root: Page, code: str) -> None:
    titles, locale = TITLES[code], tree.locales[code]

    def add(parent: Page, model: type[Page], made: dict[str, Any], **values: Any) -> Any:
        source = made.get("zh-hans")
        key = {"translation_key": source.translation_key} if source else {}
        made[code] = parent.add_child(instance=model(locale=locale, **key, **values))
        return made[code]

    home_slug = "home" if code == "zh-hans" else f"home-{code}"
    home = add(root, HomePage, tree.home, title=titles["home"], slug=home_slug, introduction="<p>…</p>")
    parks = add(home, ParkIndexPage, tree.parks, title=titles["parks"], slug="parks", show_in_menus=True)
    add(home, NewsIndexPage, tree.news, title=titles["news"], slug="news", show_in_menus=True)
    profile = add(parks, ParkPage, tree.profile, title=titles["zizhu"], slug="zizhu", park=tree.zizhu)
    add(profile, NewsIndexPage, tree.park_news, title=titles["news"], slug="news")


def make_picture(title: str = "Drawing", size: tuple[int, int] = (1600, 1000)) -> PortalImage:
    """A stored picture of one colour."""
    data = BytesIO()
    Image.new("RGB", size, "#2f6f62").save(data, "PNG")
    data.seek(0)
    return PortalImage.objects.create(title=title, file=ImageFile(data, name=f"{title.lower()}.png"))
