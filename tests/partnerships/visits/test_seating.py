"""Who sits where: the left senior among ourselves, the right with foreign guests."""

from __future__ import annotations

import pytest

from partnerships.models import Visit
from partnerships.visits.paper import charts
from partnerships.visits.paper.people import members_in_order, senior_hand
from partnerships.visits.paper.seating import (
    Hand,
    for_photograph,
    host_and_guest,
    in_rows,
    placed,
    seen_from_front,
    with_interpreter,
)
from tests.partnerships.factories import VisitFactory
from tests.partnerships.visits.paper_visit import join

#: From the left to the right hand of those who sit, by their number.
LEFT_SENIOR = {1: "1", 2: "21", 3: "213", 4: "4213", 5: "42135", 6: "642135", 7: "6421357"}
RIGHT_SENIOR = {1: "1", 2: "12", 3: "312", 4: "3124", 5: "53124", 6: "531246", 7: "7531246"}


@pytest.fixture
def visit(parks) -> Visit:
    return VisitFactory(unit=parks["lingang"].unit, park=parks["lingang"], kind="official")


def numbers(count: int) -> str:
    return "1234567"[:count]


def names(rows: list[list[charts.Seat]]) -> list[list[str]]:
    return [[seat.name for seat in row] for row in rows]


@pytest.mark.parametrize("count", range(1, 8))
def test_placed_at_home_has_the_second_at_the_left_hand_of_the_first(count):
    assert "".join(placed(numbers(count), Hand.LEFT)) == LEFT_SENIOR[count]


@pytest.mark.parametrize("count", range(1, 8))
def test_placed_with_foreign_guests_has_the_second_at_the_right_hand_of_the_first(count):
    assert "".join(placed(numbers(count), Hand.RIGHT)) == RIGHT_SENIOR[count]


def test_the_hall_sees_the_usual_drawing_of_a_rostrum():
    assert "".join(seen_from_front(placed(numbers(7), Hand.LEFT))) == "7531246"
    assert placed([], Hand.LEFT) == []


def test_the_interpreter_sits_at_the_right_hand_of_the_first():
    assert "".join(with_interpreter(placed("12345", Hand.RIGHT), "1", "i")) == "531i24"
    assert "".join(with_interpreter(placed("12345", Hand.LEFT), "1", "i")) == "421i35"
    assert "".join(with_interpreter("213", "1", None)) == "213"


def test_a_photograph_has_the_host_in_the_middle_and_guests_and_hosts_alternating():
    order = for_photograph([], ["H1", "H2", "H3"], ["g1", "g2", "g3", "g4"])
    assert order == ["H1", "g1", "g2", "H2", "H3", "g3", "g4"]
    assert placed(order, Hand.RIGHT) == ["g4", "H3", "g2", "H1", "g1", "H2", "g3"]
    assert for_photograph(["A"], ["H1"], ["g1", "g2", "g3"]) == ["A", "g1", "g2", "H1", "g3"]
    assert for_photograph([], [], ["g1", "g2"]) == ["g1", "g2"]


def test_more_than_a_row_stand_behind_in_rows_of_about_the_same_length():
    assert [len(row) for row in in_rows(list(range(23)), 11)] == [8, 8, 7]
    assert in_rows([], 11) == []


@pytest.mark.django_db
def test_foreign_guests_turn_the_rule(visit):
    join(visit, "孙瑾", "Jin Sun", "guests")
    assert senior_hand(visit) == Hand.LEFT
    guest = join(visit, "", "Charlie Baker", "guests")
    guest.person.country = "US"
    guest.person.save()
    assert senior_hand(Visit.objects.get(pk=visit.pk)) == Hand.RIGHT
    assert senior_hand(VisitFactory(kind="foreign")) == Hand.RIGHT


@pytest.mark.django_db
def test_guests_from_taiwan_hong_kong_and_macao_are_no_foreign_guests(visit):
    guest = join(visit, "何先", "Xian He", "guests")
    guest.person.country = "HK"
    guest.person.save()
    assert senior_hand(Visit.objects.get(pk=visit.pk)) == Hand.LEFT


@pytest.mark.django_db
def test_the_table_is_drawn_with_guests_facing_the_door(visit):
    for number, name in enumerate(["Ann A", "Ben B", "Cem C"], start=1):
        join(visit, "", name, "guests", table_rank=number)
    for number, name in enumerate(["Kim K", "Lee L", "Max M"], start=1):
        join(visit, "", name, "hosts", table_rank=number)
    join(visit, "", "Ivy I", "hosts", role="interpreter")
    join(visit, "", "Sam S", "hosts", role="staff")
    drawn = charts.context(visit)["table"]
    # Guests look down the sheet: what is on their left hand is on the right of the sheet.
    assert names(drawn["guests"]) == [["Cem C", "Ann A", "Ben B"]]
    assert names(drawn["hosts"]) == [["Lee L", "Kim K", "Ivy I", "Max M"]]
    assert drawn["behind"] == ["Sam S"]


@pytest.mark.django_db
def test_a_table_has_two_rows_a_side_and_the_others_behind(visit):
    for number in range(24):
        join(visit, "", f"Given{number} Family{number}", "guests")
    drawn = charts.context(visit)["table"]
    assert [len(row) for row in drawn["guests"]] == [11, 11]
    # The row at the table is drawn last, next to it, and has the first eleven.
    assert {seat.number for seat in drawn["guests"][-1]} == {str(number) for number in range(1, 12)}
    assert drawn["behind"] == ["Given22 Family22", "Given23 Family23"]


@pytest.mark.django_db
def test_the_rostrum_is_drawn_for_those_with_a_rank_else_for_who_leads(visit):
    join(visit, "", "Ann A", "guests", role="head")
    host = join(visit, "", "Kim K", "hosts", role="head")
    join(visit, "", "Ben B", "guests")
    assert names(charts.context(visit)["rostrum"]) == [["Ann A", "Kim K"]]
    host.rostrum_rank = 1
    host.save()
    assert names(charts.context(Visit.objects.get(pk=visit.pk))["rostrum"]) == [["Kim K"]]


@pytest.mark.django_db
def test_on_a_rostrum_with_foreign_guests_the_guest_has_the_right_hand_of_the_host(visit):
    Visit.objects.filter(pk=visit.pk).update(kind="foreign")
    guest = join(visit, "", "Ann A", "guests", role="head")
    host = join(visit, "", "Kim K", "hosts", role="head")
    assert names(charts.context(Visit.objects.get(pk=visit.pk))["rostrum"]) == [["Ann A", "Kim K"]]
    # Whoever of the two comes first: the hall sees the guest on the left, which is the host's right hand.
    for ranks in ((1, 2), (2, 1)):
        for member, rank in zip((guest, host), ranks, strict=True):
            type(member).objects.filter(pk=member.pk).update(rostrum_rank=rank + 10)
        assert names(charts.context(Visit.objects.get(pk=visit.pk))["rostrum"]) == [["Ann A", "Kim K"]]


def test_host_and_guest_share_the_middle_of_an_even_row_alone():
    assert "".join(host_and_guest("ghGH", "gG")) == "HhgG"
    assert "".join(host_and_guest("hgHG", "gG")) == "HhgG"
    assert "".join(host_and_guest("ghG", "gG")) == "Ggh"
    assert host_and_guest("", "") == []


@pytest.mark.django_db
def test_an_arrangement_that_nobody_has_put_in_order_follows_the_news(visit):
    join(visit, "", "Ann A", "guests", news_rank=2)
    first = join(visit, "", "Ben B", "guests", news_rank=1)
    assert [str(one) for one in members_in_order(visit, "table")] == ["Ben B", "Ann A"]
    first.table_rank = 2
    first.save()
    other = visit.members.get(news_rank=2)
    other.table_rank = 1
    other.save()
    assert [str(one) for one in members_in_order(Visit.objects.get(pk=visit.pk), "table")] == ["Ann A", "Ben B"]
