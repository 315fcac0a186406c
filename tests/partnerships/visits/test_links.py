"""What the lists of a form may lead to: nothing of another unit, whatever key is sent."""

from __future__ import annotations

from typing import Any

import pytest

from partnerships.models import AgendaItem, ChecklistItem, FollowUp, Room, Visit, VisitPhotograph
from portal.core.enums import Role
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import VisitFactory
from tests.partnerships.screens import form_of, typed_agreement, with_rows
from tests.partnerships.visits.photographs import image_of
from tests.partnerships.visits.screens import VISITS, errors, follow_up, item, saved, typed_visit

pytestmark = pytest.mark.django_db
CHOOSER = "/admin/images/chooser/"


@pytest.fixture
def links(parks, officers) -> dict[str, dict[str, Any]]:
    """By unit: what belongs to it and can be linked to."""
    found = {}
    for slug in ("zizhu", "lingang"):
        room = Room.objects.create(park=parks[slug], name_zh_hans=f"会议室-{slug}", name_en=f"Room of {slug}")
        found[slug] = {"image": image_of(parks[slug].unit), "room": room, "user": officers[slug]}
    return found


@pytest.fixture
def zizhu(client, links):
    client.force_login(links["zizhu"]["user"])
    return client


@pytest.fixture
def typed(parks) -> dict[str, Any]:
    return typed_visit(parks["zizhu"].unit, parks["zizhu"])


def rows(typed: dict[str, Any], links: dict[str, Any]) -> dict[str, Any]:
    """A visit that leads to all of `links`, in every list that has such a link."""
    data = with_rows(typed, "photographs", {"image": links["image"].pk, "alt_en": "Guests"})
    data = with_rows(data, "agenda", item("2027-03-09", "09:00", room=links["room"].pk))
    data = with_rows(data, "checklist", {"point": "rooms", "gate": "hosted", "responsible": links["user"].pk})
    return with_rows(data, "follow_ups", follow_up(what_en="A", description_en="B", owner=links["user"].pk))


def test_own_room_image_and_colleague_are_taken(zizhu, typed, links):
    visit = saved(zizhu.post(f"{VISITS}add/", rows(typed, links["zizhu"])))
    assert visit.photographs.get().image == links["zizhu"]["image"]
    assert visit.agenda.get().room == links["zizhu"]["room"]


def test_those_of_another_unit_are_refused_and_not_named(zizhu, typed, links):
    response = zizhu.post(f"{VISITS}add/", rows(typed, links["lingang"]))
    assert set(errors(response)) == {
        *("photographs-0-image", "agenda-0-room", "checklist-0-responsible", "follow_ups-0-owner")
    }
    text = response.content.decode()
    assert not any(word in text for word in ("Picture of lingang", "Room of lingang", "会议室-lingang"))
    assert not Visit.objects.exists()


@pytest.mark.parametrize("key", ["9" * 5000, "x", "-1", "٩٩٩٩٩٩"])
def test_keys_of_nothing_are_refused_alike(zizhu, typed, key):
    data = with_rows(typed, "photographs", {"image": key, "alt_en": "Guests"})
    data = with_rows(data, "agenda", item("2027-03-09", "09:00", room=key))
    assert set(errors(zizhu.post(f"{VISITS}add/", data))) == {"photographs-0-image", "agenda-0-room"}


def test_what_a_row_holds_stays_and_goes_into_no_other_row(zizhu, parks, links):
    visit = VisitFactory(unit=parks["zizhu"].unit, park=parks["zizhu"])
    other = links["lingang"]
    VisitPhotograph.objects.create(visit=visit, image=other["image"], alt_en="Guests")
    AgendaItem.objects.create(visit=visit, room=other["room"], text_en="Talks")
    ChecklistItem.objects.create(visit=visit, point="rooms", gate="hosted", responsible=other["user"])
    FollowUp.objects.create(visit=visit, side="hosts", what_en="A", description_en="B", owner=other["user"])
    screen = f"{VISITS}edit/{visit.pk}/"
    shown = form_of(zizhu.get(screen))
    saved(zizhu.post(screen, shown | {"photographs-0-alt_en": "Guests at the gate"}))
    assert (visit.photographs.get().image, visit.agenda.get().room) == (other["image"], other["room"])
    added = with_rows(shown, "photographs", {"image": other["image"].pk, "alt_en": "Again"})
    assert set(errors(zizhu.post(screen, added))) == {"photographs-1-image"}


def test_milestones_of_agreements_are_given_to_colleagues_alone(client, parks, officers):
    client.force_login(officers["zizhu"])
    typed = typed_agreement(parks["zizhu"].unit, parks["zizhu"], parks["haian"])
    data = with_rows(typed, "milestones", {"text_en": "Report", "owner": officers["lingang"].pk})
    form = client.post("/admin/snippets/partnerships/agreement/add/", data).context["form"]
    assert "owner" in form.formsets["milestones"].forms[0].errors


def test_officers_are_offered_the_images_of_their_unit(zizhu, links):
    text = zizhu.get(CHOOSER).content.decode()
    assert "Picture of zizhu" in text
    assert "Picture of lingang" not in text


def test_officers_add_no_images(zizhu):
    assert zizhu.get("/admin/images/add/").status_code in (302, 403)


def test_whoever_works_everywhere_links_to_everything(client, typed, links):
    client.force_login(make_user("root", Role.ADMINISTRATOR))
    saved(client.post(f"{VISITS}add/", rows(typed, links["lingang"])))
