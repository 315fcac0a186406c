"""What may come from a robot waits, unseen by its sender, until staff decide; nothing true is lost."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from partnerships.inquiries.enums import Doubt, InquiryState
from partnerships.inquiries.proof.challenges import make_challenge
from partnerships.inquiries.proof.doubts import doubts_about
from partnerships.inquiries.proof.hooks import register_quarantine_menu_item
from partnerships.inquiries.proof.questions import make_question
from partnerships.inquiries.services.receiving import receive_inquiry
from partnerships.models import Inquiry
from portal.core import audit
from portal.core.enums import Role
from portal.outbox.models import Letter
from tests.partnerships.conftest import make_user
from tests.partnerships.inquiries.solving import payload_of

pytestmark = pytest.mark.django_db
SCREEN, SETTLE = "/admin/inquiries/quarantine/", "/admin/inquiries/quarantine/settle/"
FACTS = {"intent": "visit", "company": "Example Ltd", "country": "US", "person": "Alex Morgan", "locale": "en"}


@pytest.fixture
def held(parks):
    """Makes inquiries in quarantine."""

    def make(number: int = 1, slug: str = "zizhu", **facts) -> Inquiry:
        told = {**FACTS, "email": f"a{number}@example.com", "message": f"Message {number}", **facts}
        key = f"{slug}{number}"
        return receive_inquiry(submission_key=key, parks=[parks[slug]], doubts=[Doubt.HASTE, Doubt.LINKS], **told)

    return make


@pytest.fixture
def officer(client, officers):
    client.force_login(officers["zizhu"])
    return officers["zizhu"]


# --- doubts ---------------------------------------------------------------------------------------------------
def _doubts(message: str = "We plan a laboratory.", *, seconds: float | None = 60, worked: bool = True) -> list[str]:
    made_at = None if seconds is None else timezone.now() - timedelta(seconds=seconds)
    return doubts_about(message=message, email="a@example.com", made_at=made_at, has_worked=worked, is_checked=True)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, []),
        ({"worked": False}, []),
        ({"seconds": 1}, []),
        ({"message": "See https://a.example, https://b.example and www.c.example"}, []),
        ({"worked": False, "seconds": 1}, ["haste", "no_proof"]),
        ({"worked": False, "seconds": None}, ["haste", "no_proof"]),
        ({"worked": False, "message": "www.a.example " * 3}, ["links", "no_proof"]),
        ({"seconds": 1, "message": "www.a.example " * 3}, ["haste", "links"]),
        ({"message": "https://a.example " * 8}, ["links"]),
    ],
    ids=[
        "person",
        "asked",
        "hasty",
        "links",
        "asked_hasty",
        "asked_no_time",
        "asked_links",
        "hasty_links",
        "many_links",
    ],
)
def test_doubts_count_together(facts, found):
    assert _doubts(**facts) == found


def test_same_message_for_several_addresses_is_doubted(held):
    held(1, message="Buy now")
    held(2, message="Buy now")

    assert _doubts("Buy now") == ["repeated"]
    assert _doubts("Buy now!") == []
    Inquiry.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert _doubts("Buy now") == []


def test_doubtful_form_is_answered_as_ever_and_waits(client, typed, officers, settings):
    settings.PORTAL_PROOF_WORK = 50
    told = {**typed, "message": "https://a.example " * 4, "proof_question": make_question()}

    response = client.post("/en/cooperate/", {**told, "proof": payload_of(make_challenge())})

    inquiry = Inquiry.objects.get()
    assert response.status_code == 303
    assert inquiry.reference in client.get(response.headers["Location"]).content.decode()
    assert (inquiry.is_quarantined, inquiry.doubts) == (True, ["haste", "links"])
    assert not Letter.objects.exists()


def test_form_that_took_its_time_is_not_doubted(client, typed, settings):
    settings.PORTAL_PROOF_WORK = 50
    with mock.patch("django.core.signing.time.time", return_value=timezone.now().timestamp() - 30):
        token = make_question()
    told = {**typed, "message": "https://a.example " * 4, "proof_question": token}

    client.post("/en/cooperate/", {**told, "proof": payload_of(make_challenge())})

    assert not Inquiry.objects.get().is_quarantined


# --- the screen -----------------------------------------------------------------------------------------------
def test_screen_shows_what_waits_with_its_doubts_and_is_logged(client, officer, held):
    mine, _other = held(1, message="<script>x</script>"), held(2, "lingang")

    page = client.get(SCREEN).content.decode()

    assert mine.reference in page
    assert "Message 2" not in page
    assert "&lt;script&gt;x" in page
    soup = BeautifulSoup(page, "html.parser")
    assert [item.text for item in soup.select(".quarantine-doubts li")] == [
        str(Doubt.HASTE.label),
        str(Doubt.LINKS.label),
    ]
    assert audit.LIST in ModelLogEntry.objects.filter(user=officer).values_list("action", flat=True)


def test_screen_takes_as_many_queries_for_three_as_for_one(client, officer, held):
    counts = []
    for number in (1, 2, 3):
        held(number)
        if number == 2:
            continue
        client.get(SCREEN)
        with CaptureQueriesContext(connection) as queries:
            client.get(SCREEN)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_released_inquiry_is_as_one_that_has_just_come_in(client, officer, held):
    one = held()

    client.post(SETTLE, {"to": f"release:{one.pk}"})

    one.refresh_from_db()
    assert (one.is_quarantined, one.state) == (False, InquiryState.NEW)
    assert sorted(Letter.objects.values_list("kind", flat=True)) == ["inquiry_notice", "inquiry_received"]
    assert ModelLogEntry.objects.filter(action="partnerships.inquiry.release", user=officer).count() == 1
    client.post(SETTLE, {"to": f"release:{one.pk}"})
    assert Letter.objects.count() == 2


def test_spam_leaves_the_list_and_can_be_taken_back(client, officer, held):
    one, other = held(1), held(2)

    client.post(SETTLE, {"to": "spam", "inquiry": [one.pk, other.pk]})

    assert set(Inquiry.objects.values_list("state", flat=True)) == {InquiryState.SPAM}
    assert one.reference not in client.get(SCREEN).content.decode()
    assert one.reference in client.get(f"{SCREEN}?shown=spam").content.decode()
    assert not Letter.objects.exists()

    client.post(SETTLE, {"to": "release", "inquiry": [one.pk]})

    one.refresh_from_db()
    assert (one.is_quarantined, one.state) == (False, InquiryState.NEW)
    assert Letter.objects.count() == 2


@pytest.mark.parametrize("to", ["release", "spam"])
@pytest.mark.parametrize("how", ["withdrawn", "erased", "erased spam"])
def test_what_is_withdrawn_or_erased_neither_waits_nor_comes_back(client, officer, held, to, how):
    one = held()
    state = {"withdrawn": InquiryState.NOT_SETTLED, "erased": InquiryState.NEW, "erased spam": InquiryState.SPAM}[how]
    Inquiry.objects.update(state=state, erased_at=None if how == "withdrawn" else timezone.now())

    assert one.reference not in client.get(SCREEN).content.decode()
    assert one.reference not in client.get(f"{SCREEN}?shown=spam").content.decode()
    page = client.post(SETTLE, {"to": f"{to}:{one.pk}"}, follow=True).content.decode()

    one.refresh_from_db()
    assert (one.is_quarantined, one.state) == (True, state)
    assert not one.clocks.exists()
    assert not Letter.objects.exists()
    if (to, how) != ("spam", "erased spam"):
        assert f"咨询{one.reference}" in page
        assert "本次操作未生效" in page


def test_spam_is_not_said_of_what_has_been_released(client, officer, held):
    one = held()
    client.post(SETTLE, {"to": "release", "inquiry": [one.pk]})

    answer = client.post(SETTLE, {"to": "spam", "inquiry": [one.pk]}, follow=True)

    assert f"咨询{one.reference}已在收件箱中。" in answer.content.decode()
    one.refresh_from_db()
    assert one.state == InquiryState.NEW


@pytest.mark.parametrize("to", ["", "delete", "release:", "spam:9999999", "release:99999999999999999999"])
def test_what_there_is_not_is_not_found_and_changes_nothing(client, officer, held, to):
    one = held()

    assert client.post(SETTLE, {"to": to, "inquiry": ["x", "-1"]}).status_code in (302, 404)
    one.refresh_from_db()
    assert one.is_quarantined


def test_inquiries_of_others_are_not_found(client, officer, held):
    other = held(2, "lingang")

    assert client.post(SETTLE, {"to": "release", "inquiry": [other.pk]}).status_code == 404
    other.refresh_from_db()
    assert other.is_quarantined


def test_auditor_reads_and_decides_nothing(client, held):
    one = held()
    client.force_login(make_user("auditor", Role.AUDITOR))

    page = client.get(SCREEN).content.decode()

    assert one.reference in page
    assert 'name="to"' not in page
    assert client.post(SETTLE, {"to": f"release:{one.pk}"}).status_code in (302, 403)
    one.refresh_from_db()
    assert one.is_quarantined


def test_who_reads_no_inquiries_is_kept_out(client, parks):
    client.force_login(make_user("editor", Role.EDITOR, parks["zizhu"].unit))

    assert client.get(SCREEN).status_code in (302, 403)


def test_menu_says_how_many_wait(officers, held):
    held(1)
    held(2, "lingang")
    request = RequestFactory().get("/admin/")
    request.user = officers["zizhu"]
    item = register_quarantine_menu_item()

    assert item.is_shown(request)
    with translation.override("zh-hans"):
        assert str(item.render_component(request).label) == "隔离区 (1)"
