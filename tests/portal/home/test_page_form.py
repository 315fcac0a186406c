"""Writing a page in the admin: a Chinese title leads to its pinyin."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from news.models import NewsPage
from portal.home.models import StandardPage
from tests.tree import Tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("chief", "chief@example.org", "x"))
    return client


def news_form(**values: str) -> dict[str, str]:
    event = {f"event_date_{number}": "" for number in range(4)}
    names = ["summary", "lead_picture", "lead_picture_alt", "lead_picture_caption", "category", "event_name"]
    names += ["event_place", "event_date_basis", "issuing_body", "editor_name", "reviser_name", "source_agency"]
    names += ["source_place", "source_reporters", "source_url", "slug", "seo_title", "search_description"]
    form = dict.fromkeys(names, "") | event | {"date": "2025-09-09", "body": streamfield([])} | values
    return nested_form_data(form | {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"})


def create(admin, tree: Tree, **values: str):
    address = reverse("wagtailadmin_pages:add", args=["news", "newspage", tree.news["zh-hans"].pk])
    return admin.post(address, news_form(**values))


@pytest.mark.parametrize(
    ("typed", "slug"),
    [("", "chang-san-jiao-1-2-xie-yi"), ("1-2-agreement", "1-2-agreement"), ("“1+2”协议", "1-2-xie-yi")],
)
def test_draft_gets_pinyin_unless_a_slug_is_typed(admin, tree, typed, slug):
    response = create(admin, tree, title="长三角“1+2”协议", slug=typed)

    assert response.status_code == 302
    assert NewsPage.objects.get(title="长三角“1+2”协议").slug == slug


def test_publication_gets_pinyin_and_same_title_a_number(admin, tree, settings):
    settings.PORTAL_AUTHORS_MAY_PUBLISH = True
    for _number in range(2):
        response = create(admin, tree, title="签约", **{"action-publish": "1"})
        assert response.status_code == 302

    slugs = NewsPage.objects.filter(live=True).order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["qian-yue", "qian-yue-2"]


def test_form_does_not_let_the_script_fill_the_slug(admin, tree):
    address = reverse("wagtailadmin_pages:add", args=["news", "newspage", tree.news["zh-hans"].pk])
    field = BeautifulSoup(admin.get(address).content, "html.parser").find("input", attrs={"name": "slug"})

    assert "w-sync:apply->w-slug#identity:prevent" in field["data-action"]
    assert "urlify" not in field["data-action"]
    assert not field.has_attr("required")


def test_title_of_signs_alone_still_has_an_address(tree: Tree):
    page = tree.home["en"].add_child(instance=StandardPage(title="🎉", locale=tree.locales["en"]))

    assert page.slug == "page"


def test_preview_of_a_page_that_is_not_saved_yet(admin, tree: Tree):
    address = reverse("wagtailadmin_pages:preview_on_add", args=["news", "newspage", tree.park_news["zh-hans"].pk])
    kept = admin.post(address, news_form(title="预览中的签约", summary="尚未保存"))
    shown = admin.get(address, {"mode": ""})

    assert kept.json()["is_valid"]
    assert shown.status_code == 200
    assert "预览中的签约" in shown.text
    assert not NewsPage.objects.exists()


def test_preview_of_a_draft_shows_the_draft(admin, tree: Tree):
    article = tree.add_news(of_park=True, title="已发布")
    article.title = "修改中"
    article.save_revision()

    shown = admin.get(reverse("wagtailadmin_pages:view_draft", args=[article.pk]))
    assert "修改中" in shown.text
    assert "修改中" not in admin.get(f"/zh-hans/parks/zizhu/news/{article.slug}/").text
