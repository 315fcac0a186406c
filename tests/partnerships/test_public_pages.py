"""The public pages of partnerships, their place in navigation, profiles, search and sitemap."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.models import Agreement, Event, JointPlatform
from portal.core.partial_dates import PartialDate
from portal.search.models import SearchEntry
from portal.search.services import reindex
from tests.kept_rows import kept
from tests.parks.factories import SectorFactory
from tests.partnerships.factories import AgreementFactory, EventFactory, PersonFactory, PlatformFactory

pytestmark = pytest.mark.django_db
SECRET = "机密字样"
HOST = "http://portal.example"


@pytest.fixture
def signing(tree, settings):
    """A framework of Zizhu with an agreement and a platform under it, signed at an event; and the same, internal."""
    settings.PORTAL_BASE_URL = HOST
    return kept("signing on public pages", lambda: _signing(tree))


def _signing(tree) -> Agreement:
    event = EventFactory(
        is_public=True, slug="signing", name_zh_hans="签约仪式", name_en="The signing", date=PartialDate(2025, 9, 9)
    )
    event.programme.create(text_zh_hans="领导致辞", text_en="Speeches")
    attendee = event.attendees.create(
        person=PersonFactory(slug="zhang-tong", family_name_zh_hans="张", family_name_en="Zhang"), side="guests"
    )
    attendee.offices.create(title_zh_hans="南通市市长", title_en="Mayor of Nantong", as_stated=SECRET)
    event.save()
    framework = AgreementFactory(
        is_public=True,
        slug="framework",
        kind="framework",
        state="signed",
        name_zh_hans="框架协议",
        name_en="The framework",
        event=event,
        internal_note=SECRET,
        number=SECRET,
    )
    framework.parties.create(park=tree.zizhu)
    framework.points.create(kind="dimension", text_zh_hans="基地+基金", text_en="base + fund")
    framework.save()
    specific = AgreementFactory(
        is_public=True,
        slug="specific",
        kind="specific",
        state="signed",
        name_zh_hans="孵化中心协议",
        name_en="The centre",
        framework=framework,
        event=event,
    )
    platform = PlatformFactory(
        is_public=True, slug="centre", name_zh_hans="孵化中心", name_en="A centre", agreement=specific, event=event
    )
    platform.park_links.create(park=tree.zizhu)
    platform.save()
    hidden = {"name_zh_hans": SECRET, "name_en": "Secret"}
    meeting = EventFactory(slug="hidden-event", park=tree.zizhu, **hidden)
    AgreementFactory(slug="hidden-agreement", framework=framework, event=meeting, **hidden)
    secret = PlatformFactory(slug="hidden-platform", agreement=framework, event=event, **hidden)
    secret.park_links.create(park=tree.zizhu)
    secret.save()
    for record in (event, framework, specific, platform):
        reindex(instance=record)
    return framework


PAGES = [
    "",
    "platforms/",
    "events/",
    "framework/",
    "specific/",
    "platforms/centre/",
    "events/signing/",
    "?park=zizhu",
    "?state=signed&kind=framework",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("code", ["zh-hans", "en"])
def test_pages_are_shown_in_both_languages_without_a_trace_of_what_is_internal(client, signing, path, code):
    response = client.get(f"/{code}/partnerships/{path}")

    text = response.content.decode()
    assert response.status_code == 200
    assert SECRET not in text
    assert "Secret" not in text
    assert "hidden-" not in text
    assert f'<html lang="{code}"' in text


@pytest.mark.parametrize("path", ["hidden-agreement/", "platforms/hidden-platform/", "events/hidden-event/", "no/"])
def test_internal_ones_are_not_found(client, signing, path):
    assert client.get(f"/en/partnerships/{path}").status_code == 404


def test_the_page_of_an_agreement_says_what_is_public(client, signing):
    text = client.get("/en/partnerships/framework/").content.decode()

    for words in ("The framework", "Shanghai Zizhu High-Tech Park", "base + fund", "9 September 2025", "Speeches"):
        assert words in text
    assert "<b>Zhang</b>, Mayor of Nantong" in text
    assert 'href="/en/partnerships/specific/"' in text
    chinese = client.get("/zh-hans/partnerships/framework/").content.decode()
    assert "南通市市长<b>张</b>" in chinese
    assert "2025年9月9日" in chinese


def test_a_page_names_its_place_its_address_and_its_translation(client, signing):
    text = client.get("/zh-hans/partnerships/events/signing/?utm=1").content.decode()

    assert f'<link rel="canonical" href="{HOST}/zh-hans/partnerships/events/signing/">' in text
    assert f'hreflang="en" href="{HOST}/en/partnerships/events/signing/' in text
    assert re.search(r'<a href="/en/partnerships/events/signing/[^"]*" lang="en"', text)
    crumbs = text[text.index('class="breadcrumbs"') : text.index("<main")]
    assert 'href="/zh-hans/partnerships/"' in crumbs
    assert 'href="/zh-hans/partnerships/events/"' in crumbs
    assert 'aria-current="page">签约仪式' in crumbs


def test_the_navigation_leads_to_partnerships(client, signing):
    text = client.get("/en/partnerships/").content.decode()

    assert re.search(r'<a href="/en/partnerships/" aria-current="page">', text)


def test_an_inferred_year_is_not_shown(client, tree):
    EventFactory(
        is_public=True, slug="opening", date=PartialDate(2016, 2, 26, inferred=True), date_basis_en="elsewhere"
    )

    for path in ("", "events/", "events/opening/"):
        text = client.get(f"/en/partnerships/{path}").content.decode()
        assert "26 February" in text
        assert "2016" not in text


def test_empty_lists_say_so(client, tree):
    for path in ("", "platforms/", "events/"):
        response = client.get(f"/zh-hans/partnerships/{path}")
        assert response.status_code == 200
        assert 'class="notice"' in response.content.decode()


def shown(client, query: str, path: str = "") -> set[str]:
    """Which records a list links to."""
    text = client.get(f"/en/partnerships/{path}?{query}").content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    return set(re.findall(r'href="/en/partnerships/((?:platforms/|events/)?[a-z0-9-]+)/"', main)) - {
        "platforms",
        "events",
    }


def test_filters_narrow_the_lists(client, signing, tree):
    sector = SectorFactory(slug="new-energy")
    other = AgreementFactory(is_public=True, slug="other", kind="memorandum", state="expired")
    other.sector_links.create(sector=sector)
    other.save()
    fund = PlatformFactory(is_public=True, slug="fund", kind="fund", status="announced")
    fund.sector_links.create(sector=sector)
    fund.save()
    EventFactory(is_public=True, slug="opening", kind="opening")

    signed = {"framework", "specific", "platforms/centre"}
    assert shown(client, "") == signed | {"other", "platforms/fund", "events/signing", "events/opening"}
    assert shown(client, "park=zizhu") == signed | {"events/signing"}
    assert shown(client, "sector=new-energy") == {"other", "platforms/fund", "events/signing", "events/opening"}
    assert shown(client, "kind=specific") == signed
    assert shown(client, "state=expired") == {"other"}
    assert shown(client, "state=terminated") == set()
    assert shown(client, "kind=fund", "platforms/") == {"platforms/fund"}
    assert shown(client, "state=announced&park=zizhu", "platforms/") == set()
    assert shown(client, "kind=opening", "events/") == {"events/opening"}
    assert shown(client, "park=zizhu", "events/") == {"events/signing"}


@pytest.mark.parametrize("query", ["park=nowhere", "kind=poem", "state=drafting", "park='"])
def test_an_unknown_choice_is_told_and_narrows_nothing(client, signing, query):
    response = client.get(f"/en/partnerships/?{query}")

    text = response.content.decode()
    assert response.status_code == 200
    assert "There is no such choice; it narrows nothing." in text
    assert "The framework" in text
    assert f'<link rel="canonical" href="{HOST}/en/partnerships/">' in text


@pytest.mark.parametrize("page", ["0", "2", "x", "-1"])
def test_a_page_beyond_the_list_is_not_found(client, signing, page):
    for path in ("", "platforms/", "events/"):
        assert client.get(f"/en/partnerships/{path}?page={page}").status_code == 404


def test_the_profile_shows_what_is_of_the_park(client, signing, tree):
    foreign = AgreementFactory(is_public=True, slug="foreign", name_en="Of nobody here")
    text = client.get("/en/parks/zizhu/").content.decode()

    for words in ("The framework", "The centre", "A centre", "The signing"):
        assert words in text
    assert 'href="/en/partnerships/?park=zizhu"' in text
    assert foreign.name_en not in text
    assert "Secret" not in text


def count_queries(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("path", ["/en/partnerships/", "/en/partnerships/events/", "/en/parks/zizhu/"])
def test_the_number_of_queries_does_not_grow(client, signing, tree, path):
    once = count_queries(client, path)
    for number in range(2):
        event = EventFactory(is_public=True, park=tree.zizhu)
        event.attendees.create(person=PersonFactory(), side="hosts").offices.create(title_en="Mayor")
        event.save()
        agreement = AgreementFactory(is_public=True, slug=f"more-{number}", event=event)
        agreement.parties.create(park=tree.zizhu)
        agreement.save()
        AgreementFactory(is_public=True, framework=agreement)
        platform = PlatformFactory(is_public=True, agreement=agreement)
        platform.park_links.create(park=tree.zizhu)
        platform.sector_links.create(sector=SectorFactory())
        platform.save()

    assert count_queries(client, path) == once


def found(kind: str) -> set[str]:
    return set(SearchEntry.objects.filter(kind=kind).values_list("url", flat=True))


def test_the_search_finds_public_ones_and_forgets_what_becomes_internal(signing):
    both = {f"/{code}/partnerships/" for code in ("zh-hans", "en")}
    assert found("agreement") == {f"{start}{slug}/" for start in both for slug in ("framework", "specific")}
    assert found("event") == {f"{start}events/signing/" for start in both}
    assert found("platform") == {f"{start}platforms/centre/" for start in both}
    assert not SearchEntry.objects.filter(body_text__contains=SECRET).exists()
    assert SearchEntry.objects.filter(locale_code="en", body_text__contains="Zhang, Mayor of Nantong").exists()

    for model in (Agreement, Event, JointPlatform):
        for record in model.objects.public():
            record.is_public = False
            record.save()

    assert not found("agreement") | found("event") | found("platform")


def test_the_search_follows_a_state_that_a_service_wrote(signing):
    signing.state = "terminated"
    signing.save(update_fields=["state"])

    entry = SearchEntry.objects.get(kind="agreement", url="/en/partnerships/framework/")
    assert "Terminated" in entry.summary


def test_the_sitemap_lists_public_ones_in_both_languages(client, signing):
    text = client.get("/sitemap.xml").content.decode()

    for path in ("", "framework/", "specific/", "platforms/", "platforms/centre/", "events/", "events/signing/"):
        for code in ("zh-hans", "en"):
            assert f"<loc>{HOST}/{code}/partnerships/{path}</loc>" in text
    assert "hidden-" not in text
    assert client.get("/sitemap.xml?p=2").status_code == 404


def test_the_sitemap_leaves_out_empty_lists(client, tree):
    assert "partnerships" not in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize(("date", "is_said"), [(None, True), (PartialDate(2026), False)])
def test_status_that_is_not_stated_is_not_said_beside_a_date(client, tree, date, is_said):
    PlatformFactory(is_public=True, slug="centre", status="not_stated", unveiled_on=date)
    for address, place in (("centre/", "main"), ("", ".platform-card")):
        soup = BeautifulSoup(client.get(f"/zh-hans/partnerships/platforms/{address}").content, "html.parser")
        assert ("状态未载明" in soup.select_one(place).text) is is_said


def test_partnerships_without_a_language_lead_to_that_of_the_visitor(client, tree):
    for language in ("en", "zh-hans"):
        answer = client.get("/partnerships/?park=zizhu", headers={"Accept-Language": language})
        assert (answer.status_code, answer["Location"]) == (302, f"/{language}/partnerships/?park=zizhu")
    assert "Accept-Language" in answer["Vary"]
