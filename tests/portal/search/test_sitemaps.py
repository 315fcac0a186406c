"""What crawlers are told."""

from xml.etree import ElementTree

import pytest
from wagtail.models import PageViewRestriction, Site

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
HOST = "http://portal.example"


@pytest.fixture
def listed(client, settings, trees):
    """Reads the sitemap: address → address of each translation by language."""
    settings.PORTAL_BASE_URL = HOST

    def read() -> dict[str, dict[str, str]]:
        response = client.get("/sitemap.xml")
        assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml")
        return {
            entry.findtext(f"{SITEMAP}loc"): {link.get("hreflang"): link.get("href") for link in entry.iter(LINK)}
            for entry in ElementTree.fromstring(response.content)
        }

    return read


def test_sitemap_lists_pages_of_every_locale_with_translations(listed, profiles, article):
    page = article("签约", slug="signing")
    both = {"zh-hans": f"{HOST}/zh-hans/parks/zizhu/", "en": f"{HOST}/en/parks/zizhu/"}
    found = listed()
    assert found[f"{HOST}/en/parks/zizhu/"] == found[f"{HOST}/zh-hans/parks/zizhu/"] == both
    assert found[f"{HOST}{page.get_url()}"] == {}
    assert found[f"{HOST}/zh-hans/"] == {"zh-hans": f"{HOST}/zh-hans/", "en": f"{HOST}/en/"}


def test_sitemap_leaves_out_drafts_and_private_pages(listed, profiles, article):
    article("签约", slug="signing").unpublish()
    PageViewRestriction.objects.create(page=profiles["en"], restriction_type="login")
    addresses = listed()
    assert not [address for address in addresses if "signing" in address or "/en/parks/zizhu/" in address]
    assert addresses[f"{HOST}/zh-hans/parks/zizhu/"] == {}


def test_sitemap_leaves_out_the_welcome_page(client, locales):
    response = client.get("/sitemap.xml")

    assert response.status_code == 200
    assert "<loc>" not in response.text


def test_sitemap_part_out_of_range_is_not_found(client, trees):
    assert [client.get("/sitemap.xml", {"p": part}).status_code for part in ("2", "0", "x", "1")] == [
        404,
        404,
        404,
        200,
    ]


def test_sitemap_cost_does_not_grow_with_pages(listed, article, django_assert_max_num_queries):
    for number in range(5):
        article(f"签约{number}")
    with django_assert_max_num_queries(11):
        listed()


def test_roots_of_the_sites_are_looked_up_once_for_all_addresses(listed, article, monkeypatch):
    for number in range(3):
        article(f"签约{number}")
    looks, look = [], Site.get_site_root_paths
    monkeypatch.setattr(Site, "get_site_root_paths", staticmethod(lambda: looks.append(1) or look()))
    listed()
    assert len(looks) <= 3  # the pages of a part, their translations, all addresses


def test_robots_closes_the_admin_and_names_the_sitemap(client, settings):
    settings.PORTAL_BASE_URL = HOST
    response = client.get("/robots.txt")
    lines = response.content.decode().splitlines()
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /en/search/", "Disallow: /zh-hans/visits/status/"} <= set(lines)
    assert f"Sitemap: {HOST}/sitemap.xml" in lines


@pytest.mark.parametrize("address", ["/robots.txt", "/sitemap.xml"])
def test_crawlers_may_only_read(client, address):
    assert client.post(address).status_code == 405
