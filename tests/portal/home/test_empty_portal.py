"""The demonstration is loaded by itself only where nobody has begun."""

import pytest
from wagtail.models import Page

from parks.models import Park
from portal.core.models import User
from portal.home.demo_loader.load import is_empty
from portal.home.models import HomePage

pytestmark = pytest.mark.django_db


def test_portal_with_the_welcome_page_only_is_empty(locales):
    assert Page.objects.filter(depth=2).exists()
    assert is_empty()


def test_portal_with_a_park_is_not_empty(locales):
    Park.objects.create(slug="haian", name_zh_hans="海安高新技术产业开发区")
    assert not is_empty()


def test_portal_with_an_account_is_not_empty(locales):
    User.objects.create_superuser("first")
    assert not is_empty()


def test_portal_with_a_page_is_not_empty(locales):
    Page.get_first_root_node().add_child(instance=HomePage(title="首页", slug="own", locale=locales["zh-hans"]))
    assert not is_empty()
