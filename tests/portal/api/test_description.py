"""The description for programs and the reference for people."""

from __future__ import annotations

import json
import re

import pytest

from news.api import shapes as news
from parks.api import shapes as parks
from partnerships.api import shapes as partnerships
from partnerships.api import visit_shapes as visits
from portal.api.examples import FOLDER
from portal.api.shapes import listing_of
from portal.api.start import Start
from portal.settings.base import CONTENT_SECURITY_POLICY

SHAPES = {
    "read_start": Start,
    "list_parks": listing_of(parks.ParkItem),
    "read_parks": parks.Park,
    "list_rankings": listing_of(parks.RankingItem),
    "read_rankings": parks.Ranking,
    "list_organizations": listing_of(parks.OrganizationItem),
    "read_organizations": parks.Organization,
    "list_agreements": listing_of(partnerships.AgreementItem),
    "read_agreements": partnerships.Agreement,
    "list_events": listing_of(partnerships.EventItem),
    "read_events": partnerships.EventWithId,
    "list_platforms": listing_of(partnerships.PlatformItem),
    "read_platforms": partnerships.Platform,
    "list_visits": listing_of(visits.VisitItem),
    "read_visits": visits.Visit,
    "list_news": listing_of(news.ArticleItem),
    "read_news": news.Article,
}


@pytest.mark.django_db
def test_description_names_every_route_with_an_example(ask):
    found = ask("openapi.json")

    routes = {route["get"]["operationId"]: route["get"] for route in found["paths"].values()}
    assert set(routes) == set(SHAPES)
    assert all(list(route) == ["get"] for route in found["paths"].values())
    assert [
        name for name in SHAPES if "example" not in routes[name]["responses"]["200"]["content"]["application/json"]
    ] == []
    assert not re.findall(r"https?://(?!127\.0\.0\.1|localhost)", json.dumps(found["components"]))


@pytest.mark.django_db
def test_description_names_what_else_may_be_answered(ask):
    found = ask("openapi.json")

    routes = {route["get"]["operationId"]: route["get"] for route in found["paths"].values()}
    always = {"200", "400", "422", "429", "500"}
    for name, route in routes.items():
        is_item = name.startswith("read_") and name != "read_start"
        assert route["responses"].keys() == (always | {"404"} if is_item else always), name
        faults = [answer for status, answer in route["responses"].items() if status != "200"]
        assert {one["content"]["application/json"]["schema"]["$ref"] for one in faults} == {
            "#/components/schemas/Fault"
        }


@pytest.mark.parametrize("name", SHAPES)
def test_example_has_the_shape_of_the_answer(name):
    SHAPES[name].model_validate(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize(("code", "title"), [("zh-hans", "园区门户数据"), ("en", "Data of the park portal")])
def test_reference_is_a_page_in_each_language_without_scripts_or_other_hosts(ask, tree, code, title):
    response = ask.response("docs", lang=code)
    page = response.content.decode()

    assert (response.status_code, f"<h1>{title}</h1>" in page) == (200, True)
    assert f'<html lang="{code}"' in page
    assert re.findall(r'href="/api/v1/docs\?lang=([a-z-]+)"', page) == ["zh-hans", "en"]
    assert "/api/v1/agreements/{key}" in page
    assert re.findall(r'<tr id="status-(\d+)"', page) == ["400", "404", "405", "422", "429", "500"]
    assert page.count('href="#status-404"') == 8  # lists are never missing
    assert "<style" not in page
    assert not re.findall(r"<script(?![^>]* src=\"/static/)", page)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page.replace("http://127.0.0.1:8000", ""))
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert CONTENT_SECURITY_POLICY["DIRECTIVES"]["default-src"] == ["'self'"]


@pytest.mark.django_db
def test_reference_translates_whatever_it_says(ask, tree):
    """A text that the catalogue does not have would be English in the Chinese page."""
    page = ask.response("docs", lang="zh-hans").content.decode()

    texts = re.findall(r"<(?:p|td|th|h[1-6]|caption)(?: [^>]*)?>([^<]+)<", page)
    assert len(texts) > 200
    assert [text for text in texts if re.search(r"[A-Za-z]{3,} [a-z]{2,}", text)] == []
