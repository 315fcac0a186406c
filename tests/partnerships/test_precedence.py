"""Who comes before whom: four orders of their own, set by number, by button and by two people at once."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from parks.models import ParkOperator, Tenant
from partnerships.enums import Arrangement, Side, SignatoryRole
from partnerships.errors import PartnershipRefusedError
from partnerships.models import (
    Agreement,
    AgreementParty,
    AgreementSignatory,
    Attendee,
    AttendeeOffice,
    Event,
    SignatoryOffice,
)
from partnerships.precedence import arranged, fingerprint, seen_from_hall, signing_table
from partnerships.services.precedence import arrange_attendees
from portal.core.enums import Role
from portal.core.partial_dates import PartialDate, sort_key
from tests.parks.factories import OrganizationFactory
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import AgreementFactory, EventFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(parks) -> Event:
    return EventFactory(unit=parks["zizhu"].unit, park=parks["zizhu"])


@pytest.fixture
def zizhu(client, officers):
    client.force_login(officers["zizhu"])
    return client


def attend(event: Event, name: str, side: str = Side.HOSTS, **ranks) -> Attendee:
    person = PersonFactory(family_name_zh_hans=name, family_name_en=name)
    return Attendee.objects.create(event=event, person=person, side=side, sort_order=event.attendees.count(), **ranks)


def names(event: Event, arrangement: str) -> list[str]:
    return [str(one) for one in arranged(Event.objects.get(pk=event.pk), arrangement)]


def url(event: Event, arrangement: str = Arrangement.NEWS) -> str:
    return f"/admin/events/{event.pk}/precedence/{arrangement}/"


def seen(event: Event, arrangement: str = Arrangement.NEWS) -> str:
    return fingerprint(arranged(Event.objects.get(pk=event.pk), arrangement), arrangement)


def post(client, event: Event, ranks: dict, arrangement: str = Arrangement.NEWS, **more):
    typed = {f"rank-{attendee.pk}": value for attendee, value in ranks.items()}
    return client.post(url(event, arrangement), {"seen": seen(event, arrangement), **typed, **more})


def test_arranged_puts_sides_then_ranks_then_the_order_of_the_form(event):
    attend(event, "Host", Side.HOSTS)
    attend(event, "Unranked", Side.GUESTS)
    attend(event, "Second", Side.GUESTS, news_rank=2)
    attend(event, "Company", Side.COMPANIES, news_rank=1)
    attend(event, "First", Side.GUESTS, news_rank=1)
    attend(event, "Authority", Side.HIGHER_AUTHORITY)
    attend(event, "University", Side.UNIVERSITIES)
    assert names(event, Arrangement.NEWS) == [
        *("Authority", "First", "Second", "Unranked", "Host", "University", "Company"),
    ]


def test_arrangements_are_kept_apart(zizhu, event):
    a, b = attend(event, "A"), attend(event, "B")
    for arrangement, ranks in (("news", {a: 1, b: 2}), ("photograph", {a: 2, b: 1}), ("table", {a: "", b: 4})):
        assert post(zizhu, event, ranks, arrangement).status_code == 302
    assert names(event, "news") == ["A", "B"]
    assert names(event, "photograph") == ["B", "A"]
    assert names(event, "table") == ["B", "A"]
    assert names(event, "rostrum") == ["A", "B"]
    logged = ModelLogEntry.objects.filter(action="partnerships.event.arrange")
    assert sorted(entry.data["arrangement"] for entry in logged) == ["news", "photograph", "table"]


def test_buttons_move_without_javascript(zizhu, event):
    a, b, c = (attend(event, name) for name in "ABC")
    attend(event, "Guest", Side.GUESTS, news_rank=1)
    ranks = {a: "", b: "", c: ""}
    assert post(zizhu, event, ranks, move=f"up-{c.pk}").status_code == 302
    assert names(event, "news") == ["Guest", "A", "C", "B"]
    present = {one: one.news_rank or "" for one in event.attendees.all()}
    post(zizhu, event, present, move=f"up-{a.pk}")
    assert names(event, "news") == ["Guest", "A", "C", "B"]
    post(zizhu, event, present, move=f"down-{a.pk}")
    assert names(event, "news") == ["Guest", "C", "A", "B"]


@pytest.mark.parametrize("move", ["sideways-1", "up-", "up-x", "up-²", f"up-{'9' * 5000}"])
def test_unknown_move_is_not_found(zizhu, event, move):
    assert post(zizhu, event, {attend(event, "A"): 1}, move=move).status_code == 404


def test_rank_given_twice_on_a_side_is_refused_where_it_is_given(zizhu, event):
    a, b = attend(event, "A"), attend(event, "B")
    other = attend(event, "Guest", Side.GUESTS)
    response = post(zizhu, event, {a: 1, b: 1, other: 1})
    soup = BeautifulSoup(response.content, "html.parser")
    marked = [field["name"] for field in soup.select("input[aria-invalid]")]
    assert marked == [f"rank-{a.pk}", f"rank-{b.pk}"]
    assert soup.select_one(f"#error-{a.pk}").text == "本方内位次重复。"
    assert soup.select_one(f"[name=rank-{other.pk}]")["value"] == "1"
    assert names(event, "news") == ["Guest", "A", "B"]
    assert not Attendee.objects.filter(news_rank__isnull=False).exists()


@pytest.mark.parametrize("typed", ["0", "-1", "1.5", "x", "²", "99999", "123456789012"])
def test_what_is_no_rank_is_refused_and_kept_on_the_screen(zizhu, event, typed):
    attendee = attend(event, "A")
    response = post(zizhu, event, {attendee: typed})
    assert response.status_code == 200
    field = BeautifulSoup(response.content, "html.parser").select_one(f"[name=rank-{attendee.pk}]")
    assert (field["value"], field["aria-invalid"]) == (typed, "true")
    attendee.refresh_from_db()
    assert attendee.news_rank is None


def test_second_of_two_people_is_told_and_may_save_again(zizhu, event, officers):
    a, b = attend(event, "A"), attend(event, "B")
    old = seen(event)
    arrange_attendees(event_id=event.pk, arrangement="news", ranks={a.pk: 1, b.pk: 2}, seen=old, by=officers["zizhu"])
    response = post(zizhu, event, {a: 2, b: 1}, seen=old)
    soup = BeautifulSoup(response.content, "html.parser")
    assert "其间有人修改了出席人员或其排序" in soup.text
    assert soup.select_one(f"[name=rank-{a.pk}]")["value"] == "2"
    assert names(event, "news") == ["A", "B"]
    again = {field["name"]: field["value"] for field in soup.select("form[data-precedence] input[name]")}
    assert zizhu.post(url(event), again).status_code == 302
    assert names(event, "news") == ["B", "A"]


def test_attendee_added_meanwhile_is_not_lost(zizhu, event):
    a = attend(event, "A")
    old = seen(event)
    attend(event, "B", news_rank=1)
    assert post(zizhu, event, {a: 1}, seen=old).status_code == 200
    assert names(event, "news") == ["B", "A"]


def test_event_deleted_meanwhile_is_said(event, officers):
    attendee = attend(event, "A")
    old = seen(event)
    Event.objects.filter(pk=event.pk).delete()
    with pytest.raises(PartnershipRefusedError) as refused:
        arrange_attendees(event_id=event.pk, arrangement="news", ranks={attendee.pk: 1}, seen=old, by=officers["zizhu"])
    assert refused.value.code == "gone"


def test_service_refuses_whoever_may_not_change_the_event(event, officers):
    attendee = attend(event, "A")
    with pytest.raises(PartnershipRefusedError) as refused:
        arrange_attendees(
            event_id=event.pk, arrangement="news", ranks={attendee.pk: 1}, seen=seen(event), by=officers["lingang"]
        )
    assert refused.value.code == "forbidden"


def test_screen_is_refused_to_another_unit_and_read_only_to_auditors(client, event, officers, parks):
    attendee = attend(event, "A")
    client.force_login(officers["lingang"])
    assert client.get(url(event)).status_code == 404
    client.force_login(make_user("auditor", Role.AUDITOR))
    soup = BeautifulSoup(client.get(url(event)).content, "html.parser")
    assert soup.select_one("[data-name]")["data-name"] == "A"
    assert not soup.select("form[data-precedence] button, form[data-precedence] input[type=number]")
    post(client, event, {attendee: 1})
    attendee.refresh_from_db()
    assert attendee.news_rank is None


def test_unknown_arrangement_is_not_found(zizhu, event):
    assert zizhu.get(url(event, "dinner")).status_code == 404


def test_screen_asks_the_database_as_often_for_many_as_for_one(zizhu, event):
    counts = []
    for number in (1, 3):
        while event.attendees.count() < number:
            attendee = attend(event, f"P{event.attendees.count()}")
            AttendeeOffice.objects.create(attendee=attendee, title_zh_hans="主任")
            agreement = AgreementFactory(unit=event.unit, event=event)
            for _number in range(2):
                AgreementParty.objects.create(agreement=agreement, park=event.park)
        zizhu.get(url(event, "table"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert zizhu.get(url(event, "table")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def sign(agreement, parks, *names_and_roles) -> None:
    for slug in parks:
        AgreementParty.objects.create(agreement=agreement, park=slug, sort_order=agreement.parties.count())
    for name, number, role in names_and_roles:
        person = PersonFactory(family_name_en=name, family_name_zh_hans=name)
        AgreementSignatory.objects.create(agreement=agreement, person=person, party_number=number, role=role)


def test_signing_table_seats_the_host_on_the_left_and_the_guest_on_the_right_of_it(event, parks):
    agreement = AgreementFactory(unit=event.unit, event=event)
    roles = [("Guest", 1, SignatoryRole.SIGNATORY), ("Host", 2, SignatoryRole.SIGNATORY)]
    roles += [("Helper", 2, SignatoryRole.ASSISTANT), ("Witness", 1, SignatoryRole.WITNESS)]
    sign(agreement, [parks["haian"], parks["zizhu"]], *roles)
    left, right = signing_table(agreement)
    assert (left.party.park, left.is_host) == (parks["zizhu"], True)
    assert (right.party.park, right.is_host) == (parks["haian"], False)
    assert [str(one) for one in left.signatories + left.assistants] == ["Host", "Helper"]
    assert [str(one) for one in right.signatories + right.assistants] == ["Guest"]
    assert seen_from_hall(signing_table(agreement))[0].party.park == parks["haian"]


def listed(seats) -> list[str]:
    return [str(seat.party) for seat in seen_from_hall(seats)]


def test_signing_table_names_no_host_where_the_records_name_none(event, parks):
    agreement = AgreementFactory(unit=event.unit, event=event)
    assert signing_table(agreement) == []
    sign(agreement, [parks["haian"], parks["lingang"]])
    seats = signing_table(agreement)
    assert listed(seats) == [str(parks["haian"]), str(parks["lingang"])]
    assert not any(seat.is_host for seat in seats)
    agreement.event = None
    assert not any(seat.is_host for seat in signing_table(agreement))


@pytest.mark.parametrize("relation", [ParkOperator, Tenant])
def test_party_whose_legal_person_runs_the_park_or_sits_in_it_is_the_host(event, parks, relation):
    agreement = AgreementFactory(unit=event.unit, event=event)
    guest, host = OrganizationFactory(name_en="Guest"), OrganizationFactory(name_en="Host")
    for number, body in enumerate((guest, host)):
        AgreementParty.objects.create(agreement=agreement, organization=body, sort_order=number)
    assert not any(seat.is_host for seat in signing_table(agreement))
    relation.objects.create(park=event.park, organization=host)
    relation.objects.create(park=parks["haian"], organization=guest)
    found = Agreement.objects.get(pk=agreement.pk)
    assert [(seat.party.organization, seat.is_host) for seat in signing_table(found)] == [(host, True), (guest, False)]
    relation.objects.create(park=event.park, organization=guest)
    assert not any(seat.is_host for seat in signing_table(Agreement.objects.get(pk=agreement.pk)))


def test_screen_of_a_table_without_a_host_says_how_to_name_one(zizhu, event, parks):
    agreement = AgreementFactory(unit=event.unit, event=event)
    sign(agreement, [parks["haian"], parks["lingang"]])
    text = zizhu.get(url(event, "table")).content.decode()
    assert "法人所代表的园区" in text
    assert "主左客右" not in text
    assert "· 主方" not in text
    AgreementParty.objects.filter(park=parks["lingang"]).update(park=parks["zizhu"])
    text = zizhu.get(url(event, "table")).content.decode()
    assert "法人所代表的园区" not in text
    assert "· 主方" in text


def test_signing_table_on_the_screen_hides_agreements_of_another_unit(zizhu, event, parks):
    mine = AgreementFactory(unit=event.unit, event=event, name_zh_hans="本单位的协议")
    AgreementFactory(unit=parks["lingang"].unit, event=event, name_zh_hans="外单位的协议")
    sign(mine, [parks["zizhu"], parks["haian"]], ("Somebody", 1, SignatoryRole.SIGNATORY))
    text = zizhu.get(url(event, "table")).content.decode()
    assert "本单位的协议" in text
    assert "Somebody" in text
    assert "外单位的协议" not in text


def test_partial_dates_sort_among_full_ones(zizhu, parks):
    dates = {
        "full": PartialDate(2021, 10, 26),
        "inferred": PartialDate(2021, 10, 25, inferred=True),
        "year": PartialDate(2021),
        "earlier": PartialDate(2016, 2, 26, inferred=True),
        "none": None,
    }
    for slug, date in dates.items():
        EventFactory(slug=slug, unit=parks["zizhu"].unit, date=date, date_basis_en="x", name_zh_hans=slug)
    rows = Event.objects.order_by(sort_key("date").asc())
    dated = [event.slug for event in rows if event.date]
    assert dated == ["earlier", "year", "inferred", "full"]
    for ordering, expected in (("date", [*dated, "none"]), ("-date", [*reversed(dated), "none"])):
        response = zizhu.get(f"/admin/snippets/partnerships/event/?ordering={ordering}")
        assert [event.slug for event in response.context["object_list"]] == expected


def test_signatories_of_another_unit_are_shown_where_they_are_public_alone(zizhu, event, parks):
    for name, fields in (("Open", ["signatories"]), ("Closed", [])):
        agreement = AgreementFactory(unit=parks["lingang"].unit, event=event, is_public=True, public_fields=fields)
        sign(agreement, [parks["zizhu"], parks["haian"]], (name, 1, SignatoryRole.SIGNATORY))
    text = zizhu.get(url(event, "table")).content.decode()
    assert "Open" in text
    assert "Closed" not in text


def test_signing_table_shows_witnesses_with_their_offices(zizhu, event, parks):
    agreement = AgreementFactory(unit=event.unit, event=event)
    sign(agreement, [parks["zizhu"], parks["haian"]], ("王五", 1, SignatoryRole.WITNESS))
    SignatoryOffice.objects.create(signatory=AgreementSignatory.objects.get(), title_zh_hans="主任")
    assert "主任王五" in zizhu.get(url(event, "table")).content.decode()


def test_order_goes_out_as_a_file_with_offices(zizhu, event):
    attend(event, "乙", news_rank=2)
    first = attend(event, "甲", news_rank=1)
    AttendeeOffice.objects.create(attendee=first, title_zh_hans="市长", title_en="Mayor")
    response = zizhu.get(url(event), {"export": "csv"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[:3] for line in lines[1:]] == [["主办方", "1", "市长甲"], ["主办方", "2", "乙"]]
    assert ModelLogEntry.objects.filter(action__contains="export").count() == 1
    assert zizhu.get(url(event), {"export": "pdf"}).status_code == 404
