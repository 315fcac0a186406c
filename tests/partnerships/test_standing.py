"""On the pages of a unit stands nothing that another unit put there by itself."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from parks.models import Park, ParkPage
from partnerships.forest import all_above, all_under, root_keys
from partnerships.models import Agreement, AgreementParty, Event
from partnerships.public import agreement_view, event_view, public_agreements, public_events
from partnerships.public_pages import partnerships_of_profile
from tests.partnerships.factories import AgreementFactory, EventFactory, PlatformFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(parks) -> Event:
    return EventFactory(slug="signing", is_public=True, unit=parks["zizhu"].unit, park=parks["zizhu"])


@pytest.fixture
def framework(parks, event) -> Agreement:
    """A public framework that Zizhu keeps, Zizhu and Hai'an being its parties."""
    made = AgreementFactory(slug="ours", kind="framework", is_public=True, unit=parks["zizhu"].unit, event=event)
    for name in ("zizhu", "haian"):
        AgreementParty.objects.create(agreement=made, park=parks[name])
    return made


def hang(unit, framework: Agreement, **more) -> tuple[Agreement, ...]:
    """A specific agreement and a platform of a unit, linked to the framework and its event."""
    links = {"is_public": True, "unit": unit, "event": framework.event}
    return (
        AgreementFactory(framework=framework, slug="specific", **links),
        PlatformFactory(agreement=framework, slug="platform", **links | more),
    )


def around(framework: Agreement) -> set[str]:
    """What the pages of the framework and its event name besides them."""
    shown = agreement_view(public_agreements().get(pk=framework.pk))
    event = event_view(public_events().get(pk=framework.event_id))
    return {one.slug for one in (*shown.specifics, *shown.platforms, *event.agreements, *event.platforms)} - {"ours"}


def profile(park: Park):
    return partnerships_of_profile(ParkPage(park=park), RequestFactory().get("/"))


def test_records_of_a_unit_without_a_hand_in_it_do_not_stand_there(parks, framework):
    specific, platform = hang(parks["lingang"].unit, framework)
    platform.park_links.create(park=parks["zizhu"])
    platform.save()
    EventFactory(slug="theirs", is_public=True, unit=parks["lingang"].unit, park=parks["zizhu"])

    assert around(framework) == set()
    assert set(root_keys()) == {framework.pk, specific.pk}
    assert all_under([framework.pk]).children == {}
    assert all_above([specific.pk]).roots == [specific.pk]
    shown = profile(parks["zizhu"])
    assert [node.agreement.slug for node in shown.nodes] == ["ours"]
    assert [one.slug for one in shown.platforms.items] == []
    assert [one.slug for one in shown.events.items] == ["signing"]


@pytest.mark.parametrize("whose", ["own", "of a party", "of the portal"])
def test_records_of_the_keeper_a_party_or_the_portal_stand_there(parks, framework, whose):
    Park.objects.filter(pk=parks["haian"].pk).update(unit=parks["lingang"].unit)
    unit = {"own": framework.unit, "of a party": parks["lingang"].unit, "of the portal": None}[whose]
    specific, platform = hang(unit, framework)
    platform.park_links.create(park=parks["zizhu"])
    platform.save()

    assert around(framework) == {"specific", "platform"}
    assert list(root_keys()) == [framework.pk]
    assert all_under([framework.pk]).children == {framework.pk: [specific.pk]}
    assert [one.slug for one in profile(parks["zizhu"]).platforms.items] == ["platform"]


def test_events_of_a_park_held_by_its_own_unit_stand_on_its_profile(parks, event):
    EventFactory(slug="elsewhere", is_public=True, unit=parks["lingang"].unit, park=parks["lingang"])

    assert [one.slug for one in profile(parks["zizhu"]).events.items] == ["signing"]
