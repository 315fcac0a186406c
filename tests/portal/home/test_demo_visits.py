"""The visit of the facts, its article and the articles of the events: each names the other, in both languages."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from news.models import NewsPage
from portal.home.demo_loader.content import stable_id

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo")]


def links(address: str) -> set[str]:
    response = Client().get(address)
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser").select_one("main")
    return {link["href"] for link in page.select("a[href]")}


@pytest.mark.parametrize("code", ["zh-hans", "en"])
@pytest.mark.parametrize(
    ("article", "record"),
    [
        ("visit", "visits/lianyungang-2021"),
        ("signing", "partnerships/events/zizhu-haian-signing"),
        ("boston", "partnerships/events/boston-opening"),
    ],
)
def test_article_and_record_name_each_other(article: str, record: str, code: str) -> None:
    page = NewsPage.objects.get(translation_key=stable_id(f"news/{article}"), locale__language_code=code)
    address = f"/{code}/{record}/"

    assert address in links(page.url)
    assert page.url in links(address)
