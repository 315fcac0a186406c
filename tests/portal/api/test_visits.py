"""Visits as data: what is public, whole, and nothing of the rest."""

from __future__ import annotations

import datetime

import pytest

from parks.models import Park
from partnerships import models
from partnerships.visits.enums import VisitPublicField
from tests.parks.factories import OrganizationFactory, ParkFactory, SectorFactory
from tests.partnerships.factories import PersonFactory, VisitFactory, VisitMemberFactory
from tests.partnerships.visits.photographs import image

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(settings) -> models.Visit:
    """A public visit with everything that there may be."""
    settings.PORTAL_BASE_URL = "https://portal.example"
    made = VisitFactory(
        slug="report",
        kind="official",
        is_public=True,
        park=ParkFactory(slug="lingang"),
        date="?2021-10-25",
        date_basis_en="The invitation names the year",
        timezone="America/New_York",
        venue_en="Overseas Affairs",
        outcome_en="They fit",
        headcount=6,
        public_fields=VisitPublicField.values,
    )
    bureau, zone = OrganizationFactory(slug="bureau"), ParkFactory(slug="zone")
    models.VisitPartner.objects.create(visit=made, organization=bureau)
    models.VisitPartner.objects.create(visit=made, park=zone)
    models.VisitTopic.objects.create(visit=made, text_en="Policies")
    models.VisitSector.objects.create(visit=made, sector=SectorFactory(slug="chips"))
    guest = PersonFactory(slug="guest")
    member = VisitMemberFactory(visit=made, person=guest, role="head")
    models.MemberOffice.objects.create(member=member, title_en="Deputy Director", organization=bureau)
    models.AgendaItem.objects.create(
        visit=made,
        kind="tour",
        day=datetime.date(2021, 10, 25),
        starts_at=datetime.time(9),
        text_en="Hall",
        organization=OrganizationFactory(slug="hall"),
    )
    models.MinutesPart.objects.create(visit=made, confidence="public", text_en="Said")
    becomes = VisitFactory(slug="return", is_public=True, direction="outgoing", follows=made)
    promise = models.FollowUp.objects.create(
        visit=made,
        kind="invitation",
        side="guests",
        organization=bureau,
        what_en="Come again",
        due_on=datetime.date(2021, 11, 4),
        is_public=True,
        becomes=becomes,
    )
    models.FollowUpInvitee.objects.create(follow_up=promise, person=guest)
    models.VisitPhotograph.objects.create(
        visit=made, image=image(credit="Jane Doe"), alt_en="People", caption_en="At the talks"
    )
    return made


def text(value) -> str:
    return value["en"]


def test_a_visit_is_whole(ask, visit):
    found = ask("visits/report", lang="en")

    assert found["id"] == visit.pk
    assert [found[name]["code"] for name in ("direction", "kind")] == ["incoming", "official"]
    assert (found["date"]["year"], found["date"]["inferred_year"]) == (None, 2021)
    assert text(found["date_basis"]) == "The invitation names the year"
    assert [(one["organization"] or one["park"])["slug"] for one in found["partners"]] == ["bureau", "zone"]
    assert [text(topic) for topic in found["topics"]] == ["Policies"]
    assert [sector["slug"] for sector in found["sectors"]] == ["chips"]
    (member,) = found["members"]
    assert (member["slug"], member["side"]["code"], member["is_head"]) == ("guest", "guests", True)
    assert member["offices"][0]["organization_slug"] == "bureau"
    (item,) = found["agenda"]
    assert (item["day"], item["starts_at"], item["timezone"]) == ("2021-10-25", "09:00:00", "America/New_York")
    assert found["sites"] == [{"name": item["text"], "organization": item["organization"]}]
    assert [text(part) for part in found["minutes"]] == ["Said"]
    (promise,) = found["follow_ups"]
    assert (promise["organization"]["slug"], promise["due_on"], promise["state"]["code"]) == (
        "bureau",
        "2021-11-04",
        "open",
    )
    assert [one["slug"] for one in promise["invited"]] == ["guest"]
    assert promise["becomes"]["slug"] == found["followed_by"][0]["slug"] == "return"
    (picture,) = found["photographs"]
    assert picture["url"].startswith("https://portal.example/media/images/")
    assert (picture["width"], picture["height"], picture["credit"]) == (640, 480, "Jane Doe")
    assert found["pages"]["en"] == "https://portal.example/en/visits/report/"
    assert "state" not in found


def test_what_is_not_ticked_is_empty(ask, visit):
    models.Visit.objects.filter(pk=visit.pk).update(public_fields=[])
    found = ask("visits/report")

    empty = ("topics", "sectors", "members", "sites", "agenda", "minutes", "follow_ups", "photographs", "public_fields")
    assert [found[name] for name in empty] == [[]] * len(empty)
    assert (found["outcome"], found["headcount"]) == (None, None)
    assert ask.slugs("visits", sector="chips") == []


def test_lists_are_narrowed(ask, visit):
    other = VisitFactory(slug="other", is_public=True, park=Park.objects.get(slug="zone"), date="2023-XX-XX")
    VisitFactory(slug="to-come", is_public=True, state="confirmed", park=visit.park)

    assert ask.slugs("visits") == ["other", "return", "report"]
    assert ask.slugs("visits", park="lingang") == ask.slugs("visits", park=visit.park_id) == ["report"]
    assert ask.slugs("visits", park="zone") == ["other"]
    assert ask.slugs("visits", partner="zone") == ask.slugs("visits", partner="bureau") == ["report"]
    assert ask.slugs("visits", partner=Park.objects.get(slug="zone").pk) == ["report"]
    assert ask.slugs("visits", organization="bureau") == ["report"]
    assert ask.slugs("visits", sector="chips") == ["report"]
    assert ask.slugs("visits", kind="official") == ["report"]
    assert ask.slugs("visits", direction="outgoing") == ["return"]
    assert ask.slugs("visits", year=2021) == ["report"]
    assert ask.slugs("visits", year=2023) == [other.slug]
    assert ask.response("visits", state="closed").status_code == 422


def test_the_number_of_queries_does_not_grow(ask, visit, django_assert_num_queries):
    ask("visits/report")
    with django_assert_num_queries(3):  # the count, the visits, their partners
        assert ask("visits")["count"] == 2
    VisitFactory(is_public=True)
    with django_assert_num_queries(3):
        assert ask("visits")["count"] == 3
    with django_assert_num_queries(13):
        ask("visits/report")
