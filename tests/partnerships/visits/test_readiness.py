"""What must be true before a step, and points of the checklist settled and opened again."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import ModelLogEntry

from partnerships.errors import PartnershipRefusedError
from partnerships.models import Gift, Visit, VisitMember
from partnerships.visits.enums import Gate
from partnerships.visits.readiness import FIRST_POINTS, begin_checklist, missing_points, obstacles
from partnerships.visits.services.checklist import answer_for_photographs, complete_checklist, settle_point
from portal.core.partial_dates import PartialDate
from tests.partnerships.visits.preparing import AHEAD, PAPERS, member, point, under_review, visit_of

pytestmark = pytest.mark.django_db


def hindered(visit: Visit, to: str) -> list[str]:
    with override("en"):
        return obstacles(Visit.objects.get(pk=visit.pk), to)


@pytest.mark.parametrize("kind", sorted(PAPERS))
def test_visit_with_everything_may_be_confirmed_and_held(parks, kind):
    visit = under_review(parks["zizhu"], kind)
    assert (hindered(visit, "confirmed"), hindered(visit, "hosted")) == ([], [])


@pytest.mark.parametrize(
    ("kind", "empty", "said"),
    [
        ("official", "letter_kind", "An official visit rests on an official letter or an invitation: say which."),
        ("official", "letter_number", "Give the number of the letter."),
        ("official", "approver", "Say who has approved the visit."),
        ("foreign", "foreign_affairs_reference", "Give the reference of the foreign-affairs office."),
        ("foreign", "approver", "Say who has approved the visit."),
    ],
)
def test_what_a_kind_rests_on_is_asked_before_it_is_confirmed(parks, kind, empty, said):
    visit = under_review(parks["zizhu"], kind, **{empty: "  " if empty != "letter_kind" else ""})
    assert hindered(visit, "confirmed") == [said]


@pytest.mark.parametrize("date", [None, PartialDate(2026), PartialDate(2026, 3), PartialDate(None, 3, 5)])
def test_day_is_known_in_full_before_it_is_confirmed(parks, date):
    assert hindered(under_review(parks["zizhu"], date=date), "confirmed") == ["Give the day of the visit."]


def test_delegation_has_one_head(parks):
    visit = under_review(parks["zizhu"], "official")
    member(visit, role="head", side="hosts")  # the hosts have one of their own
    assert hindered(visit, "confirmed") == []
    member(visit, role="head")
    assert hindered(visit, "confirmed") == ["Heads of the delegation on the list: 2. Leave one."]
    VisitMember.objects.filter(visit=visit, side="guests").update(role="member")
    assert hindered(visit, "confirmed") == ["Name the head of the delegation among the delegates."]
    Visit.objects.filter(pk=visit.pk).update(kind="business")
    assert hindered(visit, "confirmed") == []


def test_interpreter_is_on_the_list_where_somebody_needs_one(parks):
    visit = under_review(parks["zizhu"])
    member(visit, interpreting="German", photographs="allowed")
    said = "Somebody needs interpreting: put the interpreter on the list of delegates and hosts."
    assert (hindered(visit, "confirmed"), hindered(visit, "hosted")) == ([], [said])
    member(visit, role="interpreter", side="hosts", interpreting="German")
    assert hindered(visit, "hosted") == []


def test_points_wait_at_their_gate(parks):
    visit = under_review(parks["zizhu"])
    point(visit, "plan", Gate.CONFIRMED)
    point(visit, "", Gate.HOSTED, text="Flags")
    plan, both = "Still to be settled: Reception plan is approved.", "Still to be settled: Flags."
    assert hindered(visit, "confirmed") == [plan]
    assert hindered(visit, "hosted") == [plan, both]


def test_visit_is_not_held_before_its_day_nor_reported_before_its_last(parks):
    assert "The visit has not begun yet." in hindered(under_review(parks["zizhu"], date=AHEAD), "hosted")
    long = visit_of(parks["zizhu"], state="hosted", until=AHEAD, outcome_en="Agreed.")
    assert hindered(long, "reported") == ["The visit has not ended yet."]
    assert hindered(visit_of(parks["zizhu"], state="hosted"), "reported") == ["Write down the outcome."]


@pytest.mark.parametrize(("zone", "begun"), [("Asia/Shanghai", True), ("America/New_York", False)])
def test_day_begins_where_the_visit_is(parks, zone, begun, monkeypatch):
    from datetime import UTC, datetime

    import django.utils.timezone as clock

    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 5, 1, tzinfo=UTC))
    visit = under_review(parks["zizhu"], date=PartialDate(2026, 3, 5), timezone=zone)
    assert (hindered(visit, "hosted") == []) == begun


def test_official_visit_knows_no_gifts_and_others_say_what_became_of_them(parks):
    official = visit_of(parks["zizhu"], kind="official", state="hosted", outcome_en="Agreed.")
    foreign = visit_of(parks["zizhu"], kind="foreign", state="reported")
    for visit in (official, foreign):
        Gift.objects.create(visit=visit, direction="received", description="Vase", counterpart="Guest")
    [said] = hindered(official, "reported")
    assert said.startswith("On an official visit there are no gifts")
    assert hindered(foreign, "closed") == ["Gifts received of which the register does not say what became of them: 1."]
    Gift.objects.filter(visit=foreign).update(fate="handed_in")
    assert hindered(foreign, "closed") == []


def test_step_back_asks_nothing(parks):
    visit = visit_of(parks["zizhu"], state="reported", date=AHEAD)
    assert hindered(visit, "hosted") == []
    Visit.objects.filter(pk=visit.pk).update(state="closed")
    assert hindered(visit, "reported") == []


@pytest.mark.parametrize("kind", sorted(FIRST_POINTS))
def test_checklist_begins_with_the_points_of_the_kind_once(parks, kind):
    visit = visit_of(parks["zizhu"], kind=kind)
    for _time in range(2):
        begin_checklist(visit)
    assert [(one.point, one.gate) for one in visit.checklist.all()] == [tuple(pair) for pair in FIRST_POINTS[kind]]


def test_who_travels_books_no_rooms(parks):
    visit = visit_of(parks["zizhu"], direction="outgoing")
    begin_checklist(visit)
    assert {"rooms", "papers", "photographer"}.isdisjoint(visit.checklist.values_list("point", flat=True))


def test_point_is_settled_and_opened_again_with_who_and_when(parks, officers):
    visit = under_review(parks["zizhu"])
    plan = point(visit, "plan")
    settle_point(visit_id=visit.pk, item_id=plan.pk, settled=True, by=officers["zizhu"])
    plan.refresh_from_db()
    assert plan.done_by == officers["zizhu"]
    assert plan.done_at is not None
    with pytest.raises(PartnershipRefusedError) as refused:
        settle_point(visit_id=visit.pk, item_id=plan.pk, settled=True, by=officers["zizhu"])
    assert (refused.value.code, "officer-zizhu" in str(refused.value)) == ("moved", True)
    settle_point(visit_id=visit.pk, item_id=plan.pk, settled=False, by=officers["zizhu"])
    plan.refresh_from_db()
    assert (plan.done_by, plan.done_at) == (None, None)
    actions = ModelLogEntry.objects.filter(action__startswith="partnerships.visit.").values_list("action", flat=True)
    assert sorted(actions) == ["partnerships.visit.reopen", "partnerships.visit.settle"]


def code_of(**arguments) -> str:
    with pytest.raises(PartnershipRefusedError) as refused:
        settle_point(**arguments)
    return refused.value.code


def test_point_is_refused_to_others_and_where_preparing_is_over(parks, officers):
    visit, other = under_review(parks["zizhu"]), under_review(parks["zizhu"])
    plan = point(visit, "plan")
    asked = {"visit_id": visit.pk, "item_id": plan.pk, "settled": True, "by": officers["zizhu"]}
    assert code_of(**asked | {"by": officers["lingang"]}) == "forbidden"
    assert code_of(**asked | {"visit_id": other.pk}) == "gone"
    assert code_of(**asked | {"visit_id": other.pk + 99}) == "gone"
    Visit.objects.filter(pk=visit.pk).update(state="cancelled")
    assert code_of(**asked) == "state"


def test_point_that_is_not_true_is_not_settled(parks, officers):
    visit = visit_of(parks["zizhu"], kind="foreign", state="under_review")
    by = officers["zizhu"]
    points = {name: point(visit, name).pk for name in ("delegates", "interpreter", "photographer")}
    assert code_of(visit_id=visit.pk, item_id=points["delegates"], settled=True, by=by) == "obstacle"
    member(visit, interpreting="德语")
    settle_point(visit_id=visit.pk, item_id=points["delegates"], settled=True, by=by)
    for name in ("interpreter", "photographer"):
        assert code_of(visit_id=visit.pk, item_id=points[name], settled=True, by=by) == "obstacle"
    assert answer_for_photographs(visit_id=visit.pk, answer="refused", by=by) == 1
    member(visit, role="interpreter", side="hosts")
    for name in ("interpreter", "photographer"):
        settle_point(visit_id=visit.pk, item_id=points[name], settled=True, by=by)
    member(visit)  # came later, and nobody has asked
    assert any("may be photographed: 1" in said for said in hindered(visit, "hosted"))


def test_answer_for_photographs_leaves_what_was_answered(parks, officers):
    visit = under_review(parks["zizhu"])
    member(visit, photographs="refused")
    member(visit)
    member(visit, side="hosts")
    with pytest.raises(PartnershipRefusedError):
        answer_for_photographs(visit_id=visit.pk, answer="perhaps", by=officers["zizhu"])
    assert answer_for_photographs(visit_id=visit.pk, answer="allowed", by=officers["zizhu"]) == 1
    assert list(visit.members.values_list("photographs", flat=True)) == ["allowed", "refused", "allowed", ""]


def test_points_that_a_new_kind_asks_for_are_added_behind_the_others(parks, officers):
    visit = visit_of(parks["zizhu"], kind="business", state="under_review")
    begin_checklist(visit)
    point(visit, "", text="Flags", sort_order=20)
    Visit.objects.filter(pk=visit.pk).update(kind="foreign")
    visit = Visit.objects.get(pk=visit.pk)
    assert [name for name, _gate in missing_points(visit)] == ["budget", "secrecy", "interpreter"]
    assert complete_checklist(visit_id=visit.pk, by=officers["zizhu"]) == 3
    assert [one.point for one in visit.checklist.all()][-4:] == ["", "budget", "secrecy", "interpreter"]
    assert complete_checklist(visit_id=visit.pk, by=officers["zizhu"]) == 0


def test_buttons_of_the_screen_settle_open_complete_and_answer(client, parks, officers):
    visit = under_review(parks["zizhu"])
    rooms = point(visit, "rooms", due_on=date(2020, 1, 2), responsible=officers["zizhu"])
    point(visit, "photographer")
    member(visit)
    client.force_login(officers["zizhu"])
    page = BeautifulSoup(client.get(reverse("visit_state", args=[visit.pk])).content, "html.parser")
    row = page.select_one(f"button[value=settle-{rooms.pk}]").find_parent("li").text
    assert ("officer-zizhu" in row, "已逾期" in row) == (True, True)
    url = reverse("visit_checklist", args=[visit.pk])
    for act in (f"settle-{rooms.pk}", "complete", "photographs-allowed"):
        assert page.select_one(f'button[value="{act}"]')
        assert client.post(url, {"act": act}).headers["Location"] == reverse("visit_state", args=[visit.pk])
    rooms.refresh_from_db()
    assert rooms.done_by == officers["zizhu"]
    assert visit.checklist.count() == len(FIRST_POINTS["business"])
    assert not visit.members.filter(photographs="").exists()
    client.post(url, {"act": f"reopen-{rooms.pk}"})
    rooms.refresh_from_db()
    assert rooms.done_at is None


@pytest.mark.parametrize("act", ["", "settle", "settle-x", "settle-²", "explode-1", f"settle-{'9' * 5000}"])
def test_unknown_act_is_not_found(client, parks, officers, act):
    visit = under_review(parks["zizhu"])
    client.force_login(officers["zizhu"])
    assert client.post(reverse("visit_checklist", args=[visit.pk]), {"act": act}).status_code == 404


def test_checklist_is_closed_to_another_unit(client, parks, officers):
    visit = under_review(parks["zizhu"])
    rooms = point(visit, "rooms")
    client.force_login(officers["lingang"])
    response = client.post(reverse("visit_checklist", args=[visit.pk]), {"act": f"settle-{rooms.pk}"})
    assert response.status_code == 404
    rooms.refresh_from_db()
    assert rooms.done_at is None
