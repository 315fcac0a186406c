"""A page answers under the locale of its address, and only there."""

import pytest
from wagtail.models import Page, Site

pytestmark = pytest.mark.django_db


def status(client, path):
    return client.get(path).status_code


@pytest.mark.parametrize("path", ["", "news/", "parks/zizhu/"])
def test_pages_of_each_locale_answer(client, tree, path):
    assert [status(client, f"/{code}/{path}") for code in ("zh-hans", "en")] == [200, 200]


@pytest.mark.parametrize("path", ["", "news/", "parks/zizhu/"])
def test_without_live_home_page_a_locale_does_not_show_another(client, tree, path):
    tree.home["en"].unpublish()

    assert status(client, f"/en/{path}") == 404
    assert status(client, f"/zh-hans/{path}") == 200


def test_page_that_is_not_there_is_not_found(client, tree):
    assert status(client, "/en/nowhere/") == 404


def test_welcome_page_of_wagtail_is_not_shown(client, locales):
    assert Site.objects.get().root_page.specific_class is Page

    assert status(client, "/zh-hans/") == 404
