"""A reply is one message, one letter in the thread of the case, one step and one end of the clock."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.desk.reply_letters import reply_as_it_looks
from partnerships.inquiries.desk.threads import conversation, messages_of
from partnerships.inquiries.enums import FileOrigin, InquiryState, MessageDirection
from partnerships.inquiries.services import replies
from partnerships.inquiries.services.replies import send_reply
from partnerships.inquiries.uploads.accepting import accept
from partnerships.models import Consent, Inquiry, InquiryFile, InquiryMessage, ReplyTemplate
from portal.core.enums import Role
from portal.outbox.composing import compose
from portal.outbox.models import Letter
from tests.engines import libretranslate_server
from tests.partnerships.conftest import make_user
from tests.partnerships.inquiries import inquiry_files
from tests.partnerships.inquiries.reply_kit import received

TEXT = "Yes, there is.\n\n\n\nWe shall gladly show it to you."


@pytest.fixture
def officer(officers):
    officers["zizhu"].first_name, officers["zizhu"].last_name = "Min", "Li"
    officers["zizhu"].save()
    return officers["zizhu"]


@pytest.fixture
def inquiry(officer, parks) -> Inquiry:
    return received(parks["zizhu"])


@pytest.fixture
def clocks(monkeypatch) -> list[bool]:
    """What the clocks are told: of each reply whether it asks."""
    told: list[bool] = []
    monkeypatch.setattr(replies, "note_answer", lambda inquiry, *, asks, at: told.append(asks))
    return told


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def may_translate(settings):
    with libretranslate_server() as server:
        settings.TRANSLATION_ENGINE, settings.TRANSLATION_URL = "libretranslate", server.url
        settings.TRANSLATION_TIMEOUT, settings.PORTAL_PERSONAL_DATA_MAY_LEAVE = 2, True
        server.agree = lambda inquiry: Consent.objects.create(inquiry=inquiry, kind="abroad", version="1")
        yield server


def screen(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def written(inquiry: Inquiry, text: str = "Thank you.", **values) -> InquiryMessage:
    """A message of the investor."""
    values = {"direction": MessageDirection.IN, "locale": inquiry.locale} | values
    return InquiryMessage.objects.create(inquiry=inquiry, text=text, **values)


@pytest.mark.django_db
def test_answer_is_sent_kept_and_logged_at_once(inquiry, officer, clocks):
    plan = accept(SimpleUploadedFile("plan.pdf", inquiry_files.pdf(), "application/pdf"))
    message = send_reply(inquiry_id=inquiry.pk, text=TEXT, by=officer, files=[plan])
    letter = message.letter
    inquiry.refresh_from_db()
    assert (message.direction, message.text, message.locale, message.by, message.asks) == (
        "out",
        "Yes, there is.\n\nWe shall gladly show it to you.",
        "en",
        officer,
        False,
    )
    assert (inquiry.state, inquiry.responsible) == (InquiryState.ASSIGNED, officer)
    assert clocks == [False]
    assert (letter.kind, letter.recipient, letter.locale, letter.unit) == (
        "inquiry_reply",
        "alex.morgan@example.com",
        "en",
        inquiry.unit,
    )
    assert letter.subject.startswith("Re: ")
    assert inquiry.reference in letter.subject
    for words in ("Dear Alex Morgan", "Yes, there is.", "gladly show", "plan.pdf", "Min Li", "/en/cooperate/status/"):
        assert words in letter.text
        assert words in letter.html
    assert "\n\n\n" not in letter.text
    assert letter.headers["Reply-To"] == officer.email
    kept = InquiryFile.objects.get()
    assert (kept.message, kept.name, kept.origin, kept.media_type, kept.size) == (
        message,
        "plan.pdf",
        FileOrigin.OFFICE,
        "application/pdf",
        len(plan.content),
    )
    with kept.file.open() as file:
        assert file.read() == plan.content
    assert [file for file, _address in conversation(inquiry, messages_of(inquiry))[1].files] == [kept]
    log = ModelLogEntry.objects.for_instance(inquiry).get(action="partnerships.inquiry.reply")
    told = {name: log.data[name] for name in ("message", "asks", "files")}
    assert (log.user, told) == (officer, {"message": message.pk, "asks": False, "files": 1})


@pytest.mark.django_db
def test_letters_of_a_case_are_one_thread(inquiry, officer):
    confirmation = Letter.objects.get(kind="inquiry_received")
    first = send_reply(inquiry_id=inquiry.pk, text="First.", by=officer)
    second = send_reply(inquiry_id=inquiry.pk, text="Second.", by=officer)
    third = send_reply(inquiry_id=inquiry.pk, text="To the first.", by=officer, answers=first.pk)
    ids = [confirmation.message_id, *(one.letter.message_id for one in (first, second, third))]
    assert len(set(ids)) == 4
    assert first.letter.headers["In-Reply-To"] == ids[0]
    assert first.letter.headers["References"] == ids[0]
    assert second.letter.headers["In-Reply-To"] == ids[1]
    assert second.letter.headers["References"] == " ".join(ids[:2])
    assert third.letter.headers["In-Reply-To"] == ids[1]
    assert third.letter.headers["References"].split() == [ids[0], ids[2], ids[1]]
    assert third.answers == first


@pytest.mark.django_db
def test_long_thread_keeps_its_beginning_and_its_end(inquiry, officer, monkeypatch):
    monkeypatch.setattr("partnerships.inquiries.desk.reply_letters._LONGEST_REFERENCES", 150)
    ids = [Letter.objects.get(kind="inquiry_received").message_id]
    for number in range(4):
        last = send_reply(inquiry_id=inquiry.pk, text=f"Number {number}.", by=officer).letter
        ids.append(last.message_id)
    told = last.headers["References"].split()
    assert told[0] == ids[0]
    assert told[-1] == ids[-2]
    assert len(told) < 4


def test_identifiers_of_letters_are_never_encoded_words():
    identity = f"<{'0123456789abcdef' * 2}@a-rather-long-name-of-a-mail-domain.portal.example.org>"
    mail = compose(headers={"Message-ID": identity, "References": f"{identity} {identity}"}, text="Hello")
    assert mail.decode().startswith(f"Message-ID: {identity}\r\nReferences: {identity}\r\n {identity}\r\n")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "asks", "then"),
    [
        ("new", True, "waiting_investor"),
        ("new", False, "assigned"),
        ("triaged", False, "assigned"),
        ("assigned", False, "assigned"),
        ("assigned", True, "waiting_investor"),
        ("waiting_us", False, "assigned"),
        ("waiting_investor", False, "waiting_investor"),
        ("waiting_investor", True, "waiting_investor"),
        ("in_cooperation", False, "in_cooperation"),
        ("in_cooperation", True, "waiting_investor"),
    ],
)
def test_state_after_a_reply(inquiry, officer, clocks, state, asks, then):
    Inquiry.objects.filter(pk=inquiry.pk).update(state=state)
    send_reply(inquiry_id=inquiry.pk, text="Hello.", by=officer, asks=asks)
    inquiry.refresh_from_db()
    assert (inquiry.state, clocks) == (then, [asks])
    assert inquiry.moves.count() == (0 if state == then else 1)


@pytest.mark.django_db
def test_reply_of_a_colleague_leaves_who_is_responsible(inquiry, officer, parks):
    other = make_user("other", Role.OFFICER, parks["zizhu"].unit)
    Inquiry.objects.filter(pk=inquiry.pk).update(responsible=other)
    letter = send_reply(inquiry_id=inquiry.pk, text="Hello.", by=officer).letter
    inquiry.refresh_from_db()
    assert inquiry.responsible == other
    assert letter.headers["Reply-To"] == other.email


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"state": "settled"},
        {"state": "not_settled"},
        {"state": "spam"},
        {"quarantined_at": timezone.now()},
        {"erased_at": timezone.now()},
    ],
    ids=["settled", "not_settled", "spam", "quarantined", "erased"],
)
def test_closed_inquiry_takes_no_reply_and_says_why(inquiry, officer, signed_in, change):
    Inquiry.objects.filter(pk=inquiry.pk).update(**change)
    with pytest.raises(PartnershipRefusedError) as refused:
        send_reply(inquiry_id=inquiry.pk, text="Hello.", by=officer)
    assert refused.value.code == "closed"
    answer = signed_in.post(f"/admin/inquiries/{inquiry.pk}/reply/", {"text": "My words.", "seen": "0"})
    assert str(replies.why_closed(Inquiry.objects.get())) in screen(answer).text
    assert "My words." in screen(answer).text
    assert not InquiryMessage.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", " \n ", "x" * 10_001, "a\x00b", "a\u202eb"], ids=range(5))
def test_text_that_cannot_be_sent_is_refused(inquiry, officer, signed_in, text):
    with pytest.raises(PartnershipRefusedError) as refused:
        send_reply(inquiry_id=inquiry.pk, text=text, by=officer)
    assert refused.value.code == "text"
    answer = signed_in.post(f"/admin/inquiries/{inquiry.pk}/reply/", {"text": text, "seen": "0"})
    assert answer.status_code == 200
    assert screen(answer).select(".error-message, .w-field__errors")
    assert not InquiryMessage.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "files", [["a.exe"], [f"{number}.pdf" for number in range(6)], ["empty.pdf"]], ids=["kind", "many", "empty"]
)
def test_files_that_are_not_taken_leave_the_text(inquiry, signed_in, files):
    uploads = [SimpleUploadedFile(name, b"" if name == "empty.pdf" else b"x") for name in files]
    data = {"text": "My words.", "seen": "0", "attachments": uploads}
    answer = signed_in.post(f"/admin/inquiries/{inquiry.pk}/reply/", data)
    assert screen(answer).select_one("textarea[name=text]").text.strip() == "My words."
    assert not InquiryMessage.objects.exists()
    assert not InquiryFile.objects.exists()


@pytest.mark.django_db
def test_second_officer_is_told_and_sends_all_the_same(inquiry, officer, parks, signed_in):
    other = make_user("other", Role.OFFICER, parks["zizhu"].unit)
    address = f"/admin/inquiries/{inquiry.pk}/reply/"
    seen = screen(signed_in.get(address)).select_one("input[name=seen]")["value"]
    send_reply(inquiry_id=inquiry.pk, text="I was first.", by=other)
    told = screen(signed_in.post(address, {"text": "My own words.", "seen": seen, "asks": "on"}))
    assert "I was first." in told.select_one(".inquiry-meanwhile").text
    assert told.select_one("textarea[name=text]").text.strip() == "My own words."
    assert told.select_one("input[name=asks]").has_attr("checked")
    assert InquiryMessage.objects.count() == 1
    now = told.select_one("input[name=seen]")["value"]
    answer = signed_in.post(address, {"text": "My own words.", "seen": now})
    assert answer.status_code == 302
    assert list(InquiryMessage.objects.values_list("text", flat=True)) == ["I was first.", "My own words."]


@pytest.mark.django_db
def test_forged_keys_break_nothing(inquiry, signed_in):
    forged = {"text": "Hello.", "seen": "9" * 40, "to": "x", "asks": "on"}
    assert signed_in.post(f"/admin/inquiries/{inquiry.pk}/reply/", forged).status_code == 302
    assert signed_in.get(f"/admin/inquiries/{inquiry.pk}/reply/", {"to": "9" * 40, "template": "x"}).status_code == 200
    assert InquiryMessage.objects.get().answers is None


@pytest.mark.django_db
def test_double_click_sends_once(inquiry, signed_in):
    for _click in range(2):
        answer = signed_in.post(f"/admin/inquiries/{inquiry.pk}/reply/", {"text": "Hello.", "seen": "0"})
        assert answer.status_code == 302
    assert InquiryMessage.objects.count() == Letter.objects.filter(kind="inquiry_reply").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one_and_one_refused(parks, officers):
    inquiry = received(parks["zizhu"])
    people = [make_user(f"writer-{number}", Role.OFFICER, parks["zizhu"].unit) for number in range(2)]
    start, outcomes = Barrier(2), []

    def write(by) -> None:
        start.wait()
        try:
            outcomes.append(send_reply(inquiry_id=inquiry.pk, text=f"From {by}.", by=by, seen=0).text)
        except PartnershipRefusedError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=write, args=(by,)) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "meanwhile" in outcomes
    assert len(set(outcomes)) == 2
    assert InquiryMessage.objects.count() == Letter.objects.filter(kind="inquiry_reply").count() == 1


@pytest.mark.django_db
def test_who_does_not_work_on_it_cannot_reply(inquiry, officers, parks, client):
    with pytest.raises(PartnershipRefusedError) as refused:
        send_reply(inquiry_id=inquiry.pk, text="Hello.", by=officers["lingang"])
    assert refused.value.code == "forbidden"
    client.force_login(officers["lingang"])
    screens = ("reply", "merge", "links")
    assert [client.get(f"/admin/inquiries/{inquiry.pk}/{name}/").status_code for name in screens] == [404] * 3
    inquiry.wanted_parks.add(parks["lingang"])  # now they read it, and do not work on it
    assert [client.get(f"/admin/inquiries/{inquiry.pk}/{name}/").status_code for name in screens] == [302] * 3
    client.force_login(make_user("auditor", Role.AUDITOR))
    for name, data in (("reply", {"text": "Hi", "seen": "0"}), ("translate", {"what": "inquiry"})):
        assert client.post(f"/admin/inquiries/{inquiry.pk}/{name}/", data).status_code in {302, 403}
    assert not InquiryMessage.objects.exists()


@pytest.mark.django_db
def test_conversation_is_in_threads_from_oldest_to_newest(inquiry, officer, signed_in):
    first = send_reply(inquiry_id=inquiry.pk, text="Our first.", by=officer)
    second = send_reply(inquiry_id=inquiry.pk, text="Our second.", by=officer)
    written(inquiry, "About the first.", answers=first)
    written(inquiry, "<b>About the second.</b>", answers=second)
    entries = screen(signed_in.get(f"/admin/inquiries/{inquiry.pk}/reply/")).select(".inquiry-entry")
    told = [(one.select_one(".inquiry-entry-text").text.strip(), one["class"][1]) for one in entries]
    assert told == [
        ("Is there laboratory space?", "inquiry-entry-0"),
        ("Our first.", "inquiry-entry-0"),
        ("About the first.", "inquiry-entry-1"),
        ("Our second.", "inquiry-entry-0"),
        ("<b>About the second.</b>", "inquiry-entry-1"),
    ]


@pytest.mark.django_db
def test_screen_takes_as_many_queries_for_many_messages(inquiry, officer, signed_in):
    address, counts = f"/admin/inquiries/{inquiry.pk}/reply/", []
    signed_in.get(address)
    for total in (1, 3):
        for number in range(InquiryMessage.objects.count(), total):
            send_reply(inquiry_id=inquiry.pk, text=f"Number {number}.", by=officer)
        with CaptureQueriesContext(connection) as queries:
            signed_in.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_template_is_put_below_what_is_typed(inquiry, officer, signed_in, parks):
    values = {"locale": "en", "text": "{person}: {reference}, {park}, {officer}, {other}"}
    template = ReplyTemplate.objects.create(name="A", unit=parks["zizhu"].unit, **values)
    hidden = ReplyTemplate.objects.create(name="B", unit=parks["lingang"].unit, **values)
    Inquiry.objects.filter(pk=inquiry.pk).update(person="{officer} Morgan")
    address = f"/admin/inquiries/{inquiry.pk}/reply/"
    words = f"{{officer}} Morgan: {inquiry.reference}, Shanghai Zizhu High-Tech Park, Min Li, {{other}}"
    begun = screen(signed_in.get(address, {"template": template.pk}))
    assert begun.select_one("textarea[name=text]").text.strip() == words.replace("Min Li", officer.get_full_name())
    data = {"text": "Typed so far.", "seen": "0", "asks": "on", "template": template.pk, "act": "template"}
    page = screen(signed_in.post(address, data))
    typed = page.select_one("textarea[name=text]").text.strip().replace("\r\n", "\n")
    assert typed == f"Typed so far.\n\n{words.replace('Min Li', officer.get_full_name())}"
    assert page.select_one("input[name=asks]").has_attr("checked")
    offered = [one["value"] for one in page.select("select[name=template] option")]
    assert offered == ["", str(template.pk)]
    refused = screen(signed_in.post(address, {**data, "template": hidden.pk}))
    assert refused.select_one("textarea[name=text]").text.strip() == "Typed so far."
    assert not InquiryMessage.objects.exists()


@pytest.mark.django_db
def test_preview_shows_the_letter_and_sends_nothing(inquiry, signed_in):
    upload = SimpleUploadedFile("plan.pdf", inquiry_files.pdf())
    data = {"text": "贵公司好！", "seen": "0", "attachments": [upload]}
    page = screen(signed_in.post(f"/admin/inquiries/{inquiry.pk}/reply/preview/", data))
    letter = page.select_one(".inquiry-letter").text
    assert "Dear Alex Morgan" in letter
    assert "贵公司好！" in letter
    assert "plan.pdf" in letter
    assert page.select_one(".help-warning")  # it seems to be Chinese, and the investor reads English
    empty = screen(signed_in.post(f"/admin/inquiries/{inquiry.pk}/reply/preview/", {"text": "", "seen": "0"}))
    assert empty.select(".error-message")
    assert not empty.select(".inquiry-letter")
    assert not InquiryMessage.objects.exists()
    assert not Letter.objects.filter(kind="inquiry_reply").exists()


@pytest.mark.django_db
def test_message_is_translated_beside_the_original_and_not_kept(inquiry, signed_in, may_translate):
    address = f"/admin/inquiries/{inquiry.pk}/translate/"
    assert "境外" in screen(signed_in.post(address, {"what": "inquiry"})).text
    assert may_translate.requests == []
    may_translate.agree(inquiry)
    message = written(inquiry, "We make <pumps>.")
    before = list(Inquiry.objects.values()), list(InquiryMessage.objects.values())
    page = screen(signed_in.post(address, {"what": str(message.pk), "text": "My draft.", "seen": "0"}))
    shown = page.select_one(f"#message-{message.pk}")
    assert "We make <pumps>." in shown.text
    assert "月二" in shown.select_one(".inquiry-entry-translated").text
    assert page.select_one("textarea[name=text]").text.strip() == "My draft."
    assert page.select_one("input[name=seen]")["value"] == "0"
    assert (list(Inquiry.objects.values()), list(InquiryMessage.objects.values())) == before
    assert screen(signed_in.post(address, {"what": "inquiry"})).select(".inquiry-entry-translated")
    for nothing in ("0", "999999", "x", ""):
        assert not screen(signed_in.post(address, {"what": nothing})).select(".inquiry-entry-translated")


@pytest.mark.django_db
def test_draft_is_translated_into_the_field(inquiry, signed_in, may_translate):
    may_translate.agree(inquiry)
    address = f"/admin/inquiries/{inquiry.pk}/translate/"
    data = {"what": "draft", "text": "欢迎来访。", "seen": "0", "asks": "on"}
    page = screen(signed_in.post(address, data))
    typed = page.select_one("textarea[name=text]").text.strip()
    assert typed
    assert typed != "欢迎来访。"
    assert "欢迎来访。" in page.select_one(".inquiry-reply-draft").text
    assert page.select_one("input[name=asks]").has_attr("checked")
    may_translate.fail("close", always=True)
    failed = screen(signed_in.post(address, data))
    assert failed.select_one("textarea[name=text]").text.strip() == "欢迎来访。"
    english = screen(signed_in.post(address, {**data, "text": "Welcome."}))
    assert english.select_one("textarea[name=text]").text.strip() == "Welcome."


@pytest.mark.django_db
def test_look_at_the_screen_is_logged(inquiry, officer, signed_in):
    signed_in.get(f"/admin/inquiries/{inquiry.pk}/reply/")
    looks = ModelLogEntry.objects.for_instance(inquiry).filter(action="core.look.view")
    assert [look.user for look in looks] == [officer]


def test_items_of_a_list_stand_alike_in_the_letter(inquiry, officer):
    text = "Please tell us:\n\n  1. area\n  2. height\n    as built\n  3. load\n\n　　Thank you"
    letter = reply_as_it_looks(inquiry, text, officer, asks=True)
    assert "\n1. area\n2. height\n  as built\n3. load\n" in letter.text
    assert "\nThank you\n" in letter.text
