"""Every page type in both locales, as a visitor gets it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup

from portal.core.partial_dates import PartialDate
from portal.home.models import StandardPage
from tests.tree import Tree, make_picture

pytestmark = pytest.mark.django_db


def body_of(tree: Tree) -> list:
    picture = make_picture().pk
    captioned = {"picture": picture, "alternative_text": "示意画", "caption": "说明"}
    return [
        ("heading", "一份框架协议"),
        ("subheading", "两份专项协议"),
        ("text", "<p>正文一段。</p>"),
        ("picture", captioned | {"picture": make_picture("Second")}),
        ("quotation", {"text": "携手同行。", "speaker": "张彤", "office": "南通市市长"}),
    ]


@pytest.fixture
def addresses(tree: Tree) -> dict[str, str]:
    article = tree.add_news(
        of_park=True,
        title="紫竹高新区签署合作协议",
        category=tree.category,
        summary="摘要",
        lead_picture=make_picture(),
        lead_picture_alt="长桌",
        event_date=PartialDate(None, 2, 26),
        body=body_of(tree),
    )
    tree.translate_news(article, "Zizhu signs", summary="Summary")
    key = uuid4()
    for code in ("zh-hans", "en"):
        page = StandardPage(title="About", slug="about", locale=tree.locales[code], translation_key=key)
        tree.home[code].add_child(instance=page)
    return {"home": "", "parks": "parks/", "profile": "parks/zizhu/", "news": "news/", "about": "about/"} | {
        "park news": "parks/zizhu/news/",
        "zh article": f"parks/zizhu/news/{article.slug}/",
        "en article": "parks/zizhu/news/zizhu-signs/",
    }


NAMES = ["home", "parks", "profile", "news", "about", "park news", "article"]


@pytest.mark.parametrize("code", ["zh-hans", "en"])
def test_pages_in_locale(client, addresses, subtests, code):
    for name in NAMES:
        path = addresses.get(name, addresses.get(f"{code[:2]} {name}"))
        with subtests.test(name):
            assert_public_page(client.get(f"/{code}/{path}"), code, path)


def assert_public_page(response, code: str, path: str) -> None:
    """The answer is whole, in its locale, and the same for every visitor."""
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.html["lang"] == code
    assert len(soup.find_all("h1")) == 1
    assert soup.find("link", rel="canonical")["href"].endswith(f"/{code}/{path}")
    assert {link["hreflang"] for link in soup.find_all("link", rel="alternate", hreflang=True)} >= {"zh-hans", "en"}
    assert not soup.find_all(style=True)
    assert not soup.find_all("style")
    assert not [tag for tag in soup.find_all("script") if not tag.get("src")]
    assert not [name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert "csrfmiddlewaretoken" not in response.text
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_article_shows_its_parts(client, addresses):
    soup = BeautifulSoup(client.get(f"/zh-hans/{addresses['zh article']}").content, "html.parser")

    assert soup.find("h2", string="一份框架协议")
    assert soup.find("h3", string="两份专项协议")
    assert soup.find("img", alt="长桌")
    assert soup.find("figcaption", string="说明")
    assert soup.blockquote.get_text(strip=True) == "携手同行。"
    assert soup.find("time", datetime="02-26").string == "2月26日"
    assert soup.find("a", href="/zh-hans/parks/zizhu/", string="上海紫竹高新技术产业开发区")


def test_reported_speech_is_no_blockquote(client, tree: Tree):
    said = {"text": "本园主要工作有五项。", "speaker": "张彤", "office": "市长", "reported": True}
    article = tree.add_news(body=[("quotation", said)])
    soup = BeautifulSoup(client.get(f"/zh-hans/news/{article.slug}/").content, "html.parser")

    assert soup.blockquote is None
    assert soup.select_one("figure.quotation > p").get_text() == "本园主要工作有五项。"
    assert soup.select_one("figure.quotation figcaption b").get_text() == "张彤"
    assert soup.select_one("figure.quotation figcaption").get_text().strip() == "市长张彤"


def test_chinese_only_park_is_marked_on_english_pages(client, tree: Tree):
    soup = BeautifulSoup(client.get("/en/parks/").content, "html.parser")

    name = soup.find(string="海安高新技术产业开发区")
    assert name.find_parent(lang="zh-hans")
    assert name.find_parent("article").find(class_="tag")


def test_picture_deleted_since_leaves_no_caption_alone(client, tree: Tree):
    kept, gone = make_picture("Kept"), make_picture("Gone")
    pictures = [
        {"picture": picture, "alternative_text": "示意画", "caption": caption}
        for picture, caption in ((kept, "尚在"), (gone, "已删"))
    ]
    body = [("picture", pictures[1]), ("gallery", {"pictures": pictures})]
    article = tree.add_news(title="图片", lead_picture=gone, lead_picture_alt="示意画", body=body)
    pages = type(article).objects.filter(pk=article.pk)
    pages.update(live=False)  # a file that a live page shows is kept; an old page may have lost one
    gone.delete()
    pages.update(live=True)
    response = client.get(article.url)
    page = BeautifulSoup(response.content, "html.parser").select_one("article")
    assert [caption.text for caption in page.select("figcaption")] == ["尚在"]
    assert (len(page.select("figure")), [link["href"] for link in page.select("figure a") if not link["href"]]) == (
        1,
        [],
    )
