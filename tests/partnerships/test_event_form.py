"""Events and joint platforms in the admin: what their forms refuse, fill in and keep."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.users.models import UserProfile

from parks.models import Office
from partnerships.enums import Side
from partnerships.models import Attendee, Event, JointPlatform, PlatformPark, PlatformSector
from partnerships.precedence import arranged, fingerprint
from partnerships.services.precedence import arrange_attendees
from portal.core.partial_dates import PartialDate
from tests.parks.factories import OrganizationFactory, SectorFactory
from tests.partnerships.factories import EventFactory, PersonFactory, PlatformFactory
from tests.partnerships.screens import empty_list, form_of, with_rows

pytestmark = pytest.mark.django_db
EVENTS = "/admin/snippets/partnerships/event/"
PLATFORMS = "/admin/snippets/partnerships/jointplatform/"


@pytest.fixture
def zizhu(client, officers):
    client.force_login(officers["zizhu"])
    return client


def attendee(person=None, side: str = Side.HOSTS, **values) -> dict:
    row = {"person": person.pk if person else "", "side": side, **values}
    for relation in ("offices", "behalves"):
        row |= {key: value for key, value in empty_list(relation).items() if key not in row}
    return row


@pytest.fixture
def typed(zizhu, parks) -> dict:
    data = {
        "unit": parks["zizhu"].unit.pk,
        "kind": "signing",
        "name_zh_hans": "签约仪式",
        "name_en": "Signing",
        "slug": "",
    }
    data |= {"date_year": "2025", "date_month": "9", "date_day": "9", "date_inferred": ""}
    return data | empty_list("programme") | empty_list("attendees")


def errors(response) -> dict:
    form = response.context["form"]
    rows = [dict(row.errors) for row in form.formsets["attendees"].forms] if "attendees" in form.formsets else []
    return {**form.errors, "attendees": [row for row in rows if row]}


def test_event_is_entered_with_everything(zizhu, typed, parks):
    body = OrganizationFactory(name_zh_hans="海安市人民政府", name_en="Hai'an Municipal Government")
    person = PersonFactory()
    Office.objects.create(person=person, title_zh_hans="市长", title_en="Mayor", organization=body)
    Office.objects.create(person=person, title_zh_hans="前职", has_ended=True)
    behalf = {**empty_list("behalves"), "behalves-TOTAL_FORMS": "1", "behalves-0-park": parks["haian"].pk}
    behalf |= {"behalves-0-ORDER": "1", "behalves-0-DELETE": ""}
    data = with_rows(typed, "attendees", attendee(person, spoke="on", **behalf))
    data = with_rows(data, "programme", {"text_zh_hans": "签约", "text_en": "Signing"})
    response = zizhu.post(f"{EVENTS}add/", data)
    assert response.status_code == 302, errors(response)
    event = Event.objects.get()
    assert (event.date, event.slug, event.unit) == (PartialDate(2025, 9, 9), "signing", parks["zizhu"].unit)
    [present] = event.attendees.all()
    assert present.spoke
    assert [one.park for one in present.behalves.all()] == [parks["haian"]]
    assert [(one.title_zh_hans, one.organization_name_zh_hans) for one in present.offices.all()] == [
        ("市长", "海安市人民政府")
    ]


def test_office_that_ended_before_a_day_known_in_part_is_not_copied(zizhu, typed):
    person = PersonFactory()
    Office.objects.create(person=person, title_zh_hans="前市长", title_en="Mayor", until=PartialDate(2019))
    Office.objects.create(person=person, title_zh_hans="主任", title_en="Director", sort_order=1)
    partly = typed | {"date_year": "2026", "date_month": "11", "date_day": ""}
    response = zizhu.post(f"{EVENTS}add/", with_rows(partly, "attendees", attendee(person)))
    assert response.status_code == 302, errors(response)
    assert [one.title_en for one in Attendee.objects.get().offices.all()] == ["Director"]


def test_inferred_year_needs_its_basis(zizhu, typed):
    typed |= {"date_inferred": "1"}
    assert "date_basis_zh_hans" in errors(zizhu.post(f"{EVENTS}add/", typed))
    response = zizhu.post(f"{EVENTS}add/", typed | {"date_basis_zh_hans": "邀请函写明2021年11月4日"})
    assert response.status_code == 302, errors(response)
    assert Event.objects.get().date.inferred


def test_rank_given_twice_on_a_side_is_refused_at_its_field(zizhu, typed):
    one, two, three = PersonFactory(family_name_zh_hans="甲"), PersonFactory(), PersonFactory()
    rows = [attendee(one, news_rank="1"), attendee(two, news_rank="1"), attendee(three, Side.GUESTS, news_rank="1")]
    response = zizhu.post(f"{EVENTS}add/", with_rows(typed, "attendees", *rows))
    found = errors(response)["attendees"]
    assert any("甲已占用本方此位次，请另填序号。" in str(row.get("news_rank", "")) for row in found)
    assert [sorted(row) for row in found] == [["news_rank"]]
    assert not response.context["form"].formsets["attendees"].non_form_errors()
    assert "news_rank和" not in (text := response.content.decode())
    assert "有重复" not in text
    assert not Event.objects.exists()


def test_person_given_twice_is_refused_at_its_field(zizhu, typed):
    person = PersonFactory()
    response = zizhu.post(f"{EVENTS}add/", with_rows(typed, "attendees", attendee(person), attendee(person)))
    assert any(
        "该人员已在名单中，请删去其中一行。" in str(row.get("person", "")) for row in errors(response)["attendees"]
    )


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "添加所代表的单位"), ("en", "Add body represented")])
def test_buttons_that_add_a_part_and_its_note_read_well(zizhu, officers, language, said):
    UserProfile.objects.update_or_create(user=officers["zizhu"], defaults={"preferred_language": language})
    text = zizhu.get(f"{EVENTS}add/").content.decode()
    assert said in text
    assert not re.findall(r"Add (?:[A-Z]\w+ )", re.sub(r"<[^>]*>", " ", text))
    assert "提示" not in {one.text.strip() for one in BeautifulSoup(text, "html.parser").select("h2, h3, label")}


def test_attendee_is_a_person_or_described(zizhu, typed):
    response = zizhu.post(f"{EVENTS}add/", with_rows(typed, "attendees", attendee()))
    assert "请选择人员，或说明所指何人。" in str(errors(response)["attendees"])


@pytest.fixture
def event(parks) -> Event:
    event = EventFactory(unit=parks["zizhu"].unit)
    for number in range(2):
        Attendee.objects.create(event=event, person=PersonFactory(), side=Side.HOSTS, sort_order=number)
    return event


def edit_url(event: Event) -> str:
    return f"{EVENTS}edit/{event.pk}/"


def test_form_open_while_the_order_is_set_does_not_take_it_back(zizhu, event, officers):
    shown = form_of(zizhu.get(edit_url(event)))
    first, second = arranged(event, "news")
    ranks = {first.pk: 2, second.pk: 1}
    seen = fingerprint([first, second], "news")
    arrange_attendees(event_id=event.pk, arrangement="news", ranks=ranks, seen=seen, by=officers["zizhu"])
    response = zizhu.post(edit_url(event), shown | {"venue_zh_hans": "多功能厅"})
    assert response.status_code == 302, errors(response)
    event = Event.objects.get()
    assert event.venue_zh_hans == "多功能厅"
    assert {one.pk: one.news_rank for one in event.attendees.all()} == ranks


def test_rank_typed_beside_one_set_meanwhile_is_refused_at_its_field(zizhu, event, officers):
    shown = form_of(zizhu.get(edit_url(event)))
    first, second = arranged(event, "news")
    seen = fingerprint([first, second], "news")
    arrange_attendees(event_id=event.pk, arrangement="news", ranks={first.pk: 2}, seen=seen, by=officers["zizhu"])
    response = zizhu.post(edit_url(event), shown | {"attendees-1-news_rank": "2"})
    assert response.status_code == 200
    assert "news_rank" in str(errors(response))


def test_person_added_by_another_meanwhile_is_refused_at_its_field(zizhu, event):
    shown = form_of(zizhu.get(edit_url(event)))
    person = PersonFactory()
    Attendee.objects.create(event=event, person=person, side=Side.GUESTS, sort_order=5)
    response = zizhu.post(edit_url(event), with_rows(shown, "attendees", attendee(person)))
    assert response.status_code == 200
    assert "该人员已在名单中，请删去其中一行。" in str(errors(response)["attendees"])
    assert Attendee.objects.filter(event=event).count() == 3


def test_ranks_may_be_swapped_in_the_form(zizhu, event):
    first, second = event.attendees.all()
    Attendee.objects.filter(pk=first.pk).update(news_rank=1)
    Attendee.objects.filter(pk=second.pk).update(news_rank=2)
    shown = form_of(zizhu.get(edit_url(event)))
    response = zizhu.post(edit_url(event), shown | {"attendees-0-news_rank": "2", "attendees-1-news_rank": "1"})
    assert response.status_code == 302, errors(response)
    assert [one.news_rank for one in event.attendees.order_by("sort_order")] == [2, 1]


@pytest.fixture
def platform(parks) -> dict:
    data = {"unit": parks["zizhu"].unit.pk, "kind": "fund", "status": "announced", "slug": "", "name_en": "Equity fund"}
    data |= {"name_zh_hans": "股权投资基金"}
    for relation in ("park_links", "managers", "sector_links", "forms"):
        data |= empty_list(relation)
    return data


def test_platform_is_entered_with_parks_sectors_and_managers(zizhu, platform, parks):
    sector = SectorFactory()
    data = with_rows(platform, "park_links", {"park": parks["zizhu"].pk}, {"park": parks["haian"].pk})
    data = with_rows(data, "sector_links", {"sector": sector.pk})
    data = with_rows(data, "managers", {"description_zh_hans": "美方（未具名）", "description_en": "the U.S. side"})
    data = with_rows(data, "forms", {"text_zh_hans": "飞地实验室"}) | {"size": "1000000", "currency": "CNY"}
    response = zizhu.post(f"{PLATFORMS}add/", data)
    assert response.status_code == 302, errors(response)
    platform = JointPlatform.objects.get()
    assert [link.park.slug for link in platform.park_links.all()] == ["zizhu", "haian"]
    assert (platform.size, platform.currency, platform.managers.count(), platform.forms.count()) == (
        1000000,
        "CNY",
        1,
        1,
    )


def test_size_needs_its_currency(zizhu, platform):
    response = zizhu.post(f"{PLATFORMS}add/", platform | {"size": "5"})
    assert "请选择规模的币种。" in str(response.context["form"].errors["currency"])


def test_park_given_twice_is_refused_at_its_field_and_nowhere_else(zizhu, platform, parks):
    data = with_rows(platform, "park_links", {"park": parks["zizhu"].pk}, {"park": parks["zizhu"].pk})
    formset = zizhu.post(f"{PLATFORMS}add/", data).context["form"].formsets["park_links"]
    assert not formset.non_form_errors()
    assert [dict(row) for row in formset.errors] == [{}, {"park": ["该项已在列表中，请删去其中一行。"]}]


def test_sector_or_park_added_by_another_meanwhile_is_refused_at_its_field(zizhu, parks):
    platform, sector = PlatformFactory(unit=parks["zizhu"].unit), SectorFactory()
    screen = f"{PLATFORMS}edit/{platform.pk}/"
    shown = form_of(zizhu.get(screen))
    PlatformSector.objects.create(platform=platform, sector=sector)
    PlatformPark.objects.create(platform=platform, park=parks["haian"])
    data = with_rows(shown, "sector_links", {"sector": sector.pk})
    response = zizhu.post(screen, with_rows(data, "park_links", {"park": parks["haian"].pk}))
    formsets = response.context["form"].formsets
    assert not any(formset.non_form_errors() for formset in formsets.values())
    assert ["该项已在列表中" in str(formsets[name].errors) for name in ("sector_links", "park_links")] == [True, True]


def test_office_that_the_record_does_not_know_is_asked_about(zizhu, typed):
    person = PersonFactory()
    Office.objects.create(person=person, title_zh_hans="市长", title_en="Mayor")
    office = {**empty_list("offices"), "offices-TOTAL_FORMS": "1", "offices-0-title_zh_hans": "校长"}
    office |= {"offices-0-ORDER": "1", "offices-0-DELETE": ""}
    response = zizhu.post(f"{EVENTS}add/", with_rows(typed, "attendees", attendee(person, **office)), follow=True)
    assert any("校长" in str(message) for message in response.context["messages"])


@pytest.mark.parametrize(("address", "factory"), [(EVENTS, EventFactory), (PLATFORMS, PlatformFactory)])
def test_list_costs_the_same_for_three_as_for_one_and_hides_other_units(zizhu, parks, address, factory):
    factory(unit=parks["lingang"].unit, name_zh_hans="外单位", name_en="Foreign")
    counts = []
    for number in (1, 3):
        while factory._meta.model.objects.filter(unit=parks["zizhu"].unit).count() < number:
            factory(unit=parks["zizhu"].unit)
        zizhu.get(address)
        with CaptureQueriesContext(connection) as queries:
            response = zizhu.get(address)
        assert len(response.context["object_list"]) == number
        assert "外单位" not in response.content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_event_is_saved_where_no_transaction_is_open(zizhu, parks):
    """As on the portal: Wagtail reads the record before the view opens its transaction."""
    event = EventFactory(unit=parks["zizhu"].unit)
    screen = f"{EVENTS}edit/{event.pk}/"
    response = zizhu.post(screen, form_of(zizhu.get(screen)) | {"name_en": "Opening"})
    assert response.status_code == 302, errors(response)
    assert Event.objects.get(pk=event.pk).name_en == "Opening"
