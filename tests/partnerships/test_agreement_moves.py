"""Steps of agreements: along one table, by whom they are for, and with what follows from them."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from partnerships.enums import AGREEMENT_MOVES, APPROVAL_MOVES, AgreementState
from partnerships.errors import PartnershipRefusedError
from partnerships.models import Agreement, AgreementMove, AgreementParty
from partnerships.services.agreements import move_agreement
from partnerships.services.successors import begin_amendment, begin_renewal
from portal.core.enums import Role
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import AgreementFactory
from tests.partnerships.screens import typed_agreement

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(parks):
    return make_user("head-zizhu", Role.HEAD, parks["zizhu"].unit)


def between(parks, **values) -> Agreement:
    """An agreement of Zizhu with two parties."""
    agreement = AgreementFactory(unit=parks["zizhu"].unit, **values)
    for number, slug in enumerate(("zizhu", "haian")):
        AgreementParty.objects.create(agreement=agreement, park=parks[slug], sort_order=number)
    return agreement


def address(agreement: Agreement) -> str:
    return reverse("agreement_state", args=[agreement.pk])


def test_table_of_moves_knows_every_state_and_leads_from_draft_to_every_end():
    assert AGREEMENT_MOVES.keys() == set(AgreementState)
    assert all(to in AGREEMENT_MOVES[left] for left, to in APPROVAL_MOVES)
    reached, edge = set(), {AgreementState.DRAFTING}
    while edge:
        reached |= edge
        edge = {to for left in edge for to in AGREEMENT_MOVES[left]} - reached
    assert reached == set(AgreementState)


def test_move_leaves_a_step_with_its_note(parks, officers):
    agreement = between(parks)
    move_agreement(
        agreement_id=agreement.pk, seen="drafting", to="negotiating", by=officers["zizhu"], note=" first\ntalks "
    )
    [step] = AgreementMove.objects.filter(agreement=agreement)
    assert (step.from_state, step.to_state, step.note, step.by) == (
        "drafting",
        "negotiating",
        "first talks",
        officers["zizhu"],
    )


def test_move_outside_the_table_is_refused(parks, officers):
    agreement = between(parks)
    with pytest.raises(PartnershipRefusedError) as refused:
        move_agreement(agreement_id=agreement.pk, seen="drafting", to="signed", by=officers["zizhu"])
    assert refused.value.code == "move"
    agreement.refresh_from_db()
    assert agreement.state == "drafting"


@pytest.mark.parametrize(("left", "to"), sorted(APPROVAL_MOVES))
def test_approval_is_for_the_head_and_not_for_the_officer(parks, officers, head, left, to):
    agreement = between(parks, state=left)
    with pytest.raises(PartnershipRefusedError) as refused:
        move_agreement(agreement_id=agreement.pk, seen=left, to=to, by=officers["zizhu"])
    assert refused.value.code == "forbidden"
    assert move_agreement(agreement_id=agreement.pk, seen=left, to=to, by=head).state == to


def test_officer_of_another_unit_moves_nothing(client, parks, officers):
    agreement = between(parks)
    client.force_login(officers["lingang"])
    sent = {"seen": "drafting", "to": "negotiating"}
    for response in (client.get(address(agreement)), client.post(address(agreement), sent)):
        assert response.status_code == 403 or response.headers["Location"] == "/admin/"
    agreement.refresh_from_db()
    assert agreement.state == "drafting"


def test_agreement_of_one_party_is_not_signed(parks, head):
    agreement = AgreementFactory(unit=parks["zizhu"].unit, state="seal")
    AgreementParty.objects.create(agreement=agreement, park=parks["zizhu"])
    with pytest.raises(PartnershipRefusedError) as refused:
        move_agreement(agreement_id=agreement.pk, seen="seal", to="signed", by=head)
    assert refused.value.code == "parties"


def test_second_officer_is_told_in_their_language_and_keeps_the_note(client, parks, officers):
    agreement = between(parks)
    move_agreement(agreement_id=agreement.pk, seen="drafting", to="negotiating", by=officers["zizhu"])
    second = make_user("officer-second", Role.OFFICER, parks["zizhu"].unit)
    UserProfile.objects.create(user=second, preferred_language="zh-hans")
    client.force_login(second)
    sent = {"seen": "drafting", "to": "legal_review", "note": "请法务审查"}
    text = client.post(address(agreement), sent).content.decode()
    assert "officer-zizhu" in text
    assert "洽谈" in text
    assert "请法务审查" in text
    agreement.refresh_from_db()
    assert (agreement.state, agreement.moves.count()) == ("negotiating", 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_at_once_one_is_made(parks, officers):
    agreement = between(parks)
    start, outcomes = Barrier(2), []

    def move(to: str) -> None:
        try:
            start.wait()
            move_agreement(agreement_id=agreement.pk, seen="drafting", to=to, by=officers["zizhu"])
            outcomes.append("made")
        except PartnershipRefusedError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=move, args=[to]) for to in ("negotiating", "legal_review")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["made", "moved"]
    assert AgreementMove.objects.filter(agreement=agreement).count() == 1


def test_move_of_a_deleted_agreement_is_refused(parks, officers):
    agreement = between(parks)
    with pytest.raises(PartnershipRefusedError) as refused:
        move_agreement(agreement_id=agreement.pk + 1, seen="drafting", to="negotiating", by=officers["zizhu"])
    assert refused.value.code == "gone"


def test_screen_offers_the_steps_of_the_person_alone(client, parks, officers, head):
    agreement = between(parks, state="legal_review")
    client.force_login(officers["zizhu"])
    officer = client.get(address(agreement)).content.decode()
    client.force_login(head)
    chief = client.get(address(agreement)).content.decode()
    assert ('value="decision"' in officer, 'value="negotiating"' in officer) == (False, True)
    assert 'value="decision"' in chief


def test_agreement_is_terminated_with_a_reason_alone(client, parks, officers):
    agreement = between(parks, state="in_force")
    client.force_login(officers["zizhu"])
    page = BeautifulSoup(client.get(address(agreement)).content, "html.parser")
    [button] = page.select('button[value="terminated"]')
    assert button.find_parent("form").select_one("textarea[name=note][required]")
    sent = {"seen": "in_force", "to": "terminated", "note": " "}
    assert "请说明终止协议的原因" in client.post(address(agreement), sent).content.decode()
    agreement.refresh_from_db()
    assert agreement.state == "in_force"
    assert client.post(address(agreement), sent | {"note": "双方协商"}).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.state, agreement.moves.get().note) == ("terminated", "双方协商")


def test_note_with_characters_that_cannot_be_kept_is_refused(parks, officers):
    agreement = between(parks)
    with pytest.raises(PartnershipRefusedError) as refused:
        move_agreement(
            agreement_id=agreement.pk, seen="drafting", to="negotiating", by=officers["zizhu"], note="a\x00b"
        )
    assert (refused.value.code, AgreementMove.objects.count()) == ("note", 0)


def test_note_that_is_too_long_is_told_and_kept(client, parks, officers):
    agreement = between(parks)
    client.force_login(officers["zizhu"])
    sent = {"seen": "drafting", "to": "negotiating", "note": "长" * 501}
    text = client.post(address(agreement), sent).content.decode()
    assert ("备注有501个字符" in text, sent["note"] in text) == (True, True)
    assert not agreement.moves.exists()


def test_amendment_stands_beside_the_original_as_an_internal_draft(parks, officers):
    original = between(parks, state="in_force", is_public=True, name_zh_hans="合作协议", name_en="Cooperation")
    draft = begin_amendment(agreement_id=original.pk, by=officers["zizhu"])
    assert (draft.amends, draft.kind, draft.state, draft.is_public) == (original, "amendment", "drafting", False)
    assert (draft.name_zh_hans, draft.name_en) == ("《合作协议》补充协议", "Supplementary agreement to “Cooperation”")
    assert [party.park.slug for party in draft.parties.all()] == ["zizhu", "haian"]
    original.refresh_from_db()
    assert original.state == "in_force"


def test_signed_renewal_makes_the_old_agreement_a_renewed_one(parks, officers, head):
    old = between(parks, state="expiring", ends_on=date(2026, 12, 31))
    new = begin_renewal(agreement_id=old.pk, by=officers["zizhu"])
    assert (new.renews, new.starts_on) == (old, date(2027, 1, 1))
    for seen, to in (
        ("drafting", "legal_review"),
        ("legal_review", "decision"),
        ("decision", "seal"),
        ("seal", "signed"),
    ):
        move_agreement(agreement_id=new.pk, seen=seen, to=to, by=head)
    old.refresh_from_db()
    assert (old.state, old.moves.get().to_state) == ("renewed", "renewed")


@pytest.mark.parametrize("day", [date(2200, 12, 31), date.max])
def test_agreement_that_ends_with_the_last_day_that_can_be_named_is_renewed_without_a_first_day(parks, officers, day):
    old = between(parks, state="in_force", ends_on=day)
    assert begin_renewal(agreement_id=old.pk, by=officers["zizhu"]).starts_on is None


def test_second_renewal_is_refused_while_one_is_being_prepared(parks, officers):
    old = between(parks, state="in_force")
    begin_renewal(agreement_id=old.pk, by=officers["zizhu"])
    with pytest.raises(PartnershipRefusedError) as refused:
        begin_renewal(agreement_id=old.pk, by=officers["zizhu"])
    assert refused.value.code == "renewal"


def test_agreement_is_not_renewed_without_a_renewal(parks, head):
    old = between(parks, state="in_force")
    with pytest.raises(PartnershipRefusedError) as refused:
        move_agreement(agreement_id=old.pk, seen="in_force", to="renewed", by=head)
    assert refused.value.code == "renewal"


@pytest.mark.parametrize("begin", [begin_amendment, begin_renewal])
@pytest.mark.parametrize(
    ("who", "state", "code"), [("lingang", "in_force", "forbidden"), ("zizhu", "drafting", "move")]
)
def test_successor_is_refused_to_others_and_to_drafts(parks, officers, begin, who, state, code):
    original = between(parks, state=state)
    with pytest.raises(PartnershipRefusedError) as refused:
        begin(agreement_id=original.pk, by=officers[who])
    assert refused.value.code == code


def test_buttons_begin_amendment_and_renewal(client, parks, officers):
    original = between(parks, state="in_force")
    client.force_login(officers["zizhu"])
    page = client.get(address(original)).content.decode()
    for name in ("agreement_amend", "agreement_renew"):
        url = reverse(name, args=[original.pk])
        assert url in page
        assert client.post(url).status_code == 302
    assert (original.amendments.count(), original.renewals.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_circle_closed_by_two_people_at_once_is_refused_to_the_second(parks, officers):
    first, second = between(parks), between(parks)
    start, statuses = Barrier(2), []

    def put_under(lower: Agreement, upper: Agreement) -> None:
        try:
            client = Client()
            client.force_login(officers["zizhu"])
            url = f"/admin/snippets/partnerships/agreement/edit/{lower.pk}/"
            data = typed_agreement(parks["zizhu"].unit, parks["zizhu"], parks["haian"]) | {"framework": upper.pk}
            start.wait()
            statuses.append(client.post(url, data).status_code)
        finally:
            connection.close()

    threads = [Thread(target=put_under, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 302]
    assert Agreement.objects.filter(framework__isnull=False).count() == 1


def offered(client: Client, agreement: Agreement) -> tuple[set[str], list[str]]:
    """The steps that the screen offers, and what it says of those that are not possible now."""
    page = BeautifulSoup(client.get(address(agreement)).content, "html.parser")
    return {button["value"] for button in page.select("button[name=to]")}, [
        row.get_text(strip=True) for row in page.select(".record-hindrances li")
    ]


def test_screen_offers_only_what_can_succeed_and_says_why_not(client, parks, head):
    UserProfile.objects.create(user=head, preferred_language="zh-hans")
    client.force_login(head)
    steps, hindered = offered(client, between(parks, state="in_force"))
    assert steps == {"expired", "terminated"}
    assert hindered == [
        "“即将到期”：此状态由期限决定，请修改生效日期或届满日期。",
        "“已续签”：尚无已签署的续签协议。",
    ]
    alone = AgreementFactory(unit=parks["zizhu"].unit, state="seal")
    assert "signed" not in offered(client, alone)[0]


def test_renewed_is_offered_once_a_renewal_is_signed(client, parks, head):
    old = between(parks, state="expired", ends_on=date(2020, 12, 31))
    between(parks, state="signed", renews=old)
    client.force_login(head)
    steps, hindered = offered(client, old)
    assert steps == {"renewed"}
    assert len(hindered) == 1  # in force again: not before its end has been moved


@pytest.mark.parametrize("seen_step", ["²", "9" * 5000])
def test_step_that_nobody_saw_is_no_step(client, parks, officers, seen_step):
    agreement = between(parks)
    client.force_login(officers["zizhu"])
    sent = {"seen": "drafting", "to": "negotiating", "seen_step": seen_step}
    assert client.post(address(agreement), sent).status_code == 302
