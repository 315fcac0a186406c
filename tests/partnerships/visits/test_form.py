"""Visits in the admin: what the form takes, refuses, asks and keeps."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import ModelLogEntry

from parks.models import Office
from partnerships.models import AgendaItem, ChecklistItem, Visit, VisitMember
from partnerships.visits.zones import comes_twice, is_skipped
from portal.core.enums import Role
from portal.core.partial_dates import PartialDate
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import PersonFactory, VisitFactory, VisitMemberFactory
from tests.partnerships.screens import form_of, with_rows
from tests.partnerships.visits.photographs import image_of
from tests.partnerships.visits.screens import VISITS, errors, follow_up, gift, item, member, saved, typed_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def zizhu(client, officers):
    client.force_login(officers["zizhu"])
    return client


@pytest.fixture
def typed(parks) -> dict:
    return typed_visit(parks["zizhu"].unit, parks["zizhu"])


def post(client, data):
    return client.post(f"{VISITS}add/", data)


def screen(visit: Visit) -> str:
    return f"{VISITS}edit/{visit.pk}/"


def test_visit_is_entered_with_everything(zizhu, typed):
    person = PersonFactory()
    Office.objects.create(person=person, title_zh_hans="副局长", title_en="Deputy Director")
    data = with_rows(typed, "members", member(person, role="head", email="sun@example.org", dietary="素食"))
    data = with_rows(data, "partners", {"description_zh_hans": "连云港市商务局"})
    data = with_rows(data, "topics", {"text_zh_hans": "产业"})
    data = with_rows(data, "agenda", item("2027-03-09", "09:00", "10:30"))
    data = with_rows(data, "checklist", {"point": "", "text": "备好车位牌", "gate": "hosted"})
    data = with_rows(data, "minutes", {"confidence": "confidential", "text_en": "A price was named."})
    data = with_rows(data, "follow_ups", follow_up(what_en="Visit Lianyungang", description_en="The park"))
    visit = saved(post(zizhu, with_rows(data, "gifts", gift())))
    assert (visit.date, visit.slug, visit.state) == (PartialDate(2027, 3, 9), "visit-from-lianyungang", "requested")
    assert [one.title_zh_hans for one in visit.members.get().offices.all()] == ["副局长"]
    assert visit.agenda.get().begins == datetime(2027, 3, 9, 1, tzinfo=UTC)
    assert next(str(one) for one in visit.checklist.all()) == "备好车位牌"
    assert visit.checklist.filter(point="rooms").count() == 1
    assert (visit.minutes.count(), visit.follow_ups.count(), visit.gifts.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"date_inferred": "1"}, "date_basis_zh_hans"),
        ({"until_year": "2027", "until_month": "3", "until_day": "8", "until_inferred": ""}, "until"),
        ({"letter_number": "沪外〔2027〕3号"}, "letter_kind"),
        ({"approver": "王主任"}, "approved_on"),
        ({"approved_on": "2020-01-01"}, "approver"),
        ({"approver": "王主任", "approved_on": "2190-01-01"}, "approved_on"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
    ],
)
def test_fields_that_contradict_are_refused_where_they_are(zizhu, typed, values, field):
    assert set(errors(post(zizhu, typed | values))) == {field}
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("relation", "rows", "where"),
    [
        ("members", [member(description_en="A", role="head"), member(description_en="B", role="head")], "1-role"),
        ("members", [member(description_en="A", email="no address")], "0-email"),
        ("checklist", [{"point": "", "text": "", "gate": "hosted"}], "0-text"),
        ("checklist", [{"point": "rooms", "text": "", "gate": "hosted"}] * 2, "1-point"),
        ("gifts", [gift(value="120")], "0-currency"),
        ("gifts", [gift(fate="returned")], "0-fate"),
        ("follow_ups", [follow_up(what_en="X", description_en="Y", settled_on="2026-01-01")], "0-settled_on"),
        ("agenda", [item("2027-03-09", "10:00", "09:00")], "0-ends_at"),
    ],
)
def test_lists_that_contradict_are_refused_at_the_row(zizhu, typed, relation, rows, where):
    assert set(errors(post(zizhu, with_rows(typed, relation, *rows)))) == {f"{relation}-{where}"}


def test_a_head_on_either_side_is_taken(zizhu, typed):
    rows = [member(description_en=side, side=side, role="head") for side in ("guests", "hosts")]
    assert saved(post(zizhu, with_rows(typed, "members", *rows))).members.count() == 2


def test_gifts_of_an_official_visit_are_refused(zizhu, typed):
    response = post(zizhu, with_rows(typed, "gifts", gift()) | {"kind": "official"})
    assert "公务来访不得赠送或收受礼品" in errors(response)["gifts-0-__all__"]


def test_gift_received_on_a_foreign_visit_names_its_day_and_is_asked_for_after_a_month(zizhu, typed):
    data = typed | {"kind": "foreign"}
    assert set(errors(post(zizhu, with_rows(data, "gifts", gift("received"))))) == {"gifts-0-day"}
    response = post(zizhu, with_rows(data, "gifts", gift("received", day="2024-05-06")))
    saved(response)
    assert any("茶具" in str(message) for message in get_messages(response.wsgi_request))


def test_person_and_rank_given_twice_are_refused_at_their_fields(zizhu, typed):
    one, two = PersonFactory(), PersonFactory()
    rows = [member(one, news_rank="1"), member(two, news_rank="1"), member(one, "hosts")]
    assert set(errors(post(zizhu, with_rows(typed, "members", *rows)))) == {"members-1-news_rank", "members-2-person"}


def test_items_at_one_time_are_refused_across_zones_unless_parallel(zizhu, typed):
    shanghai = item("2027-03-09", "09:00", "10:30")
    boston = item("2027-03-08", "20:30", "21:00", timezone="America/New_York")
    assert set(errors(post(zizhu, with_rows(typed, "agenda", shanghai, boston)))) == {"agenda-1-starts_at"}
    saved(post(zizhu, with_rows(typed, "agenda", shanghai, boston | {"is_parallel": "on"})))


def test_item_without_an_end_lasts_until_the_next(zizhu, typed):
    rows = [item("2027-03-09", "09:00"), item("2027-03-09", "09:30", "10:00"), item("2027-03-09", "10:00")]
    assert saved(post(zizhu, with_rows(typed, "agenda", *rows))).agenda.count() == 3


def test_item_on_another_day_is_asked_about_and_saved(zizhu, typed):
    response = post(zizhu, with_rows(typed, "agenda", item("2027-03-11", "09:00")))
    saved(response)
    assert any("不在来访日期之内" in str(message) for message in get_messages(response.wsgi_request))


@pytest.mark.parametrize(
    ("day", "clock", "said"), [("2027-03-14", "02:30", "向前拨快"), ("2027-11-07", "01:30", "向后拨回")]
)
def test_time_that_the_clock_change_takes_or_gives_twice_is_refused(zizhu, typed, day, clock, said):
    data = with_rows(typed, "agenda", item(day, clock)) | {"timezone": "America/New_York"}
    found = errors(post(zizhu, data))
    assert set(found) == {"agenda-0-starts_at"}
    assert said in found["agenda-0-starts_at"]


def test_days_around_a_clock_change_are_as_the_zone_has_them():
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("America/New_York")
    asked = [(date(2027, 3, 14), time(1, 59)), (date(2027, 3, 14), time(2)), (date(2027, 3, 14), time(3))]
    assert [is_skipped(*one, zone) for one in asked] == [False, True, False]
    assert [comes_twice(date(2027, 11, 7), time(hour), zone) for hour in (0, 1, 2)] == [False, True, False]


def test_another_zone_moves_the_items_that_have_none(zizhu, typed):
    rows = [item("2027-03-09", "09:00"), item("2027-03-09", "15:00", timezone="UTC")]
    visit = saved(post(zizhu, with_rows(typed, "agenda", *rows)))
    shown = form_of(zizhu.get(screen(visit)))
    saved(zizhu.post(screen(visit), shown | {"timezone": "America/New_York"}))
    assert [one.begins for one in AgendaItem.objects.order_by("sort_order")] == [
        datetime(2027, 3, 9, 14, tzinfo=UTC),
        datetime(2027, 3, 9, 15, tzinfo=UTC),
    ]


@pytest.fixture
def visit(parks) -> Visit:
    visit = VisitFactory(unit=parks["zizhu"].unit, park=parks["zizhu"], date=PartialDate(2027, 3, 9))
    VisitMemberFactory(visit=visit, dietary="素食")
    AgendaItem.objects.create(visit=visit, day=date(2027, 3, 9), starts_at=time(9), text_en="Talks")
    return visit


def test_second_of_two_officers_takes_nothing_back_and_is_told(zizhu, visit):
    shown = form_of(zizhu.get(screen(visit)))
    first = {"agenda-0-starts_at": "11:00", "headcount": "12", "members-0-dietary": "清真", "venue_en": "Hall"}
    saved(zizhu.post(screen(visit), shown | first))
    saved(zizhu.post(screen(visit), shown | {"letter_number": "", "purpose_en": "Cooperation"}))
    visit.refresh_from_db()
    assert (visit.headcount, visit.venue_en, visit.purpose_en) == (12, "Hall", "Cooperation")
    assert (AgendaItem.objects.get().starts_at, VisitMember.objects.get().dietary) == (time(11), "清真")
    response = zizhu.post(screen(visit), shown | {"agenda-0-starts_at": "15:00"})
    assert "11:00" in errors(response)["agenda-0-starts_at"]
    assert AgendaItem.objects.get().starts_at == time(11)


def test_item_put_at_the_same_time_by_another_meanwhile_is_refused(zizhu, visit):
    shown = form_of(zizhu.get(screen(visit)))
    AgendaItem.objects.create(visit=visit, day=date(2027, 3, 9), starts_at=time(14), text_en="Tour", sort_order=1)
    response = zizhu.post(screen(visit), with_rows(shown, "agenda", item("2027-03-09", "14:00", "15:00")))
    assert "Tour" in errors(response)["agenda-1-starts_at"]
    assert AgendaItem.objects.count() == 2


def test_member_removed_by_another_meanwhile_does_not_come_back(zizhu, visit):
    VisitMemberFactory(visit=visit, sort_order=1)
    shown = form_of(zizhu.get(screen(visit)))
    VisitMember.objects.order_by("-pk").first().delete()
    zizhu.post(screen(visit), shown | {"purpose_en": "Cooperation"})
    assert VisitMember.objects.count() == 1


def test_kind_that_asks_for_more_adds_its_points(zizhu, typed):
    visit = saved(post(zizhu, typed))
    assert not visit.checklist.filter(point="secrecy").exists()
    saved(zizhu.post(screen(visit), form_of(zizhu.get(screen(visit))) | {"kind": "foreign"}))
    assert visit.checklist.filter(point="secrecy").count() == 1
    assert visit.checklist.filter(point="rooms").count() == 1


def test_points_of_the_kind_are_removed_by_the_head_alone(client, zizhu, typed, parks):
    visit = saved(post(zizhu, typed))
    own = ChecklistItem.objects.create(visit=visit, text="Own", gate="hosted", sort_order=50)
    shown = form_of(zizhu.get(screen(visit)))
    last = int(shown["checklist-TOTAL_FORMS"]) - 1
    response = zizhu.post(screen(visit), shown | {"checklist-0-DELETE": "on"})
    assert set(errors(response)) == {"__all__"}
    saved(zizhu.post(screen(visit), shown | {f"checklist-{last}-DELETE": "on"}))
    assert not ChecklistItem.objects.filter(pk=own.pk).exists()
    client.force_login(make_user("head", Role.HEAD, parks["zizhu"].unit))
    shown = form_of(client.get(screen(visit)))
    saved(client.post(screen(visit), shown | {"checklist-0-DELETE": "on"}))
    assert ChecklistItem.objects.filter(visit=visit).count() == last - 1


def test_what_the_approval_rests_on_is_changed_by_the_head_alone_once_confirmed(client, zizhu, visit, parks):
    Visit.objects.filter(pk=visit.pk).update(state="confirmed", approver="王主任", approved_on=date(2026, 1, 5))
    shown = form_of(zizhu.get(screen(visit)))
    filled = {"letter_kind": "invitation", "letter_number": "3"}
    response = zizhu.post(screen(visit), shown | filled | {"approver": "李主任"})
    assert set(errors(response)) == {"approver", "__all__"}
    saved(zizhu.post(screen(visit), shown | filled | {"purpose_en": "Cooperation"}))
    client.force_login(make_user("head", Role.HEAD, parks["zizhu"].unit))
    saved(client.post(screen(visit), form_of(client.get(screen(visit))) | {"approver": "李主任"}))
    visit.refresh_from_db()
    assert (visit.approver, visit.letter_number, visit.state) == ("李主任", "3", "confirmed")


def test_photograph_needs_alternative_text(zizhu, typed, image):
    rows = [{"image": image.pk, "caption_en": "Arrival"}]
    assert set(errors(post(zizhu, with_rows(typed, "photographs", *rows)))) == {"photographs-0-alt_zh_hans"}
    rows[0]["alt_en"] = "Guests at the gate"
    assert saved(post(zizhu, with_rows(typed, "photographs", *rows))).photographs.count() == 1


@pytest.fixture
def image(parks, officers):
    return image_of(parks["zizhu"].unit)


def test_agenda_follows_the_visit_to_another_day_once(zizhu, visit, officers):
    AgendaItem.objects.filter(visit=visit).delete()
    for hour in (9, 14):
        AgendaItem.objects.create(visit=visit, day=date(2027, 3, 9), starts_at=time(hour), text_en=f"Item {hour}")
    way = reverse("visit_move_agenda", args=[visit.pk])
    shown = form_of(zizhu.get(screen(visit)))
    response = zizhu.post(screen(visit), shown | {"date_day": "12"}, follow=True)
    [warning] = [one for one in response.context["messages"] if one.level_tag == "warning"]
    assert way in str(warning)
    asked = {"days": "3", "seen": "2027-03-09"}
    assert 'value="3"' in zizhu.get(way).content.decode()
    zizhu.post(way, asked), zizhu.post(way, asked)
    assert {one.day for one in AgendaItem.objects.filter(visit=visit)} == {date(2027, 3, 12)}
    assert AgendaItem.objects.filter(visit=visit).first().begins.date() == date(2027, 3, 12)
    assert ModelLogEntry.objects.filter(action="partnerships.visit.agenda").count() == 1
    assert zizhu.get(way).status_code == 302


def test_new_visit_leads_on_to_the_list_and_the_steps(zizhu, typed, parks):
    response = zizhu.post(f"{VISITS}add/", typed, follow=True)
    made = Visit.objects.latest("pk")
    said = " ".join(str(one) for one in response.context["messages"])
    assert reverse("visit_delegates", args=[made.pk]) in said
    assert reverse("visit_state", args=[made.pk]) in said


def test_park_of_a_unit_that_has_one_is_chosen_already(zizhu, parks):
    assert zizhu.get(f"{VISITS}add/").context["form"]["park"].value() in (parks["zizhu"], parks["zizhu"].pk)


def test_list_is_of_visits_both_ways(zizhu):
    assert "来访与出访" in zizhu.get(VISITS).content.decode()


def test_what_is_no_time_is_answered_with_an_example(zizhu, typed):
    response = post(zizhu, with_rows(typed, "agenda", item("2027-03-09", "half past two")))
    assert "14:30" in errors(response)["agenda-0-starts_at"]


def test_follow_up_of_nobody_names_the_park_among_the_choices(zizhu, typed):
    response = post(zizhu, with_rows(typed, "follow_ups", follow_up(what_en="Send the list")))
    assert any("园区" in said for said in errors(response).values())
