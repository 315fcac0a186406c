"""Site settings, navigation, breadcrumbs and the meta fields of government sites."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from wagtail.models import Site

from portal.home.models import SiteSettings, StandardPage
from tests.tree import Tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def site_row(tree: Tree) -> SiteSettings:
    return SiteSettings.objects.create(
        site=Site.objects.get(),
        site_name_zh_hans="长三角科创园区",
        site_name_en="Delta Science Parks",
        organiser_zh_hans="某市人民政府办公室",
        icp_number="沪ICP备00000000号",
        police_number="沪公网安备31011502000001号",
        site_id_code="3100000001",
        party_gov_mark_url="https://bszs.conac.cn/sitename",
        error_report_url="https://zfwzgl.www.gov.cn/exposure/jiucuo.html",
    )


def get(client, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "html.parser")


def test_filings_link_to_their_registries(client, site_row):
    footer = get(client, "/zh-hans/").footer

    assert footer.find("a", string="沪ICP备00000000号")["href"] == "https://beian.miit.gov.cn/"
    police = footer.find("a", string="沪公网安备31011502000001号")["href"]
    assert police == "https://beian.mps.gov.cn/#/query/webSearch?code=31011502000001"


def test_what_is_switched_off_is_absent(client, site_row):
    page = get(client, "/zh-hans/")

    assert "3100000001" not in page.footer.get_text()
    assert not page.footer.find("a", href="https://bszs.conac.cn/sitename")
    assert not page.find("meta", attrs={"name": "SiteIDCode"})


def test_what_is_switched_on_is_shown(client, site_row):
    for name in ("site_id_code", "party_gov_mark", "error_report", "government_meta"):
        setattr(site_row, f"show_{name}", True)
    site_row.save()
    page = get(client, "/zh-hans/")

    assert "3100000001" in page.footer.get_text()
    assert page.footer.find("a", href="https://bszs.conac.cn/sitename")
    assert page.footer.find("a", href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html")
    assert "某市人民政府办公室" in page.footer.get_text()
    assert page.find("meta", attrs={"name": "SiteIDCode"})["content"] == "3100000001"


def test_article_carries_the_meta_fields_of_its_column(client, tree: Tree, site_row):
    site_row.show_government_meta = True
    site_row.save()
    article = tree.add_news(title="签约", date=date(2025, 9, 9), issuing_body="紫竹高新区")
    found = get(client, f"/zh-hans/news/{article.slug}/").find_all("meta", attrs={"name": True})
    fields = {meta["name"]: meta["content"] for meta in found}

    assert fields["ColumnName"] == "新闻动态"
    assert fields["ArticleTitle"] == "签约"
    assert fields["PubDate"] == "2025-09-09 00:00"
    assert fields["ContentSource"] == "紫竹高新区"
    assert fields["SiteName"] == "长三角科创园区"


def test_settings_speak_the_active_language(site_row):
    with translation.override("en"):
        assert site_row.facts().brand == "Delta Science Parks"
        assert site_row.facts().organiser == "某市人民政府办公室"
    with translation.override("zh-hans"):
        assert site_row.facts().brand == "长三角科创园区"


def test_page_without_settings_row_is_shown_and_none_is_written(client, tree: Tree):
    assert client.get("/zh-hans/").status_code == 200
    assert not SiteSettings.objects.exists()


def test_navigation_marks_where_the_visitor_is(client, tree: Tree):
    items = get(client, "/en/parks/zizhu/").select(".site-nav a")

    assert [item["href"] for item in items] == [
        "/en/parks/",
        "/en/news/",
        "/en/partnerships/",
        "/en/visits/",
        "/en/cooperate/",
    ]
    assert [item.get("aria-current") for item in items] == ["true", None, None, None, None]


def test_prose_outside_the_menus_is_led_to_from_the_footer_alone(client, tree: Tree):
    for title, slug, shown in (("About us", "about", True), ("Privacy notice", "privacy", False)):
        tree.home["en"].add_child(instance=StandardPage(title=title, slug=slug, show_in_menus=shown))
    page = get(client, "/en/")

    assert [item["href"] for item in page.select(".site-nav a")] == [
        "/en/parks/",
        "/en/news/",
        "/en/about/",
        "/en/partnerships/",
        "/en/visits/",
        "/en/cooperate/",
    ]
    assert [item["href"] for item in page.select(".footer-pages a")][-3:] == [
        "/en/cooperate/",
        "/en/visits/request/",
        "/en/privacy/",
    ]


def test_breadcrumbs_lead_from_home_to_the_page(client, tree: Tree):
    crumbs = get(client, "/en/parks/zizhu/news/").select(".breadcrumbs li")

    assert [crumb.get_text(strip=True) for crumb in crumbs] == [
        "Delta Science Parks",
        "Parks",
        "Shanghai Zizhu High-Tech Park",
        "News",
    ]
    assert [link["href"] for link in crumbs[2].find_all("a")] == ["/en/parks/zizhu/"]
