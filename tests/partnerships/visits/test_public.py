"""What the public sees of a visit: its essentials, and field by field what is marked; of what is to come nothing."""

from __future__ import annotations

import datetime

import pytest
from django.test import RequestFactory
from django.utils import translation

from parks.models import Park, ParkPage
from partnerships import models
from partnerships.visits.days import days_in_words
from partnerships.visits.enums import TOOK_PLACE, VisitPublicField, VisitState
from partnerships.visits.public.filters import VisitFilter
from partnerships.visits.public.making import visit_view
from partnerships.visits.public.pages import by_year, find_visit, visit_list, visits_of_profile
from partnerships.visits.public.querysets import listed_visits, public_visits, visits_as_shown
from partnerships.visits.public.shapes import PublicVisit
from portal.core.partial_dates import PartialDate
from tests.parks.factories import OrganizationFactory, SectorFactory
from tests.partnerships.factories import PersonFactory, VisitFactory, VisitMemberFactory
from tests.partnerships.visits.photographs import image

pytestmark = pytest.mark.django_db
#: What each field shows, read off a view.
SHOWN = {
    VisitPublicField.TOPICS: lambda view: [str(text) for text in view.topics] == ["Topic"],
    VisitPublicField.SECTORS: lambda view: [link.slug for link in view.sectors] == ["chips"],
    VisitPublicField.PEOPLE: lambda view: (len(view.members), view.headcount) == (2, 9),
    VisitPublicField.SITES: lambda view: [str(site.name) for site in view.sites] == ["Hall"],
    VisitPublicField.AGENDA: lambda view: [str(item.text) for item in view.agenda] == ["Talks", "Hall"],
    VisitPublicField.OUTCOME: lambda view: str(view.outcome) == "Outcome",
    VisitPublicField.MINUTES: lambda view: [str(text) for text in view.minutes] == ["Public part"],
    VisitPublicField.FOLLOW_UPS: lambda view: [str(one.what) for one in view.follow_ups] == ["Marked"],
    VisitPublicField.PHOTOGRAPHS: lambda view: [str(one.caption) for one in view.photographs] == ["Caption"],
}
NOTHING = {
    VisitPublicField.TOPICS: lambda view: not view.topics,
    VisitPublicField.SECTORS: lambda view: not view.sectors,
    VisitPublicField.PEOPLE: lambda view: not view.members and view.headcount is None,
    VisitPublicField.SITES: lambda view: not view.sites,
    VisitPublicField.AGENDA: lambda view: not view.agenda,
    VisitPublicField.OUTCOME: lambda view: not view.outcome,
    VisitPublicField.MINUTES: lambda view: not view.minutes,
    VisitPublicField.FOLLOW_UPS: lambda view: not view.follow_ups,
    VisitPublicField.PHOTOGRAPHS: lambda view: not view.photographs,
}


def full_visit(park: Park, **more) -> models.Visit:
    """A public visit with everything that there may be, all of it ticked."""
    values = {"unit": park.unit, "park": park, "is_public": True, "public_fields": VisitPublicField.values}
    visit = VisitFactory(headcount=9, outcome_en="Outcome", **(values | more))
    models.VisitTopic.objects.create(visit=visit, text_en="Topic")
    models.VisitSector.objects.create(visit=visit, sector=SectorFactory(slug="chips"))
    for side in ("guests", "hosts"):
        VisitMemberFactory(visit=visit, side=side)
    for number, (kind, text) in enumerate((("meeting", "Talks"), ("tour", "Hall"))):
        models.AgendaItem.objects.create(visit=visit, kind=kind, text_en=text, sort_order=number)
    for confidence, text in (("public", "Public part"), ("internal", "Internal"), ("confidential", "Confidential")):
        models.MinutesPart.objects.create(visit=visit, confidence=confidence, text_en=text)
    for is_public, what in ((True, "Marked"), (False, "Not marked")):
        models.FollowUp.objects.create(visit=visit, what_en=what, is_public=is_public)
    models.VisitPhotograph.objects.create(visit=visit, image=image(), caption_en="Caption")
    return visit


def seen(visit: models.Visit) -> PublicVisit:
    return visit_view(public_visits().get(pk=visit.pk))


@pytest.mark.parametrize("field", VisitPublicField)
def test_a_field_is_seen_where_it_is_ticked_and_only_there(parks, field):
    visit = full_visit(parks["zizhu"])
    assert SHOWN[field](seen(visit))

    models.Visit.objects.filter(pk=visit.pk).update(public_fields=[one for one in VisitPublicField if one != field])
    view = seen(visit)
    assert NOTHING[field](view)
    assert all(shown(view) for one, shown in SHOWN.items() if one != field)


def test_the_invited_are_named_where_people_are(parks):
    visit = full_visit(parks["zizhu"])
    models.FollowUpInvitee.objects.create(
        follow_up=visit.follow_ups.get(is_public=True), person=PersonFactory(slug="invited")
    )
    assert [one.slug for one in seen(visit).follow_ups[0].invited] == ["invited"]

    models.Visit.objects.filter(pk=visit.pk).update(public_fields=[VisitPublicField.FOLLOW_UPS])
    assert seen(visit).follow_ups[0].invited == ()


def test_for_a_draft_the_ticked_fields_of_an_internal_visit_are_filled_and_no_other(parks):
    visit = full_visit(parks["zizhu"], is_public=False, public_fields=["topics", "outcome"])
    view = visit_view(visits_as_shown(models.Visit.objects.filter(pk=visit.pk)).get(), told=["topics", "minutes"])
    assert view.shown == {"topics"}
    assert SHOWN[VisitPublicField.TOPICS](view)
    assert all(nothing(view) for field, nothing in NOTHING.items() if field != VisitPublicField.TOPICS)


@pytest.mark.parametrize("state", VisitState)
def test_only_what_has_taken_place_is_seen(parks, state):
    visit = VisitFactory(is_public=True, state=state)

    is_seen = state in TOOK_PLACE
    assert (find_visit(visit.slug) is not None) is is_seen
    assert listed_visits().filter(pk=visit.pk).exists() is is_seen


def test_what_is_not_marked_as_public_is_not_seen(parks):
    assert find_visit(VisitFactory(state="closed").slug) is None


def test_people_stand_in_the_order_of_the_news_the_head_marked_and_who_serves_the_visit_left_out(parks):
    visit = VisitFactory(is_public=True)
    for slug, side, rank, role in (
        ("second", "guests", 2, "member"),
        ("host", "hosts", None, "member"),
        ("first", "guests", 1, "head"),
        ("interpreter", "guests", None, "interpreter"),
        ("driver", "hosts", None, "staff"),
    ):
        VisitMemberFactory(visit=visit, person=PersonFactory(slug=slug), side=side, news_rank=rank, role=role)
    view = seen(visit)

    assert [(one.person.slug, one.is_head) for one in view.visitors] == [("first", True), ("second", False)]
    assert [one.person.slug for one in view.hosts] == ["host"]
    assert view.others == []


def test_offices_are_those_of_the_day_in_the_order_of_each_language(parks):
    visit = VisitFactory(is_public=True)
    person = PersonFactory(
        family_name_zh_hans="孙",
        given_name_zh_hans="瑾",
        family_name_en="Sun",
        given_name_en="Jin",
        latin_order="given_first",
    )
    models.MemberOffice.objects.create(
        member=VisitMemberFactory(visit=visit, person=person),
        title_zh_hans="副局长",
        title_en="Deputy Director",
        organization_name_zh_hans="连云港市商务局",
        organization_name_en="Lianyungang Bureau of Commerce",
    )

    (member,) = seen(visit).visitors
    assert dict(member.person.line.texts) == {
        "zh-hans": "连云港市商务局副局长孙瑾",
        "en": "Jin Sun, Deputy Director, Lianyungang Bureau of Commerce",
    }


def test_visits_beside_it_are_named_where_they_are_public_and_of_the_same_unit(parks):
    zizhu, lingang = parks["zizhu"].unit, parks["lingang"].unit
    before = VisitFactory(slug="before", is_public=True, unit=zizhu)
    visit = VisitFactory(slug="this", is_public=True, unit=zizhu, follows=before)
    others = (("after", zizhu, True), ("hidden", zizhu, False), ("theirs", lingang, True))
    for number, (slug, unit, is_public) in enumerate(others):
        after = VisitFactory(slug=slug, is_public=is_public, unit=unit, follows=visit)
        models.FollowUp.objects.create(visit=visit, what_en=slug, is_public=True, becomes=after, sort_order=number)
    view = seen(visit)

    assert view.follows is not None
    assert view.follows.slug == "before"
    assert [link.slug for link in view.followed_by] == ["after"]
    assert [one.becomes and one.becomes.slug for one in view.follow_ups] == ["after", None, None]


def test_times_are_those_of_the_clock_with_its_distance_from_utc(parks):
    visit = VisitFactory(is_public=True, timezone="America/New_York", public_fields=["agenda"])
    for number, (day, zone) in enumerate(((9, ""), (11, ""), (11, "Asia/Shanghai"))):
        models.AgendaItem.objects.create(
            visit=visit,
            text_en=str(number),
            day=datetime.date(2024, 3, day),
            starts_at=datetime.time(9),
            timezone=zone,
            sort_order=number,
        )
    view = seen(visit)

    # The clocks of Boston were put forward on 10 March 2024.
    assert [item.offset for item in view.agenda] == ["UTC−5", "UTC+8", "UTC−4"]
    assert [(day and day.day, len(items)) for day, items in view.agenda_days] == [(9, 1), (10, 1), (11, 1)]
    assert view.agenda_offset == "UTC−5"


def test_the_number_of_queries_does_not_grow(parks, django_assert_num_queries):
    for count in (1, 3):
        while public_visits().count() < count:
            full = full_visit(parks["zizhu"]) if not public_visits().exists() else VisitFactory(is_public=True)
            models.VisitPartner.objects.create(visit=full, organization=OrganizationFactory())
            models.AgendaItem.objects.create(visit=full, kind="tour", organization=OrganizationFactory())
        [visit_view(row) for row in public_visits()]  # scales pictures on the first look
        with django_assert_num_queries(13):
            assert len([visit_view(row) for row in public_visits()]) == count
        with django_assert_num_queries(2):
            assert len([visit_view(row) for row in listed_visits()]) == count


@pytest.mark.parametrize(
    ("first", "last", "chinese", "english"),
    [
        ("2024-03-08", None, "2024年3月8日", "8 March 2024"),
        ("2024-03-08", "2024-03-09", "2024年3月8日至9日", "8–9 March 2024"),
        ("2024-02-29", "2024-03-01", "2024年2月29日至3月1日", "29 February – 1 March 2024"),
        ("2024-12-31", "2025-01-01", "2024年12月31日至2025年1月1日", "31 December 2024 – 1 January 2025"),
        ("?2021-10-25", "?2021-10-26", "10月25日至26日", "25–26 October"),
        ("2024-03-XX", "2024-04-XX", "2024年3月至4月", "March – April 2024"),
        ("2023-XX-XX", "2024-XX-XX", "2023年至2024年", "2023 – 2024"),
    ],
)
def test_days_say_once_what_they_have_in_common(first, last, chinese, english):
    days = [PartialDate.parse(first), PartialDate.parse(last) if last else None]
    for code, said in (("zh-hans", chinese), ("en", english)):
        with translation.override(code):
            assert days_in_words(*days) == said


def test_a_park_that_travels_is_not_where_the_visit_was(parks):
    home = seen(VisitFactory(is_public=True, park=parks["zizhu"]))
    away = seen(VisitFactory(is_public=True, park=parks["zizhu"], direction="outgoing"))

    assert (home.held_at, away.held_at) == (home, None)
    assert [one.slug for one in (*home.received_by, *away.came_from)] == ["zizhu", "zizhu"]


# --- lists ----------------------------------------------------------------------------------------------------
def listed(**query: str) -> list[str]:
    return [row.slug for row in visit_list(VisitFilter(query))]


def test_the_list_is_narrowed_by_year_park_partner_kind_and_direction(parks):
    bureau = OrganizationFactory(slug="bureau")
    one = VisitFactory(slug="one", is_public=True, park=parks["zizhu"], date=PartialDate(2024, 3, 8), kind="official")
    models.VisitPartner.objects.create(visit=one, organization=bureau)
    two = VisitFactory(slug="two", is_public=True, park=parks["lingang"], date=PartialDate(2021, 10, 25, inferred=True))
    models.VisitPartner.objects.create(
        visit=two, park=parks["haian"], organization=OrganizationFactory(slug="committee")
    )
    VisitFactory(slug="three", is_public=True, direction="outgoing")
    VisitFactory(slug="hidden", park=parks["zizhu"], date=PartialDate(2019))

    assert listed() == ["one", "two", "three"]
    assert listed(year="2024") == ["one"]
    assert listed(park="zizhu") == ["one"]
    assert listed(partner="bureau") == ["one"]
    assert listed(partner="haian") == listed(partner="committee") == ["two"]
    assert listed(kind="official") == ["one"]
    assert listed(direction="outgoing") == ["three"]


def test_choices_are_those_of_public_visits(parks):
    hidden = VisitFactory(park=parks["zizhu"], date=PartialDate(2019, 1, 1))
    models.VisitPartner.objects.create(visit=hidden, organization=OrganizationFactory(slug="secret"))
    form = VisitFilter({})

    assert {name: [value for value, _label in form.fields[name].choices] for name in ("year", "park", "partner")} == {
        "year": [""],
        "park": [""],
        "partner": [""],
    }
    assert listed(partner="secret") == []


def test_a_year_that_is_inferred_is_neither_offered_nor_found(parks):
    VisitFactory(slug="inferred", is_public=True, date=PartialDate(2021, 10, 25, inferred=True))
    VisitFactory(slug="of-no-year", is_public=True, date=PartialDate(None, 10, 25))
    assert [value for value, _label in VisitFilter({}).fields["year"].choices] == [""]

    VisitFactory(slug="stated", is_public=True, date=PartialDate(2021))
    assert [value for value, _label in VisitFilter({}).fields["year"].choices] == ["", "2021"]
    assert listed(year="2021") == ["stated"]


def test_years_are_those_that_are_stated(parks):
    VisitFactory(slug="stated", is_public=True, date=PartialDate(2024, 3, 8))
    VisitFactory(slug="inferred", is_public=True, date=PartialDate(2022, 1, 1, inferred=True))
    VisitFactory(slug="older", is_public=True, date=PartialDate(2020))
    VisitFactory(slug="unknown", is_public=True)

    years = by_year([visit_view(row) for row in visit_list(VisitFilter({}))])
    assert [(part.year, [visit.slug for visit in part.visits]) for part in years] == [
        (2024, ["stated"]),
        (None, ["inferred"]),
        (2020, ["older"]),
        (None, ["unknown"]),
    ]


# --- whose visits stand on a profile --------------------------------------------------------------------------
def on_profile(park: Park) -> list[str]:
    return [visit.slug for visit in visits_of_profile(ParkPage(park=park), RequestFactory().get("/")).visits]


def test_a_profile_shows_what_its_own_unit_or_the_portal_keeps(parks):
    zizhu, lingang = parks["zizhu"], parks["lingang"]
    VisitFactory(slug="own", is_public=True, unit=zizhu.unit, park=zizhu)
    VisitFactory(slug="of-the-portal", is_public=True, park=zizhu)
    VisitFactory(slug="theirs", is_public=True, unit=lingang.unit, park=zizhu)
    partner = VisitFactory(slug="as-partner", is_public=True, unit=lingang.unit, park=lingang)
    models.VisitPartner.objects.create(visit=partner, park=zizhu)
    own_partner = VisitFactory(slug="own-as-partner", is_public=True, unit=zizhu.unit)
    models.VisitPartner.objects.create(visit=own_partner, park=zizhu)
    VisitFactory(slug="hidden", unit=zizhu.unit, park=zizhu)

    assert on_profile(zizhu) == ["own-as-partner", "of-the-portal", "own"]
    assert on_profile(lingang) == ["as-partner"]
    assert on_profile(parks["haian"]) == []


def test_the_profile_of_a_park_without_a_unit_shows_every_visit_that_names_it_as_partner(parks):
    lingang, guest = parks["lingang"], parks["haian"]
    Park.objects.filter(pk=guest.pk).update(unit=None)
    guest.refresh_from_db()
    for slug, is_public in (("theirs", True), ("hidden", False)):
        visit = VisitFactory(slug=slug, is_public=is_public, unit=lingang.unit, park=lingang)
        models.VisitPartner.objects.create(visit=visit, park=guest)
    VisitFactory(slug="kept-elsewhere", is_public=True, unit=lingang.unit, park=guest)

    assert on_profile(guest) == ["theirs"]


def test_a_profile_leads_to_more_where_there_are_more(parks):
    for _number in range(7):
        VisitFactory(is_public=True, park=parks["zizhu"])

    found = visits_of_profile(ParkPage(park=parks["zizhu"]), RequestFactory().get("/"))
    assert (len(found.visits), found.more_url) == (6, "/zh-hans/visits/?park=zizhu")
