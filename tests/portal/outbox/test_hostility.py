"""Servers that misbehave at every stage, and letters that try to become something else."""

from __future__ import annotations

import threading
import time
from email import message_from_bytes, policy

import pytest
from django.core.mail import BadHeaderError
from django.db import OperationalError, connection
from django.utils import timezone

from portal.outbox.composing import compose
from portal.outbox.enums import LetterState
from portal.outbox.models import Letter, Suppression
from portal.outbox.recipients import is_usable, normalised
from portal.outbox.sending import claim, send_due, send_letter
from portal.outbox.transport import NO_SMTPUTF8, as_message
from tests.portal.outbox.bare_server import BareServer

pytestmark = pytest.mark.django_db
STAGES = ("greeting", "ehlo", "mail", "rcpt", "data", "end")


@pytest.fixture
def use(settings):
    def use(server: BareServer, **options) -> None:
        values = {"host": "127.0.0.1", "port": server.port, "timeout": 0.3, **options}
        settings.OUTBOX_TRANSPORT = {"BACKEND": "portal.outbox.smtp.OutboxSMTPBackend", "OPTIONS": values}

    return use


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("fault", ["hang", "close", "nonsense", "flood", "421 going down", "454 not now", "502 what?"])
def test_server_that_misbehaves_costs_an_attempt_and_never_the_letter(write_note, use, stage, fault):
    letter = write_note()
    began = time.monotonic()
    with BareServer(stage, fault) as bare:
        use(bare)
        assert send_letter(letter_id=letter.pk) == LetterState.FAILED
    assert time.monotonic() - began < 6
    letter.refresh_from_db()
    assert letter.last_error

    Letter.objects.update(next_attempt_at=timezone.now())
    with BareServer("none", "") as sound:
        use(sound)
        assert send_letter(letter_id=letter.pk) == LetterState.SENT
    identities = {message_from_bytes(raw)["Message-ID"] for raw in [*bare.letters, *sound.letters]}
    assert identities == {letter.message_id}
    assert len(sound.letters) == 1
    assert len(bare.letters) == (1 if stage == "end" else 0)


def test_repeat_after_lost_answer_is_the_same_to_the_last_byte(write_note, use):
    letter = write_note(locale="zh-hans")
    with BareServer("end", "close") as bare:
        use(bare)
        send_letter(letter_id=letter.pk)
    Letter.objects.update(next_attempt_at=timezone.now())
    with BareServer("none", "") as sound:
        use(sound)
        send_letter(letter_id=letter.pk)

    assert bare.letters == sound.letters


@pytest.mark.parametrize("extensions", [("STARTTLS",), ()])
def test_broken_or_missing_tls_never_falls_back_to_plain_text(write_note, use, extensions):
    letter = write_note()
    with BareServer("none", "", extensions=extensions) as bare:
        use(bare, use_tls=True)
        assert send_letter(letter_id=letter.pk) == LetterState.FAILED
    assert bare.letters == bare.recipients == []


def test_refused_sender_is_the_fault_of_the_settings(write_note, use):
    with BareServer("mail", "553 sender is not yours") as bare:
        use(bare)
        assert send_letter(letter_id=write_note().pk) == LetterState.FAILED


@pytest.mark.parametrize(
    ("answer", "addresses"),
    [
        ("550 5.1.1 User unknown", ["reader@example.com"]),
        ("550 5.7.1 Relaying denied", []),
        ("552 5.2.2 Mailbox full", []),
    ],
)
def test_refused_recipient_is_suppressed_if_the_address_is_dead(write_note, use, answer, addresses):
    with BareServer("rcpt", answer) as bare:
        use(bare)
        assert send_letter(letter_id=write_note().pk) == LetterState.DEAD
    assert list(Suppression.objects.values_list("address", flat=True)) == addresses


def test_internationalised_domain_goes_over_the_wire_in_ascii(write_note, use):
    with BareServer("none", "") as bare:
        use(bare)
        assert send_letter(letter_id=write_note("office@上海.example").pk) == LetterState.SENT
    assert bare.recipients == [b"rcpt TO:<office@xn--fhqz97e.example>\r\n"]
    assert b"\r\nTo: office@xn--fhqz97e.example\r\n" in bare.letters[0]


def test_internationalised_local_part_needs_a_server_that_takes_it(write_note, use):
    first, second = (write_note("张三@上海.example", key=key) for key in "ab")
    with BareServer("none", "") as plain:
        use(plain)
        assert send_letter(letter_id=first.pk) == LetterState.DEAD
    first.refresh_from_db()
    assert first.last_error == NO_SMTPUTF8
    with BareServer("none", "", extensions=("SMTPUTF8", "8BITMIME")) as able:
        use(able)
        assert send_letter(letter_id=second.pk) == LetterState.SENT
    assert able.recipients == ["rcpt TO:<张三@xn--fhqz97e.example>\r\n".encode()]


@pytest.mark.parametrize(
    ("address", "usable"),
    [
        ("a@example.com", True),
        ("张三@例子.example", True),
        (f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.example", False),
        (f"{'张' * 22}@example.com", False),
        ("a@b@example.com", False),
        ("张 三@example.com", False),
        ("张三\r\nBcc: x@example.com", False),
        ("a@example.com\r\nBcc: x@y.example", False),
        ("张三,x@example.com", False),
        ("<a@example.com>", False),
        ("a@xn--\udce4.example", False),
        ("", False),
    ],
)
def test_address_is_usable(address, usable):
    assert is_usable(address) is usable
    normalised(address)  # whatever it is, comparing it never fails


HEADERS = {
    "Message-ID": "<1@localhost>",
    "Date": "x",
    "From": "a@b.c",
    "To": "d@e.f",
    "Subject": "s",
    "Reply-To": "g@h.i",
}


@pytest.mark.parametrize("name", list(HEADERS))
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x00"])
def test_line_break_in_any_header_is_refused_when_written_out(name, end):
    with pytest.raises(BadHeaderError):
        compose(headers={**HEADERS, name: f"{HEADERS[name]}{end}Bcc: x@evil.example"}, text="t")


def test_line_breaks_in_subject_names_reply_to_and_sender_make_no_header(write_note, use, settings):
    evil = "Reader\r\nBcc: x@evil.example\r\n\r\nbody\u2028\x85\x0b"
    settings.DEFAULT_FROM_EMAIL = "门户\r\nBcc: x@evil.example <portal@example.org>"
    letter = write_note(name=evil, headers={"Reply-To": "张三 <office@example.com>\r\nBcc: x@evil.example"})
    with BareServer("none", "") as bare:
        use(bare)
        assert send_letter(letter_id=letter.pk) == LetterState.SENT
    message = message_from_bytes(bare.letters[0], policy=policy.default)

    assert set(message.keys()) == {
        *("Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted", "Content-Language", "Reply-To"),
        *("MIME-Version", "Content-Type"),
    }
    assert message["Auto-Submitted"] == "auto-generated"
    assert len(bare.recipients) == 1


@pytest.mark.parametrize("subject", ["=?utf-8?b?QQ==?=", "短" * 300, "word " * 90, "x" * 500, "Ünï " * 50, "."])
def test_subject_arrives_as_it_was_written(write_note, subject):
    letter = write_note()
    letter.subject = subject
    raw = as_message(letter).message().as_bytes()

    assert message_from_bytes(raw, policy=policy.default)["Subject"].rstrip() == subject.rstrip()
    assert max(map(len, raw.split(b"\r\n"))) < 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize("text", ["", ".", "x" * 5000, "短" * 5000, "a\r\rb\n\nc", "From me\n.\n..\n"])
def test_text_arrives_as_it_was_written(write_note, use, text):
    letter = write_note()
    Letter.objects.update(text=text, html="")
    with BareServer("none", "") as bare:
        use(bare)
        assert send_letter(letter_id=letter.pk) == LetterState.SENT
    arrived = message_from_bytes(bare.letters[0].replace(b"\r\n..", b"\r\n."), policy=policy.default)
    assert arrived.get_content().replace("\r\n", "\n").rstrip("\n") == text.replace("\r", "\n").rstrip("\n")


@pytest.mark.django_db(transaction=True)
def test_database_that_goes_away_after_data_does_not_repeat_the_letter(write_note, use, monkeypatch):
    """The outcome is written as soon as the database is back."""
    from portal.outbox import sending

    letter = write_note()
    original, failures = sending._write_down, [OperationalError("terminating connection")] * 2

    def failing(outcome):
        if failures:
            raise failures.pop()
        original(outcome)

    monkeypatch.setattr(sending, "_write_down", failing)
    monkeypatch.setattr(sending.time, "sleep", lambda seconds: None)
    with BareServer("none", "") as bare:
        use(bare)
        assert send_letter(letter_id=letter.pk) == LetterState.SENT
    letter.refresh_from_db()
    assert (letter.state, len(bare.letters)) == (LetterState.SENT, 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_letters_and_send_each_once(write_note, sink):
    for number in range(20):
        write_note(f"r{number}@example.com", key=str(number))

    def work() -> None:
        try:
            send_due()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)

    assert sorted(message["To"] for message in sink.messages) == sorted(
        f"r{number}@example.com" for number in range(20)
    )
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.SENT}


def test_lease_that_ends_midway_lets_the_second_sender_write_the_outcome(write_note, sink, monkeypatch):
    letter = write_note()
    from portal.outbox import sending

    original = sending.send_by_channel

    def slow(row, transport):
        original(row, transport)
        if row.attempts == 1:
            Letter.objects.update(lease_until=timezone.now())
            assert claim(letter_id=row.pk).attempts == 2

    monkeypatch.setattr(sending, "send_by_channel", slow)
    send_letter(letter_id=letter.pk)

    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (LetterState.SENDING, 2)
    Letter.objects.update(lease_until=timezone.now())
    send_letter(letter_id=letter.pk)
    assert [message["Message-ID"] for message in sink.messages] == [letter.message_id] * 2
