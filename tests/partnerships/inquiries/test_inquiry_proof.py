"""The check against robots: work or an answer, once, and nothing a person typed is lost."""

from __future__ import annotations

import base64
import json
import threading
import time
from datetime import timedelta
from unittest import mock

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from partnerships.inquiries.outside import attachments
from partnerships.inquiries.proof import admission
from partnerships.inquiries.proof.admission import UNPROVEN
from partnerships.inquiries.proof.challenges import make_challenge, solved
from partnerships.inquiries.proof.clearing import clear_used
from partnerships.inquiries.proof.questions import answered, made_at, make_question, question
from partnerships.inquiries.uploads.kinds import RefusedFileError
from partnerships.models import Inquiry, UsedProof, VisitRequest
from tests.partnerships.inquiries.solving import answer_to, payload_of

pytestmark = pytest.mark.django_db
FORM = "/en/cooperate/"


@pytest.fixture(autouse=True)
def _checked(settings) -> None:
    settings.PORTAL_PROOF_WORK = 50


@pytest.fixture
def proven(typed) -> dict[str, str]:
    """A form with the work done, made a while ago."""
    return {**typed, "proof": payload_of(make_challenge()), "proof_question": _question_of_before()}


def _question_of_before() -> str:
    with mock.patch("django.core.signing.time.time", return_value=timezone.now().timestamp() - 60):
        return make_question()


def _in_english(token: str) -> str:
    with translation.override("en"):
        return question(token)


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def asked_in(response) -> dict[str, str]:
    """The question of a page with the answer to it."""
    page = page_of(response)
    token = page.select_one("[name=proof_question]")["value"]
    return {"proof_question": token, "proof_answer": str(answer_to(page.select_one(".proof-question label").text))}


# --- challenges -----------------------------------------------------------------------------------------------
def test_challenge_is_json_and_never_kept(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/en/cooperate/challenge/")

    assert response.headers["Content-Type"] == "application/json"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.json().keys() == {"algorithm", "challenge", "maxNumber", "salt", "signature"}
    assert response.json()["maxNumber"] == 50
    assert client.post("/en/cooperate/challenge/").status_code == 405


def test_challenge_is_not_there_where_forms_are_not_checked(client, settings):
    settings.PORTAL_PROOF_WORK = 0

    assert client.get("/en/cooperate/challenge/").status_code == 404


def test_work_becomes_an_inquiry_once(client, proven):
    assert client.post(FORM, proven).status_code == 303
    second = client.post(FORM, {**proven, "message": "Something else.", "submission": "f" * 32})

    assert second.status_code == 200
    assert "Please send the form once more" in second.content.decode()
    assert "Something else." in second.content.decode()
    assert (Inquiry.objects.count(), UsedProof.objects.count()) == (1, 1)


def test_same_words_sent_twice_are_one_inquiry_whatever_their_proof(client, proven):
    first, second = client.post(FORM, proven), client.post(FORM, proven)

    assert (first.status_code, second.status_code, Inquiry.objects.count()) == (303, 303, 1)


def test_form_without_proof_comes_back_with_everything_typed(client, typed):
    response = client.post(FORM, typed)

    page = page_of(response)
    assert (response.status_code, Inquiry.objects.count()) == (200, 0)
    assert page.select_one("[name=message]").text.strip() == typed["message"].replace("\r\n", "\r\n").strip()
    assert page.select_one("[name=email]")["value"] == typed["email"]
    assert page.select_one("[name=proof_answer]")["aria-invalid"] == "true"


def test_files_without_proof_are_looked_at_within_a_bound_and_asked_for_again(client, typed, proven, monkeypatch):
    monkeypatch.setattr(attachments, "MOST_UNPROVEN", 1)
    looked_at = mock.Mock(side_effect=RefusedFileError("Not this one."))
    monkeypatch.setattr(attachments, "accept", looked_at)
    first, second, third = (
        client.post(FORM, {**fields, "attachments": SimpleUploadedFile("plan.pdf", b"%PDF-")})
        for fields in (typed, typed, proven)
    )

    assert looked_at.call_count == 2
    assert "Not this one." in first.content.decode()
    page = page_of(second)
    assert "choose the files again" in page.select_one(".form-summary, .form-error").parent.text
    assert page.select_one("[name=proof_answer]")["aria-invalid"] == "true"
    assert page.select_one("[name=email]")["value"] == typed["email"]
    assert "Not this one." in third.content.decode()


def _wrapped(**changes) -> str:
    told = json.loads(base64.b64decode(payload_of(make_challenge())))
    return base64.b64encode(json.dumps({**told, **changes}).encode()).decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"number": -1},
        {"number": "7"},
        {"number": None},
        {"number": 1e9},
        {"number": True},
        {"signature": "0" * 64},
        {"signature": "\ud800"},
        {"signature": ["0"]},
        {"challenge": "0" * 64},
        {"challenge": None},
        {"salt": "00?expires=9999999999&"},
        {"salt": "x" * 300},
        {"salt": 5},
        {"algorithm": "SHA-1"},
        {"algorithm": []},
    ],
    ids=lambda changes: "-".join(f"{name}_{str(value)[:12]!a}" for name, value in changes.items()),
)
def test_forged_payload_is_none(changes):
    assert solved(_wrapped(**changes)) is None


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "x",
        "bnVsbA==",
        "W10=",
        "e30=",
        "\x00",
        "\ud800",
        "5" * 999,
        base64.b64encode(b"[" * 700).decode(),
        "a" * 10**6,
    ],
    ids=["empty", "letter", "null", "list", "dict", "nul", "surrogate", "digits", "deep", "long"],
)
def test_what_is_no_payload_is_none(sent):
    assert solved(sent) is None


def test_payload_wrapped_anew_is_the_same_proof():
    told = json.loads(base64.b64decode(payload_of(make_challenge())))
    again = {**dict(reversed(told.items())), "took": 5, "salt": told["salt"]}
    one, other = (solved(base64.b64encode(json.dumps(way).encode()).decode()) for way in (told, again))

    assert one is not None
    assert one == other


def test_expired_work_is_none():
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() - timedelta(minutes=61)):
        old = make_challenge()

    assert solved(payload_of(old)) is None


def test_work_for_another_secret_is_none(settings):
    payload = payload_of(make_challenge())
    settings.SECRET_KEY = "another"

    assert solved(payload) is None


# --- questions ------------------------------------------------------------------------------------------------
def test_answer_without_javascript_becomes_an_inquiry_once(client, typed):
    answer = asked_in(client.get(FORM))

    assert client.post(FORM, {**typed, **answer}).status_code == 303
    assert client.post(FORM, {**typed, **answer, "submission": "f" * 32, "message": "More"}).status_code == 200
    assert Inquiry.objects.count() == 1


@pytest.mark.parametrize(
    "answer", ["1000", "", "\x00", "zwölf", "9" * 5000], ids=["wrong", "none", "nul", "word", "long"]
)
def test_wrong_answer_is_an_error_and_may_be_tried_again(client, typed, answer):
    token = asked_in(client.get(FORM))["proof_question"]

    refused = client.post(FORM, {**typed, "proof_question": token, "proof_answer": answer})

    assert (refused.status_code, Inquiry.objects.count()) == (200, 0)
    assert client.post(FORM, {**typed, **asked_in(refused)}).status_code == 303


def test_wrong_answer_is_called_wrong(client, typed):
    token = asked_in(client.get(FORM))["proof_question"]

    wrong = page_of(client.post(FORM, {**typed, "proof_question": token, "proof_answer": "1000"}))

    summary = wrong.select_one(".form-summary a[href='#id_proof_answer']")
    assert "not right" in summary.text
    assert "not the right answer" in wrong.select_one("#id_proof_answer_error").text
    assert wrong.select_one("[name=proof_question]")["value"] != token
    none = page_of(client.post(FORM, {**typed, "proof_question": token}))
    assert none.select_one(".form-summary a[href='#id_proof_answer']")
    assert "not right" not in none.select_one(".form-summary").text


def test_token_put_by_does_not_vouch_for_the_time_taken():
    with mock.patch("django.core.signing.time.time", return_value=timezone.now().timestamp() - 5 * 3600):
        old = make_question()

    assert made_at(old) is None
    assert made_at(make_question()) is not None


def test_question_is_asked_in_the_language_of_the_page(client, typed):
    english = client.get(FORM)
    token = asked_in(english)["proof_question"]

    chinese = client.post("/zh-hans/cooperate/", {**typed, "proof_question": token, "unsent": "zh-hans"})

    assert page_of(chinese).select_one("[name=proof_question]")["value"] == token
    words = page_of(chinese).select_one(".proof-question label").text
    assert words.endswith("等于几？")


def test_right_answer_in_words_of_either_language_counts():
    token = make_question()
    number = answer_to(_in_english(token))
    chinese = (["零", *"一二三四五六七八九", "十", *(f"十{unit}" for unit in "一二三四五六七八九"), "二十"])[number]

    for said in (str(number), f" {number} ", chinese, "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))):
        assert answered(token, said) is not None
    assert answered(token, str(number + 1)) is None


def test_right_answer_stays_where_something_else_is_wrong(client, typed):
    answer = asked_in(client.get(FORM))

    back = page_of(client.post(FORM, {**typed, **answer, "email": "nobody"}))

    assert back.select_one("[name=proof_question]")["value"] == answer["proof_question"]
    assert back.select_one("[name=proof_answer]")["value"] == answer["proof_answer"]


def test_expired_question_is_asked_anew(client, typed):
    with mock.patch("django.core.signing.time.time", return_value=timezone.now().timestamp() - 5 * 3600):
        old = make_question()
    answer = {"proof_question": old, "proof_answer": str(answer_to(_in_english(old)))}

    back = client.post(FORM, {**typed, **answer})

    assert back.status_code == 200
    assert page_of(back).select_one("[name=proof_question]")["value"] != old


# --- once, with what it is used for ---------------------------------------------------------------------------
def test_failed_submission_uses_no_proof(client, proven, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("partnerships.inquiries.services.receiving.tell_staff", lambda inquiry: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            client.post(FORM, proven)
    assert not UsedProof.objects.exists()

    assert client.post(FORM, proven).status_code == 303


@pytest.mark.django_db(transaction=True)
def test_two_at_once_use_a_proof_once(proven):
    codes = []
    barrier = threading.Barrier(2)

    def send(number: int) -> None:
        barrier.wait()
        told = {
            **proven,
            "message": f"Message {number}",
            "submission": f"{number:032x}",
            "email": f"a{number}@example.com",
        }
        codes.append(Client().post(FORM, told).status_code)
        connection.close()

    threads = [threading.Thread(target=send, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(codes) == [200, 303]
    assert (Inquiry.objects.count(), UsedProof.objects.count()) == (1, 1)


def test_used_proofs_go_when_they_have_expired():
    for digest, hours in (("a", -1), ("b", 1)):
        UsedProof.objects.create(digest=digest, expires_at=timezone.now() + timedelta(hours=hours))

    assert clear_used() == 1
    assert UsedProof.objects.get().digest == "b"


def test_visit_is_asked_for_with_the_same_check(client, parks):
    assert page_of(client.get("/en/visits/request/")).select_one("[data-proof]")


# --- floods ---------------------------------------------------------------------------------------------------
def _flooded(client, typed) -> None:
    if time.time() % 60 > 50:  # the counters begin anew with each minute
        time.sleep(61 - time.time() % 60)
    for _number in range(UNPROVEN):
        client.post(FORM, {"message": "x", "proof": "forged"})


def test_network_without_proof_is_turned_away_and_a_valid_proof_passes(
    client, typed, proven, django_assert_num_queries
):
    _flooded(client, typed)

    with django_assert_num_queries(0):
        away = client.post(FORM, {**typed, "message": "<b>Kept</b>"})

    assert away.status_code == 429
    assert 0 < int(away.headers["Retry-After"]) <= 61
    kept = {field["name"]: field["value"] for field in page_of(away).select("input[type=hidden]")}
    assert (kept["message"], kept["email"]) == ("<b>Kept</b>", typed["email"])
    assert client.post(FORM, typed, REMOTE_ADDR="198.51.100.9").status_code == 200
    assert client.post(FORM, proven).status_code == 303


def test_page_of_who_is_turned_away_leads_through(client, typed):
    _flooded(client, typed)
    away = client.post(FORM, typed)

    kept = {field["name"]: field["value"] for field in page_of(away).select("main input[type=hidden]")}

    sent = client.post(FORM, {**kept, **asked_in(away)})
    assert sent.status_code == 303, page_of(sent).select_one(".form-summary").text
    assert Inquiry.objects.get().message == typed["message"]


def test_one_proof_sent_without_end_is_turned_away(client, proven, monkeypatch):
    for bound in ("USES", "UNPROVEN"):
        monkeypatch.setattr(admission, bound, 3)
    client.post(FORM, proven)
    # So many that the bound is passed on one side of the minute's end at least.
    codes = {client.post(FORM, {**proven, "message": f"No. {n}", "consent": ""}).status_code for n in range(12)}

    assert codes == {200, 429}


def test_browsers_that_work_may_send_more_from_one_network(client, typed, settings):
    settings.PORTAL_FORMS_PER_NETWORK = 1
    codes = []
    for number in range(3):
        told = {**typed, "email": f"a{number}@example.com", "message": f"No. {number}"}
        proof = {"proof": payload_of(make_challenge())} if number < 2 else asked_in(client.get(FORM))
        codes.append(client.post(FORM, {**told, **proof}).status_code)
    more = {**typed, "email": "b@example.com", "message": "More", **asked_in(client.get(FORM))}

    assert codes == [303, 303, 303]
    assert client.post(FORM, more).status_code == 429


def test_limits_for_an_address_refuse_without_using_the_proof(client, proven, settings):
    settings.PORTAL_FORMS_PER_EMAIL = 1
    client.post(FORM, proven)
    proof = payload_of(make_challenge())

    assert client.post(FORM, {**proven, "message": "Again", "proof": proof}).status_code == 429
    assert UsedProof.objects.count() == 1
    assert not VisitRequest.objects.exists()
