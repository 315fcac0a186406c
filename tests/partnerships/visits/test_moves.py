"""Steps of visits: along one table, by whom they are for, and what two people at once are told."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from partnerships.errors import PartnershipRefusedError
from partnerships.models import Visit, VisitMove
from partnerships.visits.clashes import clash_mark, clashes_of
from partnerships.visits.enums import NEEDS_REASON, VISIT_APPROVALS, VISIT_MOVES, VisitState
from partnerships.visits.services.moves import move_visit
from partnerships.visits.step_words import step_words
from portal.core.enums import Role
from portal.core.partial_dates import PartialDate
from portal.outbox.models import Letter
from tests.partnerships.conftest import make_user
from tests.partnerships.visits.preparing import AHEAD, item, member, point, room, under_review, visit_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(parks):
    return make_user("head-zizhu", Role.HEAD, parks["zizhu"].unit)


def address(visit: Visit) -> str:
    return reverse("visit_state", args=[visit.pk])


def refusal(code: str, **arguments) -> str:
    with pytest.raises(PartnershipRefusedError) as refused:
        move_visit(**arguments)
    assert refused.value.code == code
    return str(refused.value)


def offered(client, visit: Visit) -> tuple[set[str], list[str]]:
    page = BeautifulSoup(client.get(address(visit)).content, "html.parser")
    return {button["value"] for button in page.select("button[name=to]")}, [
        " ".join(row.get_text().split()) for row in page.select(".record-hindrances:not(.record-clashes) li")
    ]


def test_table_of_moves_knows_every_state_and_leads_from_the_request_to_every_end():
    assert VISIT_MOVES.keys() == set(VisitState)
    assert all(to in VISIT_MOVES[left] for left, to in VISIT_APPROVALS)
    reached, edge = set(), {VisitState.REQUESTED}
    while edge:
        reached |= edge
        edge = {to for left in edge for to in VISIT_MOVES[left]} - reached
    assert reached == set(VisitState)


def test_review_leaves_a_step_and_begins_the_checklist_of_the_kind(parks, officers):
    visit = visit_of(parks["zizhu"], kind="official")
    move_visit(visit_id=visit.pk, seen="requested", to="under_review", by=officers["zizhu"], note=" first\nlook ")
    [step] = VisitMove.objects.filter(visit=visit)
    assert (step.from_state, step.to_state, step.note, step.by, step.date) == (
        *("requested", "under_review", "first look", officers["zizhu"]),
        visit.date,
    )
    assert [one.point for one in visit.checklist.all()][:2] == ["budget", "leaders"]
    [entry] = ModelLogEntry.objects.filter(action="partnerships.visit.move")
    assert (entry.user, entry.data["from"], entry.data["to"]) == (officers["zizhu"], "requested", "under_review")


@pytest.mark.parametrize(("left", "to"), sorted(VISIT_APPROVALS))
def test_approval_is_for_the_head_and_not_for_the_officer(parks, officers, head, left, to):
    visit = under_review(parks["zizhu"])
    Visit.objects.filter(pk=visit.pk).update(state=left, outcome_en="Agreed.")
    refusal("forbidden", visit_id=visit.pk, seen=left, to=to, by=officers["zizhu"])
    assert move_visit(visit_id=visit.pk, seen=left, to=to, by=head).state == to


def test_step_outside_the_table_is_refused(parks, officers):
    visit = visit_of(parks["zizhu"])
    refusal("move", visit_id=visit.pk, seen="requested", to="hosted", by=officers["zizhu"])
    refusal("gone", visit_id=visit.pk + 1, seen="requested", to="under_review", by=officers["zizhu"])


def test_visit_of_another_unit_does_not_exist_for_an_officer(client, parks, officers):
    visit = visit_of(parks["zizhu"])
    client.force_login(officers["lingang"])
    sent = {"seen": "requested", "to": "under_review"}
    for response in (client.get(address(visit)), client.post(address(visit), sent)):
        assert response.status_code == 404
    visit.refresh_from_db()
    assert visit.state == "requested"


@pytest.mark.parametrize("to", sorted(NEEDS_REASON))
def test_visit_goes_off_with_a_reason_alone(client, parks, officers, to):
    visit = under_review(parks["zizhu"], is_public=False)
    client.force_login(officers["zizhu"])
    page = BeautifulSoup(client.get(address(visit)).content, "html.parser")
    [button] = page.select(f'button[value="{to}"]')
    assert button.find_parent("form").select_one("textarea[name=note][required]")
    sent = {"seen": "under_review", "to": to, "note": " "}
    assert "请说明原因" in client.post(address(visit), sent).content.decode()
    assert client.post(address(visit), sent | {"note": "对方改期"}).status_code == 302
    visit.refresh_from_db()
    assert (visit.state, visit.moves.get().note) == (to, "对方改期")


def test_second_officer_is_told_in_their_language_and_keeps_the_note(client, parks, officers):
    visit = visit_of(parks["zizhu"])
    move_visit(visit_id=visit.pk, seen="requested", to="under_review", by=officers["zizhu"])
    second = make_user("officer-second", Role.OFFICER, parks["zizhu"].unit)
    UserProfile.objects.create(user=second, preferred_language="zh-hans")
    client.force_login(second)
    sent = {"seen": "requested", "to": "declined", "note": "无法接待"}
    text = client.post(address(visit), sent).content.decode()
    assert "officer-zizhu已在此期间变更来访状态" in text
    assert "无法接待" in text
    visit.refresh_from_db()
    assert (visit.state, visit.moves.count()) == ("under_review", 1)


def test_state_that_was_left_and_reached_again_is_not_the_one_that_was_seen(parks, officers, head):
    visit = under_review(parks["zizhu"])
    move_visit(visit_id=visit.pk, seen="under_review", to="confirmed", by=head)
    move_visit(visit_id=visit.pk, seen="confirmed", to="under_review", by=officers["zizhu"])
    refusal("moved", visit_id=visit.pk, seen="under_review", to="confirmed", by=head, seen_step=0)


def test_head_confirms_what_they_saw(client, parks, head):
    visit = under_review(parks["zizhu"])
    client.force_login(head)
    page = BeautifulSoup(client.get(address(visit)).content, "html.parser")
    seen = {
        one["name"]: one["value"] for one in page.select_one("form [name=seen_at]").find_parent("form").select("input")
    }
    Visit.objects.filter(pk=visit.pk).update(purpose_en="Another purpose", updated_at=timezone.now())
    assert "其间该来访已有修改" in client.post(address(visit), seen | {"to": "confirmed"}).content.decode()
    visit.refresh_from_db()
    assert visit.state == "under_review"
    seen["seen_at"] = visit.updated_at.isoformat()
    assert client.post(address(visit), seen | {"to": "confirmed"}).status_code == 302


@pytest.mark.parametrize("seen_at", ["", "yesterday", "2026-13-45T00:00:00+00:00", "2026-01-01T00:00:00"])
@pytest.mark.parametrize("seen_step", ["²", "9" * 5000])
def test_moment_that_nobody_saw_is_no_moment(client, parks, officers, seen_at, seen_step):
    visit = visit_of(parks["zizhu"])
    client.force_login(officers["zizhu"])
    sent = {"seen": "requested", "to": "under_review", "seen_at": seen_at, "seen_step": seen_step}
    assert client.post(address(visit), sent).status_code == 302


def test_postponed_visit_opens_what_was_settled_for_its_day_and_comes_back_with_another(parks, officers):
    visit = under_review(parks["zizhu"], kind="official", date=AHEAD)
    for name in ("budget", "rooms", ""):
        point(visit, name, done=True, text="自备" if not name else "")
    move_visit(visit_id=visit.pk, seen="under_review", to="postponed", by=officers["zizhu"], note="台风")
    assert [one.point for one in visit.checklist.filter(done_at__isnull=False)] == ["budget"]
    back = {"visit_id": visit.pk, "seen": "postponed", "to": "under_review", "by": officers["zizhu"]}
    assert refusal("obstacle", **back) == "请填写新的来访日期。"
    Visit.objects.filter(pk=visit.pk).update(date=PartialDate(2031, 4))
    refusal("obstacle", **back)
    Visit.objects.filter(pk=visit.pk).update(date=PartialDate(2031, 4, 9))
    assert move_visit(**back).state == "under_review"


def test_clash_is_named_and_must_be_accepted_as_it_was_seen(client, parks, officers, head):
    visit, other = under_review(parks["zizhu"], date=AHEAD), under_review(parks["zizhu"], date=AHEAD)
    hall = room(parks["zizhu"])
    for one in (visit, other):
        item(one, "09:00", "10:00", room=hall)
    client.force_login(head)
    page = BeautifulSoup(client.get(address(visit)).content, "html.parser")
    assert str(other) in page.select_one(".record-clashes").text
    sent = {one["name"]: one["value"] for one in page.select_one("[name=clashes]").find_parent("form").select("input")}
    bare = {key: value for key, value in sent.items() if key != "accepted"} | {"to": "confirmed"}
    assert "请先勾选已知悉" in client.post(address(visit), bare).content.decode()
    move_visit(visit_id=other.pk, seen="under_review", to="confirmed", by=head, accepted=mark(other))
    assert client.post(address(visit), sent | {"to": "confirmed"}).status_code == 200  # the other is firm meanwhile
    visit.refresh_from_db()
    assert visit.state == "under_review"
    accepted = {"visit_id": visit.pk, "seen": "under_review", "to": "confirmed", "by": head, "accepted": mark(visit)}
    assert move_visit(**accepted).state == "confirmed"


def mark(visit: Visit) -> str:
    return clash_mark(clashes_of(visit))


@pytest.mark.django_db(transaction=True)
def test_of_two_confirmed_at_once_the_second_learns_that_the_first_is_firm(parks, head):
    visits = [under_review(parks["zizhu"], date=AHEAD) for _number in range(2)]
    hall = room(parks["zizhu"])
    for one in visits:
        item(one, "09:00", "10:00", room=hall)
    marks = [mark(one) for one in visits]
    start, outcomes = Barrier(2), []

    def confirm(visit: Visit, accepted: str) -> None:
        try:
            start.wait()
            move_visit(visit_id=visit.pk, seen="under_review", to="confirmed", by=head, accepted=accepted)
            outcomes.append("confirmed")
        except PartnershipRefusedError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=confirm, args=pair) for pair in zip(visits, marks, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["clash", "confirmed"]


def test_screen_offers_what_can_succeed_and_says_why_not(client, parks, head):
    UserProfile.objects.create(user=head, preferred_language="zh-hans")
    visit = visit_of(parks["zizhu"], kind="official", state="under_review", date=None)
    client.force_login(head)
    steps, hindered = offered(client, visit)
    assert steps == {"declined", "cancelled", "postponed"}
    assert hindered == [
        "“确认”：请填写来访日期。公务来访须以公函或邀请函为依据，请选择其一。请填写来访的审批人。请在来宾中指定团长。"
    ]


def test_auditor_reads_the_state_and_moves_nothing(client, parks):
    visit = visit_of(parks["zizhu"], state="confirmed")
    member(visit, interpreting="德语")
    point(visit, "interpreter")
    client.force_login(make_user("auditor", Role.AUDITOR))
    page = client.get(address(visit)).content.decode()
    assert ("checklist-row" in page, '<button type="submit" name=' in page) == (True, False)
    assert "需要翻译" not in page  # what people need is for those who work on the visit


def test_state_and_its_buttons_stand_in_the_list(client, parks, officers):
    visit = visit_of(parks["zizhu"])
    client.force_login(officers["zizhu"])
    page = client.get("/admin/snippets/partnerships/visit/").content.decode()
    assert address(visit) in page
    assert reverse("visit_precedence", args=[visit.pk]) in page


def test_screen_asks_the_database_as_often_for_many_as_for_one(client, parks, officers):
    visit = under_review(parks["zizhu"], date=AHEAD)
    client.force_login(officers["zizhu"])
    counts = []
    for number in (1, 3):
        while visit.checklist.count() < number:
            other = under_review(parks["zizhu"], date=AHEAD)
            hall = room(parks["zizhu"])
            for one in (visit, other):
                item(one, "09:00", "10:00", room=hall, responsible=member(one, side="hosts").person)
            point(visit, "", text="x", responsible=officers["zizhu"], done=True, done_by=officers["zizhu"])
            VisitMove.objects.create(visit=visit, from_state="requested", to_state="under_review", by=officers["zizhu"])
        client.get(address(visit))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(visit)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_officer_sees_who_confirms_and_what_is_missing(client, parks, officers, head):
    UserProfile.objects.create(user=officers["zizhu"], preferred_language="en")
    visit = under_review(parks["zizhu"])
    Visit.objects.filter(pk=visit.pk).update(park=None)
    point(visit, "plan", "confirmed")
    client.force_login(officers["zizhu"])
    page = BeautifulSoup(client.get(address(visit)).content, "html.parser")
    [said] = [" ".join(row.get_text().split()) for row in page.select(".record-others li")]
    assert said == (
        "“Confirm” is for the head of the unit: head-zizhu.Still missing: Choose the park. "
        "Still to be settled: Reception plan is approved."
    )
    client.force_login(head)
    assert not BeautifulSoup(client.get(address(visit)).content, "html.parser").select(".record-others")


def test_heads_are_told_of_a_visit_under_review_and_find_it_on_their_first_page(client, parks, officers, head):
    make_user("head-lingang", Role.HEAD, parks["lingang"].unit)
    visit = visit_of(parks["zizhu"], date=AHEAD)
    move_visit(visit_id=visit.pk, seen="requested", to="under_review", by=officers["zizhu"])
    [letter] = Letter.objects.filter(kind="visit_to_confirm")
    assert (letter.recipient, visit.name_zh_hans in letter.subject) == (head.email, True)
    client.force_login(head)
    panel = BeautifulSoup(client.get("/admin/").content, "html.parser").select_one("#visits_to_confirm")
    panel = panel or BeautifulSoup(client.get("/admin/").content, "html.parser").select_one("[id*=visits_to_confirm]")
    assert panel.select_one("a[href$='/state/']")["href"] == address(visit)
    client.force_login(officers["zizhu"])
    assert b"visits_to_confirm" not in client.get("/admin/").content


def test_head_who_submits_a_visit_themselves_is_not_told(parks, head):
    visit = visit_of(parks["zizhu"])
    move_visit(visit_id=visit.pk, seen="requested", to="under_review", by=head)
    assert not Letter.objects.filter(kind="visit_to_confirm").exists()


def test_every_step_has_words_of_its_own():
    pairs = [(left, to) for left in VISIT_MOVES for to in VISIT_MOVES[left]]
    with override("en"):
        assert all(step_words(left, to) != VisitState(to).label for left, to in pairs)
        assert step_words("postponed", "under_review") != step_words("requested", "under_review")
