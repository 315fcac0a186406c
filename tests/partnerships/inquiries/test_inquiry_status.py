"""How an inquiry stands, for its investor: by link or by reference and address; written to, withdrawn, asked about."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.core import signing
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parks.models import ParkPlace, Place
from partnerships import look_up
from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.access import inquiry_policy, may_work, readable_inquiries
from partnerships.inquiries.enums import ConsentKind, Doubt, InquiryState, MessageDirection, RequestKind
from partnerships.inquiries.outside import services, tokens
from partnerships.inquiries.outside.standing import Standing, steps_of
from partnerships.inquiries.services.merging import merge_inquiry
from partnerships.inquiries.services.moves import step
from partnerships.inquiries.services.receiving import receive_inquiry, release_inquiry
from partnerships.inquiries.services.replies import send_reply
from partnerships.inquiries.uploads.accepting import accept
from partnerships.models import Inquiry, InquiryFile, ServiceClock, WorkCalendar
from portal.core.enums import Role
from portal.outbox.models import Letter
from tests.partnerships.conftest import make_user
from tests.partnerships.inquiries import inquiry_files
from tests.partnerships.test_form import page_of

pytestmark = pytest.mark.django_db
EMAIL = "alex.morgan@example.com"
STATUS = "/en/cooperate/status/"


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


@pytest.fixture
def head(parks):
    return make_user("head", Role.HEAD, parks["zizhu"].unit, first_name="敏", last_name="李")


def receive(parks, key: str = "k", **more) -> Inquiry:
    told = {
        "submission_key": key,
        "intent": "premises",
        "company": "Example Photonics Ltd",
        "country": "US",
        "person": "Alex Morgan",
        "email": EMAIL,
        "message": "Is there laboratory space?",
        "locale": "en",
        "parks": [parks["zizhu"]],
        "premises": {"area_min": 600, "emissions": "Solvent vapour"},
    }
    return receive_inquiry(**{**told, **more})


@pytest.fixture
def inquiry(parks, officers, head) -> Inquiry:
    return receive(parks)


@pytest.fixture
def link(inquiry) -> str:
    return f"{STATUS}?inquiry={tokens.token_of(inquiry)}"


def at(link: str, part: str) -> str:
    return link.replace("/status/?", f"/status/{part}/?")


def text_of(response) -> str:
    return " ".join(page_of(response).select_one("main").text.split())


def pdf(name: str = "plan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, inquiry_files.pdf(), "application/pdf")


# --- who gets in ----------------------------------------------------------------------------------------------
def test_link_shows_everything_sent_and_nothing_internal(client, inquiry, link, head):
    inquiry.notes.create(text="INTERNAL doubt", by=head)
    step(inquiry, InquiryState.TRIAGED, head, "INTERNAL reason")
    other = Inquiry.objects.create(
        reference="2222-2222-2223", submission_key="o", intent="other", company="OTHER", country="DE", person="OTHER",
        email="other@example.com", message="OTHER", locale="en", privacy_version="1", consented_at=timezone.now(),
    )  # fmt: skip
    response = client.get(link)
    page = text_of(response)

    for words in (inquiry.reference, "Now: Being looked at", "Example Photonics Ltd", "Solvent vapour", "600"):
        assert words in page
    whole = response.content.decode()
    assert not any(words in whole for words in ("INTERNAL", "OTHER", other.reference))
    assert EMAIL in page
    assert "no-store" in response.headers["Cache-Control"]
    assert (response.headers["X-Robots-Tag"], response.headers["Referrer-Policy"]) == ("noindex", "same-origin")


@pytest.mark.parametrize("part", ["", "write", "withdraw", "non-disclosure", "erase", "consents"])
@pytest.mark.parametrize(
    "token",
    ["", "x", signing.dumps(1), signing.dumps(1, salt="partnerships.visits.status")],
    ids=["none", "short", "unsalted", "foreign"],
)
def test_broken_link_leads_to_the_form_that_asks(client, inquiry, part, token):
    response = client.get(f"{STATUS}{part}/" if part else STATUS, {"inquiry": token})

    assert response.status_code == 404
    assert page_of(response).select_one("main form input[name=reference]")


def answer_to(client, reference: str, email: str) -> bytes:
    """The page without its token and without what was typed."""
    response = client.post(STATUS, {"reference": reference, "email": email})
    assert response.status_code == 200
    body = re.sub(rb'value="[^"]*"', b"", response.content)
    return re.sub(rb"nonce-[^\"']*", b"", body)


def test_unknown_pairs_are_answered_alike_byte_for_byte(client, inquiry):
    answers = {
        answer_to(client, inquiry.reference, "somebody@example.com"),
        answer_to(client, "2222-2222-2222", EMAIL),
        answer_to(client, "nonsense", EMAIL),
    }

    assert len(answers) == 1


def test_unknown_pairs_take_the_same_queries(client, inquiry):
    counts = []
    for reference in ("nonsense", inquiry.reference, "2222-2222-2222", "nonsense"):  # the first fills what is cached
        with CaptureQueriesContext(connection) as queries:
            answer_to(client, reference, "somebody@example.com")
        counts.append(len(queries))
    assert len(set(counts[1:])) == 1


def test_reference_and_address_lead_to_the_inquiry(client, inquiry):
    typed = inquiry.reference.lower().replace("-", "–", 1).replace("-", "")
    response = client.post(STATUS, {"reference": typed, "email": EMAIL.upper()})

    assert response.status_code == 303
    assert inquiry.reference in text_of(client.get(response.headers["Location"]))


def test_one_reference_is_tried_a_few_times_only_wherever_from(client, inquiry, monkeypatch):
    monkeypatch.setattr(look_up, "LOOKUPS_OF_A_REFERENCE", 2)
    monkeypatch.setattr("portal.core.rates.time.time", lambda: 600.0)

    def tries(reference):
        sent = {"reference": reference, "email": "x@example.com"}
        return [client.post(STATUS, sent, REMOTE_ADDR=f"203.0.113.{n}").status_code for n in range(3)]

    assert tries(inquiry.reference) == tries("2222-2222-2222") == [200, 200, 429]


def test_tries_are_counted_without_redis_too(client, inquiry, monkeypatch):
    monkeypatch.setattr(look_up, "LOOKUPS_A_MINUTE", 2)
    monkeypatch.setattr("portal.core.rates.time.time", lambda: 1200.0)
    # On its class: what is set on the cache itself stays there when it is put back, and hides the class ever after.
    monkeypatch.setattr("portal.core.cache.ForgivingRedisCache.incr", mock.Mock(side_effect=ValueError))
    sent = {"reference": "2222-2222-2222", "email": EMAIL}

    assert [client.post(STATUS, sent, REMOTE_ADDR="203.0.113.77").status_code for _ in range(3)] == [200, 200, 429]


def test_one_in_quarantine_says_within_which_time_it_is_answered(client, parks, officers):
    held = receive(parks, doubts=[Doubt.LINKS])

    page = page_of(client.get(f"{STATUS}?inquiry={tokens.token_of(held)}"))

    assert page.select_one(".status-due").text == "We answer you within 2 working days."


def test_quarantine_and_spam_read_as_received(client, parks, officers, head):
    held = receive(parks, "q", doubts=[Doubt.LINKS])
    spam = receive(parks, "s", email="spam@example.com")
    step(spam, InquiryState.SPAM, head, "Advertising")

    for row in (held, spam):
        page = text_of(client.get(f"{STATUS}?inquiry={tokens.token_of(row)}"))
        assert "Now: Received" in page
        assert not any(word in page for word in ("Spam", "quarantine", "Advertising", "links"))


# --- what it says ---------------------------------------------------------------------------------------------
def test_named_officer_and_time_stand_on_the_page(client, inquiry, link, head):
    inquiry.unit.phone = "+86 21 1234 5678"
    inquiry.unit.save()
    Inquiry.objects.filter(pk=inquiry.pk).update(responsible=head)
    calendar = WorkCalendar.objects.create(name="Zizhu", country="CN", timezone="Asia/Shanghai")
    now, due = timezone.now(), datetime(2099, 1, 5, 9, 30, tzinfo=UTC)
    facts = {"calendar": calendar, "allowed": 60, "warn_after": 30, "started_at": now, "running_since": now}
    inquiry.clocks.all().delete()
    ServiceClock.objects.create(inquiry=inquiry, kind="first", due_at=due, **facts)
    page = text_of(client.get(link))

    for words in (head.get_full_name(), "+86 21 1234 5678", "17:30", "Beijing time, UTC+8"):
        assert words in page
    ServiceClock.objects.update(due_at=now - timedelta(days=1))
    assert "We are sorry" in text_of(client.get(link))


def test_steps_say_less_than_staff_see(inquiry, head):
    for state in ("spam", "new", "triaged", "assigned", "waiting_investor", "waiting_us", "in_cooperation", "settled"):
        step(inquiry, state, head, "internal")

    assert [one.standing for one in steps_of(inquiry)] == [
        Standing.RECEIVED, Standing.REVIEWED, Standing.WAITING, Standing.ANSWERING, Standing.COOPERATION,
        Standing.SETTLED,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("email", "shown"), [(EMAIL.upper(), True), ("rival@example.com", False)], ids=["same", "other"]
)
def test_merged_inquiry_leads_on_only_for_the_same_address(client, parks, inquiry, link, head, email, shown):
    into = receive(parks, "into", email=email, message="THE OTHER WORDS", company="THE OTHER COMPANY")
    inquiry.merged_into = into
    step(inquiry, InquiryState.DUPLICATE, head)
    response = client.get(f"{STATUS}?inquiry={tokens.token_of(inquiry, is_mailed=True)}")
    whole = response.content.decode()

    assert ("THE OTHER WORDS" in whole, "THE OTHER COMPANY" in whole, into.reference in whole) == (shown,) * 3
    assert "Is there laboratory space?" in whole
    assert ("Now: Received" if shown else "Now: Being looked at") in text_of(response)


@pytest.mark.parametrize("is_target", [False, True], ids=["duplicate", "target"])
def test_who_typed_the_address_of_somebody_else_sees_and_ends_nothing_of_theirs(
    client, parks, inquiry, head, is_target
):
    """The link of the page after the form, and the one that reference and address lead to, prove no mailbox."""
    victim = receive(parks, "v", message="THE VICTIM'S WORDS", company="THE VICTIM'S COMPANY")
    theirs = services.add_message(inquiry_id=victim.pk, text="THEIR MESSAGE", files=[taken()], locale="en").files.get()
    merged, into = (victim, inquiry) if is_target else (inquiry, victim)
    merge_inquiry(inquiry_id=merged.pk, into_id=into.pk, by=head)
    reply = send_reply(inquiry_id=into.pk, text="THE ANSWER", by=head)
    looked_up = client.post(STATUS, {"reference": inquiry.reference, "email": EMAIL}).headers["Location"]
    for link in (tokens.status_path(inquiry), looked_up):
        link = link.replace("/zh-hans/", "/en/")
        whole = client.get(link).content.decode()
        assert "Is there laboratory space?" in whole
        assert not any(word in whole for word in ("VICTIM", "THEIR MESSAGE", "THE ANSWER", victim.reference))
        token = link.partition("?")[2]
        assert client.get(f"{STATUS}files/{theirs.pk}/?{token}").status_code == 404
        for part in ("withdraw", "erase", "consents"):
            client.post(at(link, part), {"abroad": "on"})
    into.refresh_from_db()
    assert into.state != InquiryState.NOT_SETTLED
    assert not victim.requests.exists()
    assert not into.requests.exists()
    assert not into.consents.filter(kind=ConsentKind.ABROAD).exists()
    mailed = re.findall(r"/en/cooperate/status/\S+", reply.letter.text)[0]
    page = client.get(mailed).content.decode()
    assert all(word in page for word in ("THEIR MESSAGE", "THE ANSWER", "Is there laboratory space?"))
    assert client.post(at(mailed, "withdraw")).status_code == 303
    into.refresh_from_db()
    assert into.state == InquiryState.NOT_SETTLED


# --- what the investor does -----------------------------------------------------------------------------------
def test_message_with_files_brings_it_back_to_us(client, inquiry, link, head):
    step(inquiry, InquiryState.WAITING_FOR_INVESTOR, head)
    for _twice in range(2):
        response = client.post(at(link, "write"), {"text": "Here it is.", "attachments": [pdf(), pdf("b.pdf")]})
        assert response.status_code == 303
    inquiry.refresh_from_db()
    message = inquiry.messages.get()

    assert (message.text, message.direction, message.by) == ("Here it is.", MessageDirection.IN, None)
    assert [(file.name, file.origin) for file in message.files.all()] == [
        ("plan.pdf", "investor"),
        ("b.pdf", "investor"),
    ]
    assert inquiry.state == InquiryState.WAITING_FOR_US
    assert Letter.objects.filter(kind="inquiry_news").count() == 1
    page = client.get(link)
    address = page_of(page).select_one(".status-files a")["href"]
    download = client.get(address)
    assert (b"".join(download.streaming_content), download.headers["Content-Disposition"]) == (
        inquiry_files.pdf(),
        'attachment; filename="plan.pdf"',
    )


def test_files_of_others_and_of_internal_letters_are_not_there(client, parks, inquiry, link, head):
    other = receive(parks, "x", email="other@example.com")
    theirs = services.add_message(inquiry_id=other.pk, text="", files=[taken()], locale="en").files.get()
    draft = InquiryFile.objects.create(
        inquiry=inquiry, name="draft.pdf", media_type="application/pdf", size=1, origin="office", file=pdf()
    )
    token = link.partition("?")[2]

    for row in (theirs, draft):
        assert client.get(f"{STATUS}files/{row.pk}/?{token}").status_code == 404
    assert client.get(f"{STATUS}files/{theirs.pk}/?inquiry=forged").status_code == 404
    own = client.get(f"{STATUS}files/{theirs.pk}/?inquiry={tokens.token_of(other)}")
    own.close()
    assert own.status_code == 200


def taken():
    return accept(pdf())


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"text": "a\x00"},
        {"text": "x" * 5001},
        {"attachments": [SimpleUploadedFile("a.exe", b"MZ")]},
        {"attachments": [SimpleUploadedFile("a.pdf", b"")]},
        {"attachments": [pdf(f"{number}.pdf") for number in range(6)]},
    ],
    ids=["nothing", "nul", "long", "program", "empty", "six"],
)
def test_bad_message_is_told_and_nothing_kept(client, inquiry, link, sent):
    response = client.post(at(link, "write"), sent)

    assert response.status_code == 200
    assert page_of(response).select_one(".form-error")
    assert not inquiry.messages.exists()


@pytest.mark.parametrize(
    ("part", "sent", "words"),
    [
        ("write", {"text": "Hello."}, "Your message has been sent."),
        ("non-disclosure", {}, "You have asked for a non-disclosure agreement."),
        ("consents", {"sharing": "on"}, "Your consents have been saved."),
        ("erase", {}, "You have asked us to erase your data."),
        ("withdraw", {"reason": ""}, "The inquiry has been withdrawn."),
    ],
    ids=["message", "agreement", "consents", "erasure", "withdrawal"],
)
def test_page_confirms_what_was_done(client, inquiry, link, part, sent, words):
    address = client.post(at(link, part), sent).headers["Location"]
    assert address.endswith("#done")
    notice = page_of(client.get(address)).select_one("#done[role=status][tabindex]")

    assert words in notice.text
    assert not page_of(client.get(f"{link}&done=<b>")).select_one("#done")
    assert Letter.objects.filter(kind="inquiry_erasure", recipient=EMAIL).count() == (part == "erase")


def test_messages_and_files_are_bounded(inquiry, monkeypatch):
    monkeypatch.setattr(services, "MOST_MESSAGES_A_DAY", 2)
    monkeypatch.setattr(services, "MOST_FILES_IN_ALL", 1)
    services.add_message(inquiry_id=inquiry.pk, text="1", files=[taken()], locale="en")
    with pytest.raises(PartnershipRefusedError) as refused:
        services.add_message(inquiry_id=inquiry.pk, text="2", files=[taken()], locale="en")
    assert refused.value.code == "files"
    services.add_message(inquiry_id=inquiry.pk, text="2", locale="en")
    with pytest.raises(PartnershipRefusedError) as refused:
        services.add_message(inquiry_id=inquiry.pk, text="3", locale="en")
    assert refused.value.code == "many"


def test_withdrawal_is_asked_first_and_happens_once(client, inquiry, link):
    asked = client.get(at(link, "withdraw"))
    assert (asked.status_code, "Withdraw the inquiry?" in text_of(asked)) == (200, True)
    for _twice in range(2):
        assert client.post(at(link, "withdraw"), {"reason": "Plans changed"}).status_code == 303
    inquiry.refresh_from_db()

    assert (inquiry.state, inquiry.moves.count(), inquiry.messages.count()) == (InquiryState.NOT_SETTLED, 1, 1)
    assert Letter.objects.filter(kind="inquiry_withdrawn", recipient=EMAIL).count() == 1
    page = client.get(link)
    assert "Now: Withdrawn by you" in text_of(page)
    assert not page_of(page).select_one("form[enctype]")
    with pytest.raises(PartnershipRefusedError):
        services.add_message(inquiry_id=inquiry.pk, text="Late", locale="en")


def test_withdrawn_in_quarantine_writes_nothing_and_is_not_taken_up_on_release(parks, officers, head):
    held = receive(parks, doubts=[Doubt.LINKS])
    services.withdraw_inquiry(inquiry_id=held.pk)
    with pytest.raises(PartnershipRefusedError, match=held.reference):
        release_inquiry(inquiry_id=held.pk, by=head)

    assert not Letter.objects.exists()


def test_closed_by_the_office_can_be_written_to_and_is_taken_up(inquiry, head):
    step(inquiry, InquiryState.NOT_SETTLED, head, "No space")
    services.add_message(inquiry_id=inquiry.pk, text="And next year?", locale="en")
    inquiry.refresh_from_db()

    assert inquiry.state == InquiryState.WAITING_FOR_US


def test_a_second_yes_to_a_second_question_is_kept(inquiry, head):
    for _question in range(2):
        send_reply(inquiry_id=inquiry.pk, text="Is it so?", by=head, asks=True)
        for _twice in range(2):
            services.add_message(inquiry_id=inquiry.pk, text="Yes.", locale="en")
    assert inquiry.messages.filter(direction=MessageDirection.IN).count() == 2
    inquiry.messages.update(created_at=timezone.now() - services.SENT_TWICE)
    services.add_message(inquiry_id=inquiry.pk, text="Yes.", locale="en")
    assert inquiry.messages.filter(direction=MessageDirection.IN).count() == 3


def test_message_brings_a_settled_inquiry_back(inquiry, head):
    step(inquiry, InquiryState.IN_COOPERATION, head)
    step(inquiry, InquiryState.SETTLED, head)
    services.add_message(inquiry_id=inquiry.pk, text="The lease is wrong.", locale="en")
    inquiry.refresh_from_db()

    assert inquiry.state == InquiryState.WAITING_FOR_US
    assert inquiry.clocks.get(ended_at=None).due_at


def test_consents_are_given_a_few_times_a_day_and_taken_back_always(client, inquiry, link, monkeypatch):
    monkeypatch.setattr(services, "MOST_CONSENTS_A_DAY", 2)
    for given in ({"abroad": "on"}, {}):
        assert client.post(at(link, "consents"), given).status_code == 303
    refused = client.post(at(link, "consents"), {"abroad": "on", "sharing": "on"})
    assert "please wait a day" in page_of(refused).select_one("[role=status], [role=alert]").text
    assert inquiry.consents.filter(kind=ConsentKind.ABROAD).count() == 1


def test_agreement_and_erasure_are_asked_for_once(client, inquiry, link, head):
    assert client.get(at(link, "non-disclosure")).status_code == 303
    assert not inquiry.requests.exists()
    for part in ("non-disclosure", "erase", "non-disclosure", "erase"):
        assert client.post(at(link, part)).status_code == 303

    assert list(inquiry.requests.values_list("kind", flat=True)) == [RequestKind.NDA, RequestKind.ERASURE]
    told = set(
        Letter.objects.filter(kind="inquiry_news", key__contains=":erasure:").values_list("recipient", flat=True)
    )
    assert told == {"officer-zizhu@example.org", head.email}
    page = text_of(client.get(link))
    assert "You asked for a non-disclosure agreement" in page
    assert "your data be erased. You get a letter" in page


def test_taking_back_the_transfer_abroad_passes_the_inquiry_to_the_next_park(client, parks, inquiry, link):
    place = Place.objects.create(slug="cambridge", country="US", name_en="Cambridge", name_zh_hans="剑桥")
    ParkPlace.objects.filter(park=parks["lingang"]).delete()
    ParkPlace.objects.create(park=parks["lingang"], place=place)
    boston = make_user("boston", Role.OFFICER, parks["lingang"].unit)
    answering = {"park": parks["lingang"], "unit": parks["lingang"].unit, "responsible": boston, "state": "assigned"}
    Inquiry.objects.filter(pk=inquiry.pk).update(**answering)
    inquiry.wanted_parks.add(parks["lingang"])
    client.post(at(link, "consents"), {"abroad": "on"})
    assert inquiry.consents.filter(kind=ConsentKind.ABROAD, withdrawn_at=None).count() == 1
    assert inquiry in readable_inquiries(boston)
    assert client.post(at(link, "consents"), {}).status_code == 303
    inquiry = Inquiry.objects.get()
    assert inquiry.consents.get(kind=ConsentKind.ABROAD).withdrawn_at

    assert (inquiry.unit, inquiry.responsible, inquiry.state) == (parks["zizhu"].unit, None, InquiryState.TRIAGED)
    assert set(inquiry.wanted_parks.all()) == {parks["zizhu"], parks["lingang"]}
    assert inquiry not in readable_inquiries(boston)
    assert not inquiry_policy.user_has_permission_for_instance(boston, "view", inquiry)
    page = text_of(client.get(link))
    assert f"Passed on to {parks['zizhu'].name_en}, because you took back your consent" in page
    assert parks["lingang"].name_en in page
    client.post(at(link, "consents"), {"abroad": "on"})
    assert inquiry in readable_inquiries(boston)  # as one of those addressed, who read
    assert not may_work(boston, inquiry)
    assert inquiry.consents.get(kind=ConsentKind.NOTICE).withdrawn_at is None


def test_confirmation_leads_to_the_page(client, inquiry):
    letter = Letter.objects.get(kind="inquiry_received")
    (address,) = re.findall(r"/en/cooperate/status/\S+", letter.text)

    assert inquiry.reference in text_of(client.get(address))


def test_page_takes_as_many_queries_for_three_messages_as_for_one(client, inquiry, link):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(link).status_code == 200
        return len(queries)

    services.add_message(inquiry_id=inquiry.pk, text="1", files=[taken()], locale="en")
    count()
    one = count()
    for text in ("2", "3"):
        services.add_message(inquiry_id=inquiry.pk, text=text, files=[taken()], locale="en")
    assert count() == one
