"""The public pages of visits, their place in navigation, profiles, search and sitemap."""

from __future__ import annotations

import datetime
import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from parks.models import OrganizationAlias, PersonAlias
from partnerships import models
from partnerships.visits.public.making import _site
from portal.core.partial_dates import PartialDate
from portal.search.models import SearchEntry
from portal.search.queries import search
from portal.search.services import reindex
from tests.parks.factories import OrganizationFactory
from tests.partnerships.factories import PersonFactory, VisitFactory, VisitMemberFactory
from tests.partnerships.visits.photographs import image

pytestmark = pytest.mark.django_db
HOST = "http://portal.example"


@pytest.fixture
def visit(tree, settings) -> models.Visit:
    """A visit to Zizhu as a park tells of it."""
    settings.PORTAL_BASE_URL = HOST
    bureau = OrganizationFactory(slug="bureau", name_zh_hans="某市商务局", name_en="Bureau of Commerce")
    made = VisitFactory(
        slug="bureau-visit",
        is_public=True,
        unit=tree.zizhu.unit,
        park=tree.zizhu,
        kind="official",
        name_zh_hans="某市商务局来访",
        name_en="The bureau comes to Zizhu",
        date=PartialDate(2024, 3, 8),
        until=PartialDate(2024, 3, 9),
        venue_zh_hans="会议中心",
        venue_en="Conference centre",
        purpose_zh_hans="洽谈合作",
        purpose_en="To talk about cooperation",
        outcome_zh_hans="双方认为合作契合。",
        outcome_en="Both sides found that they fit.",
    )
    models.VisitPartner.objects.create(visit=made, organization=bureau)
    models.VisitTopic.objects.create(visit=made, text_zh_hans="产业", text_en="Industries")
    guest = PersonFactory(slug="guest", family_name_zh_hans="孙", family_name_en="Sun")
    member = VisitMemberFactory(visit=made, person=guest, role="head")
    models.MemberOffice.objects.create(member=member, title_zh_hans="副局长", title_en="Deputy Director")
    VisitMemberFactory(visit=made, side="hosts", person=PersonFactory(family_name_zh_hans="沈", family_name_en="Shen"))
    models.AgendaItem.objects.create(visit=made, kind="tour", text_zh_hans="展示厅", text_en="Exhibition hall")
    promise = models.FollowUp.objects.create(
        visit=made,
        side="guests",
        organization=bureau,
        what_zh_hans="出席政策说明会",
        what_en="Attend the policy briefing",
        due_on=datetime.date(2024, 4, 11),
        is_public=True,
    )
    models.FollowUpInvitee.objects.create(follow_up=promise, person=guest)
    models.VisitPhotograph.objects.create(
        visit=made, image=image(credit="Jane Doe"), alt_en="People at a table", caption_en="At the talks"
    )
    reindex(instance=made)
    return made


def main(client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select_one("main")


def test_the_page_tells_who_met_whom_what_was_seen_and_what_follows(client, visit):
    page = main(client, "/en/visits/bureau-visit/")

    assert page.h1.text.strip() == "The bureau comes to Zizhu"
    assert "8–9 March 2024" in page.select_one(".article-dateline").text
    assert [side.h3.text for side in page.select(".visit-side")] == ["Visitors", "Hosts"]
    assert page.select_one(".visit-side").get_text(" ", strip=True) == (
        "Visitors Sun , Deputy Director Head of the delegation"
    )
    assert [one.text.strip() for one in page.select(".record-points li")] == ["Industries"]
    assert page.select_one(".visit-statement").text.strip() == "Both sides found that they fit."
    assert [one.text.strip() for one in page.select(".visit-sites li")] == ["Exhibition hall"]
    assert follow_ups(page) == [
        ["Action", "Attend the policy briefing", "By Bureau of Commerce", "Due 11 April 2024", "State Open"]
    ]
    picture = page.select_one(".visit-photograph img")
    assert (picture["alt"], picture["width"], picture["height"]) == ("People at a table", "640", "480")
    assert page.select_one("figcaption").get_text(" ", strip=True) == "At the talks Jane Doe"


def follow_ups(page: BeautifulSoup) -> list[list[str]]:
    parts = "p.follow-up-kind, h3, dl > div"
    return [[one.get_text(" ", strip=True) for one in row.select(parts)] for row in page.select(".follow-up-list > li")]


def test_an_invitation_says_who_invites_whom_to_what_and_when(client, visit):
    (promise,) = visit.follow_ups.all()
    models.FollowUp.objects.filter(pk=promise.pk).update(kind="invitation")
    told = ["Invitation", "Attend the policy briefing"]
    assert follow_ups(main(client, "/en/visits/bureau-visit/")) == [
        [*told, "Invited by The hosts", "Invited Sun Bureau of Commerce", "Day 11 April 2024"]
    ]
    assert follow_ups(main(client, "/zh-hans/visits/bureau-visit/"))[0][2:] == [
        "邀请方 接待方",
        "受邀方 孙 某市商务局",
        "日期 2024年4月11日",
    ]

    # Of the other side: whoever is named there invites.
    models.FollowUp.objects.filter(pk=promise.pk).update(side="hosts", due_on=None, state="done")
    assert follow_ups(main(client, "/en/visits/bureau-visit/")) == [
        [*told, "Invited by Bureau of Commerce", "Invited Sun", "Day No day named", "State Done"]
    ]

    models.FollowUpInvitee.objects.all().delete()
    assert follow_ups(main(client, "/en/visits/bureau-visit/"))[0][3] == "Invited The visitors"


def test_what_it_is_in_short_stands_before_the_photographs(client, visit):
    page = main(client, "/en/visits/bureau-visit/")
    assert [part.name for part in page.select(".visit-short dl, .visit-photograph")] == ["dl", "figure"]
    assert [term.text for term in page.select(".visit-short dt")] == ["Kind", "Date", "Place", "Visitors", "Hosts"]


def test_search_engines_are_told_what_it_was_about(client, visit):
    for code, said in (("zh-hans", "洽谈合作"), ("en", "To talk about cooperation")):
        page = BeautifulSoup(client.get(f"/{code}/visits/bureau-visit/").content, "html.parser")
        assert [one["content"] for one in page.select('meta[name="description"]')] == [said]


def test_a_credit_in_two_languages_is_shown_in_that_of_the_reader(client, visit):
    picture = visit.photographs.get().image
    picture.credit = "示意画 / Drawing"
    picture.save()
    for code, said in (("zh-hans", "示意画"), ("en", "Drawing")):
        assert main(client, f"/{code}/visits/bureau-visit/").select_one(".visit-photograph-credit").text == said


def test_the_page_is_chinese_in_chinese(client, visit):
    page = main(client, "/zh-hans/visits/bureau-visit/")

    assert [one.text for one in page.select(".article-kicker span")] == ["公务来访"]
    assert "2024年3月8日至9日" in page.select_one(".article-dateline").text
    assert page.select_one(".attendee-line").decode_contents().strip() == "副局长<b>孙</b>"
    assert page.select_one(".visit-head").text == "团长"


def test_words_of_the_other_language_alone_are_marked(client, visit):
    caption = main(client, "/zh-hans/visits/bureau-visit/").select_one("figcaption span[lang]")
    assert (caption["lang"], caption.text) == ("en", "At the talks")


def test_the_list_groups_by_year_and_an_inferred_year_is_not_shown(client, visit):
    VisitFactory(is_public=True, slug="inferred", date=PartialDate(2021, 10, 25, inferred=True))
    text = main(client, "/en/visits/").select("section.visit-year")

    assert [part.h2.text for part in text] == ["2024", "Year not stated"]
    assert [part.select_one(".event-timeline-date").text.strip() for part in text] == [
        "8–9 March 2024",
        "25 October",
    ]
    assert [one.text for one in main(client, "/zh-hans/visits/").select("section.visit-year h2")] == [
        "2024年",
        "年份未载明",
    ]
    assert "2021" not in main(client, "/en/visits/inferred/").text


def test_the_list_pages_and_keeps_its_filters(client, visit):
    for number in range(21):
        VisitFactory(is_public=True, direction="outgoing", name_en=f"Number {number}")
    page = main(client, "/en/visits/?direction=outgoing")

    assert len(page.select(".event-timeline > li")) == 20
    assert page.select_one(".pagination-next")["href"] == "?direction=outgoing&page=2"
    assert len(main(client, "/en/visits/?direction=outgoing&page=2").select(".event-timeline > li")) == 1
    assert client.get("/en/visits/?page=9").status_code == 404


def test_an_unknown_choice_is_told_and_narrows_nothing(client, visit):
    response = client.get("/en/visits/?partner=nobody&utm=1")

    assert "There is no such choice; it narrows nothing." in response.content.decode()
    assert "The bureau comes to Zizhu" in response.content.decode()
    assert f'<link rel="canonical" href="{HOST}/en/visits/">' in response.content.decode()


def test_an_empty_list_says_so(client, tree):
    assert main(client, "/en/visits/").select_one(".notice").text == "No visit has been made public yet."


def test_a_page_names_its_place_its_address_and_its_translation(client, visit):
    text = client.get("/zh-hans/visits/bureau-visit/?utm=1").content.decode()

    assert f'<link rel="canonical" href="{HOST}/zh-hans/visits/bureau-visit/">' in text
    assert f'hreflang="en" href="{HOST}/en/visits/bureau-visit/' in text
    crumbs = text[text.index('class="breadcrumbs"') : text.index("<main")]
    assert 'href="/zh-hans/visits/"' in crumbs
    assert 'aria-current="page">某市商务局来访' in crumbs


def test_the_navigation_leads_to_visits(client, visit):
    text = client.get("/en/visits/").content.decode()
    assert re.search(r'<a href="/en/visits/" aria-current="page">Visits and exchanges</a>', text)


def test_visits_without_a_language_lead_to_that_of_the_visitor(client, tree):
    answer = client.get("/visits/?year=2024", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer["Location"]) == (302, "/en/visits/?year=2024")


def test_pages_are_answered_anew_only_when_they_change(client, visit):
    for address in ("/en/visits/", "/en/visits/bureau-visit/"):
        tag = client.get(address)["ETag"]
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again["Cache-Control"]) == (304, "public, no-cache")


def test_the_profile_shows_the_visits_of_the_park(client, visit):
    text = client.get("/en/parks/zizhu/").content.decode()
    assert 'href="/en/visits/bureau-visit/"' in text


def count_queries(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("path", ["/en/visits/", "/en/parks/zizhu/", "/en/visits/bureau-visit/"])
def test_the_number_of_queries_does_not_grow(client, visit, tree, path):
    once = count_queries(client, path)
    for _number in range(2):
        other = VisitFactory(is_public=True, park=tree.zizhu, follows=visit)
        models.VisitPartner.objects.create(visit=other, organization=OrganizationFactory())
        VisitMemberFactory(visit=visit)
        models.AgendaItem.objects.create(visit=visit, kind="tour", organization=OrganizationFactory())
        models.FollowUp.objects.create(visit=visit, what_en="More", organization=OrganizationFactory(), is_public=True)

    assert count_queries(client, path) == once


# --- search and sitemap ---------------------------------------------------------------------------------------
def entry(code: str = "en") -> SearchEntry | None:
    return SearchEntry.objects.filter(kind="visit", locale_code=code).first()


def test_the_search_finds_it_and_forgets_what_becomes_internal(visit):
    assert entry().url == "/en/visits/bureau-visit/"
    for words in ("Sun, Deputy Director", "Attend the policy briefing", "Exhibition hall"):
        assert words in entry().body_text
    for words in ("Bureau of Commerce", "Official visit", "Conference centre"):
        assert [one.url for one in search(words, "en").page] == ["/en/visits/bureau-visit/"]

    visit.is_public = False
    visit.save()
    assert entry() is None


def test_the_search_follows_names_of_those_who_took_part(visit):
    bureau = visit.partners.get().organization
    bureau.name_en = "Office of Trade"
    bureau.save()
    reindex(instance=bureau)

    assert [one.url for one in search("Office of Trade", "en").page] == ["/en/visits/bureau-visit/"]


def test_a_result_says_what_the_visit_was_about_and_what_kind_of_page_it_is(visit):
    for code, label, told in (("zh-hans", "来访与出访", "洽谈合作"), ("en", "Visit", "To talk about cooperation")):
        with translation.override(code):
            (found,) = search("某市商务局", code).page
            assert (str(found.type_label), str(found.summary_html)) == (label, told)
            assert found.date == datetime.date(2024, 3, 8)


def test_a_day_without_a_stated_year_stands_before_the_summary(visit):
    visit.date, visit.until, visit.purpose_en = PartialDate(2024, 3, 8, inferred=True), None, ""
    visit.save()
    reindex(instance=visit)

    assert (entry().summary, entry().date) == ("8 March · Both sides found that they fit.", None)


def test_it_is_found_by_other_spellings_of_those_who_took_part(visit):
    guest = visit.members.get(side="guests").person
    PersonAlias.objects.create(person=guest, spelling="Ms. Sonne")
    OrganizationAlias.objects.create(organization=visit.partners.get().organization, spelling="Board of Trade")
    reindex(instance=visit)

    for words in ("Ms. Sonne", "Board of Trade"):
        assert [one.url for one in search(words, "en").page] == ["/en/visits/bureau-visit/"]


def test_the_sitemap_lists_public_ones_in_both_languages(client, visit):
    VisitFactory(slug="hidden-visit")
    text = client.get("/sitemap.xml").content.decode()

    for path in ("", "bureau-visit/"):
        for code in ("zh-hans", "en"):
            assert f"<loc>{HOST}/{code}/visits/{path}</loc>" in text
    assert "hidden-visit" not in text


@pytest.mark.parametrize(
    ("chinese", "english", "shown"),
    [
        ("参观展示厅", "Tour of the exhibition hall", ("展示厅", "Exhibition hall")),
        ("实地考察孵化器", "Visit to Zizhu Incubator", ("孵化器", "Zizhu Incubator")),
        ("参观", "Tour", ("一号楼", "Building 1")),
        ("访客中心", "Visitor centre", ("访客中心", "Visitor centre")),
    ],
)
def test_place_that_was_visited_is_named_without_the_verb(chinese, english, shown):
    item = models.AgendaItem(text_zh_hans=chinese, text_en=english, venue_zh_hans="一号楼", venue_en="Building 1")
    assert tuple(text for _language, text in sorted(_site(item).name.texts, reverse=True)) == shown
