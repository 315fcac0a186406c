"""Agreements, events and platforms as data: what is public, whole, and nothing of the rest."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from partnerships import models
from partnerships.enums import PublicField
from partnerships.public_filters import AgreementFilter, EventFilter
from partnerships.public_pages import event_list
from tests.parks.factories import OrganizationFactory, ParkFactory, PlaceFactory, SectorFactory
from tests.partnerships.factories import AgreementFactory, EventFactory, PersonFactory, PlatformFactory

pytestmark = pytest.mark.django_db
SECRET = "Secret-7Q"


@pytest.fixture
def framework():
    """A public framework with everything that there may be, some of it internal."""
    person = PersonFactory(
        slug="zhao-nannan",
        family_name_zh_hans="赵",
        given_name_zh_hans="男男",
        family_name_en="Zhao",
        given_name_en="Nannan",
    )
    event = EventFactory(slug="signing", is_public=True, date="2025-09-09", part_of_day="morning")
    attendee = models.Attendee.objects.create(event=event, person=person, side="guests", spoke=True)
    models.AttendeeOffice.objects.create(
        attendee=attendee,
        title_zh_hans="市长",
        title_en="Mayor",
        organization_name_zh_hans="海安市",
        organization_name_en="Hai'an",
        as_stated="Governor; Mayor",
    )
    models.AttendeeBehalf.objects.create(attendee=attendee, park=ParkFactory(slug="haian"))
    models.ProgrammeItem.objects.create(event=event, text_zh_hans="签约", text_en="Signing")
    agreement = AgreementFactory(
        slug="framework",
        kind="framework",
        state="signed",
        is_public=True,
        event=event,
        number=SECRET,
        internal_note=SECRET,
        value=Decimal("1000000.50"),
        currency="CNY",
        starts_on=date(2025, 9, 9),
        ends_on=date(2028, 9, 8),
        originals=4,
        languages=["zh-hans"],
        renewal_en=SECRET,
        public_fields=[PublicField.POINTS, PublicField.SECTORS, PublicField.TERM, PublicField.MILESTONES],
    )
    models.AgreementParty.objects.create(agreement=agreement, park=ParkFactory(slug="zizhu"), sort_order=1)
    models.AgreementParty.objects.create(agreement=agreement, organization=OrganizationFactory(slug="park-company"))
    models.AgreementPoint.objects.create(agreement=agreement, kind="model", text_zh_hans="校地合作", text_en="Model")
    models.AgreementSector.objects.create(agreement=agreement, sector=SectorFactory(slug="chips"))
    for name, is_public in (("Opening", True), (SECRET, False)):
        models.Milestone.objects.create(agreement=agreement, name_en=name, due_on=date(2026, 1, 1), is_public=is_public)
    models.AgreementDocument.objects.create(agreement=agreement, file="agreements/x.pdf", title_en=SECRET)
    under = {"kind": "specific", "state": "in_force", "signed_on": "2024-XX-XX"}
    AgreementFactory(slug="under", is_public=True, framework=agreement, **under)
    AgreementFactory(slug="internal", name_en=SECRET, framework=agreement)
    PlatformFactory(slug="internal-platform", name_en=SECRET, agreement=agreement)
    return agreement


def test_agreement_is_whole_with_its_event_and_what_is_under_it(ask, framework):
    found = ask("agreements/framework", lang="en")

    assert found["id"] == framework.pk
    assert [found[name]["code"] for name in ("kind", "state")] == ["framework", "signed"]
    assert found["signed_on"]["edtf"] == "2025-09-09"
    assert [(party["park"] or party["legal_person"])["slug"] for party in found["parties"]] == ["zizhu", "park-company"]
    assert [one["text"] for one in found["models"]] == ["Model"]
    assert [one["slug"] for one in found["specifics"]] == ["under"]
    event = found["event"]
    assert (event["slug"], event["date"]["day"], event["part_of_day"]["code"]) == ("signing", 9, "morning")
    assert [one["text"]["text"] for one in event["programme"]] == ["Signing"]
    attendee = event["attendees"][0]
    assert (attendee["slug"], attendee["spoke"], attendee["side"]["code"]) == ("zhao-nannan", True, "guests")
    assert attendee["offices"][0]["title"]["zh-hans"] == "市长"
    assert attendee["offices"][0]["as_stated"] == ["Governor", "Mayor"]
    assert attendee["line"]["zh-hans"] == "海安市市长赵男男"
    assert [one["slug"] for one in attendee["on_behalf_of"]] == ["haian"]


def test_agreement_answers_field_by_field_what_is_public(ask, framework):
    found = ask("agreements/framework")

    assert found["public_fields"] == ["milestones", "points", "sectors", "term"]
    assert (found["starts_on"], found["ends_on"]) == ("2025-09-09", "2028-09-08")
    assert [one["name"]["en"] for one in found["milestones"]] == ["Opening"]
    assert found["summary"] is None
    assert (found["value"], found["originals"], found["languages"], found["renewal"]) == (None, None, [], None)
    assert found["documents"] == []


def test_sectors_that_are_internal_are_not_told_by_the_filter_either(ask, framework):
    framework.public_fields = [PublicField.SUMMARY]
    framework.save()

    found = ask("agreements/framework")
    assert (found["sectors"], found["models"]) == ([], [])
    assert ask.slugs("agreements", sector="chips") == []


def test_value_is_a_number_with_its_currency(ask, framework):
    framework.public_fields = [PublicField.VALUE]
    framework.save()

    assert ask("agreements/framework")["value"] == {"amount": 1000000.5, "currency": "CNY"}


@pytest.mark.parametrize(
    "path",
    [
        "agreements",
        "agreements/framework",
        "agreements/under",
        "events",
        "events/signing",
        "platforms",
        "parks",
        "organizations",
    ],
)
def test_nothing_internal_is_answered_anywhere(ask, framework, path):
    response = ask.response(path, limit=100) if "/" not in path else ask.response(path)

    assert response.status_code == 200
    assert SECRET not in response.content.decode()
    assert '"internal' not in response.content.decode()


@pytest.mark.parametrize("path", ["agreements/internal", "platforms/internal-platform"])
def test_internal_record_is_not_found(ask, framework, path):
    assert ask.response(path).status_code == 404


def test_internal_event_leaves_its_public_agreement_without_date(ask, framework):
    framework.event.is_public = False
    framework.event.save()

    found = ask("agreements/framework")
    assert (found["event"], found["signed_on"]) == (None, None)
    assert ask.slugs("agreements", year=2025) == []
    assert ask.response("events/signing").status_code == 404


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["under", "framework"]),
        ({"park": "zizhu"}, ["under", "framework"]),
        ({"park": "nowhere"}, []),
        ({"organization": "park-company"}, ["framework"]),
        ({"kind": "specific"}, ["under"]),
        ({"state": "signed"}, ["framework"]),
        ({"state": "in_force"}, ["under"]),
        ({"sector": "chips"}, ["framework"]),
        ({"framework": "framework"}, ["under"]),
        ({"year": "2025"}, ["framework"]),
        ({"year": "2024"}, ["under"]),
        ({"year": "2026"}, []),
    ],
)
def test_agreements_are_filtered(ask, framework, filters, found):
    assert ask.slugs("agreements", **filters) == found


def test_a_park_has_the_same_agreements_and_events_on_the_pages_and_in_the_data(ask, framework):
    """The framework's parks count for what stands under it, and for the event at which it was signed."""
    EventFactory(slug="other", is_public=True)
    asked = {"park": "zizhu"}
    agreements, events = AgreementFilter(asked), EventFilter(asked)
    assert agreements.is_valid()
    assert events.is_valid()

    of_pages = models.Agreement.objects.filter(pk__in=agreements.matching()).values_list("slug", flat=True)
    assert set(ask.slugs("agreements", **asked)) == set(of_pages) == {"framework", "under"}
    assert ask.slugs("events", **asked) == [event.slug for event in event_list(events)] == ["signing"]


def test_filter_by_an_internal_framework_tells_nothing_of_it(ask, framework):
    framework.is_public = False
    framework.save()

    assert ask.slugs("agreements", framework="framework") == []


def test_platform_has_its_direction_and_size_and_is_filtered(ask):
    platform = PlatformFactory(
        slug="fund",
        kind="fund",
        status="announced",
        is_public=True,
        announced_on="2025-09-09",
        research_place=PlaceFactory(slug="shanghai"),
        size=Decimal(500),
        currency="CNY",
        around_en="A centre",
    )
    models.PlatformPark.objects.create(platform=platform, park=ParkFactory(slug="zizhu"))
    models.PlatformSector.objects.create(platform=platform, sector=SectorFactory(slug="chips"))
    models.PlatformForm.objects.create(platform=platform, text_en="Laboratory")
    PlatformFactory(slug="base", kind="transformation_base", is_public=True)

    found = ask(f"platforms/{platform.pk}")

    assert (found["size"], found["around"]["en"]) == ({"amount": 500, "currency": "CNY"}, "A centre")
    assert (found["research_place"]["slug"], found["transformation_place"]) == ("shanghai", None)
    assert ([one["en"] for one in found["forms"]], found["announced_on"]["edtf"]) == (["Laboratory"], "2025-09-09")
    for filters in ({"kind": "fund"}, {"status": "announced"}, {"park": "zizhu"}, {"sector": "chips"}):
        assert ask.slugs("platforms", **filters) == ["fund"]


def test_inferred_year_of_an_event_stands_apart_from_stated_parts(ask):
    EventFactory(slug="opening", kind="opening", is_public=True, date="?2016-02-26", date_basis_en="another page")
    EventFactory(slug="other", kind="signing", is_public=True, date="2025-09-09", park=ParkFactory(slug="zizhu"))

    found = ask("events/opening")

    assert found["date"] == {
        "year": None,
        "month": 2,
        "day": 26,
        "inferred_year": 2016,
        "year_basis": "inferred",
        "edtf": "?2016-02-26",
    }
    assert found["date_basis"]["en"] == "another page"
    assert ask.slugs("events", year=2016) == ask.slugs("events", kind="opening") == ["opening"]
    assert ask.slugs("events", park="zizhu") == ["other"]


@pytest.mark.parametrize("path", ["agreements", "events", "platforms"])
def test_list_asks_as_often_at_one_as_at_three(ask, path, django_assert_num_queries, django_assert_max_num_queries):
    def add() -> None:
        event = EventFactory(is_public=True, park=ParkFactory(), place=PlaceFactory())
        attendee = models.Attendee.objects.create(event=event, person=PersonFactory(), side="hosts")
        models.AttendeeOffice.objects.create(attendee=attendee, title_en="Mayor", organization=OrganizationFactory())
        framework = AgreementFactory(is_public=True)
        agreement = AgreementFactory(is_public=True, event=event, framework=framework)
        models.AgreementParty.objects.create(agreement=agreement, park=ParkFactory())
        models.AgreementSector.objects.create(agreement=agreement, sector=SectorFactory())
        platform = PlatformFactory(is_public=True, agreement=agreement, event=event)
        models.PlatformPark.objects.create(platform=platform, park=ParkFactory())

    add()
    ask(path)
    with django_assert_max_num_queries(18) as at_one:
        ask(path)
    add()
    add()
    with django_assert_num_queries(len(at_one)):
        ask(path)
