"""What becomes of a letter and its address when a report comes back, real and forged."""

from __future__ import annotations

import time
from email import message_from_bytes

import pytest

from portal.core.models import User
from portal.outbox.bounces.codes import judge
from portal.outbox.bounces.parsing import looks_like_report, parse_report
from portal.outbox.bounces.services import take_mail
from portal.outbox.enums import LetterState, SuppressionReason, Verdict
from portal.outbox.models import DeliveryReport, Letter, Suppression
from portal.outbox.sending import send_letter
from portal.outbox.services import send_again
from portal.outbox.suppression import SuppressedError, lift
from tests.portal.outbox.bounces.reports import RECIPIENT, large, nested, report

pytestmark = pytest.mark.django_db
DEAD, FAILED, DELAYED = Verdict.DEAD_ADDRESS, Verdict.NOT_DELIVERED, Verdict.DELAYED


@pytest.fixture
def letter(write_note) -> Letter:
    """A letter that was sent and has not arrived."""
    letter = write_note(RECIPIENT)
    assert send_letter(letter_id=letter.pk) == LetterState.SENT
    return letter


def now(letter: Letter) -> tuple[str, list[str]]:
    """The state of the letter, and the addresses that are suppressed."""
    letter.refresh_from_db()
    return letter.state, list(Suppression.objects.in_force().values_list("address", flat=True))


@pytest.mark.parametrize(
    ("name", "reason", "status"),
    [
        ("postfix", SuppressionReason.NO_MAILBOX, "5.1.1"),
        ("exchange", SuppressionReason.NO_DOMAIN, "5.1.10"),
        ("exim", SuppressionReason.NO_MAILBOX, ""),
        ("gmail", SuppressionReason.NO_MAILBOX, "5.1.1"),
        ("qq", SuppressionReason.NO_MAILBOX, ""),
        ("netease", SuppressionReason.NO_MAILBOX, "5.0.0"),
    ],
)
def test_report_of_dead_address_suppresses_it(letter, name, reason, status):
    raw = report(name, message_id=letter.message_id)

    assert looks_like_report(raw.partition(b"\r\n\r\n")[0])
    assert take_mail(raw=raw) == [letter]

    assert now(letter) == (LetterState.BOUNCED, [RECIPIENT])
    suppression = Suppression.objects.get()
    assert (suppression.reason, suppression.letter, suppression.by) == (reason, letter, None)
    kept = DeliveryReport.objects.get()
    assert (kept.letter, kept.verdict, kept.status) == (letter, DEAD, status)
    assert suppression.evidence == kept.diagnostic != ""


@pytest.mark.parametrize(
    ("name", "verdict", "state"),
    [
        ("full", FAILED, LetterState.BOUNCED),
        ("policy", FAILED, LetterState.BOUNCED),
        ("delayed", DELAYED, LetterState.SENT),
    ],
)
def test_report_of_letter_that_failed_for_another_reason_suppresses_nobody(letter, name, verdict, state):
    assert take_mail(raw=report(name, message_id=letter.message_id)) == [letter]

    assert now(letter) == (state, [])
    assert DeliveryReport.objects.get().verdict == verdict


@pytest.mark.parametrize("name", ["vacation", "inquiry", "malformed"])
def test_mail_that_is_no_report_changes_nothing(letter, name):
    assert take_mail(raw=report(name, message_id=letter.message_id)) == []
    assert now(letter) == (LetterState.SENT, [])


@pytest.mark.parametrize("name", ["postfix", "exchange", "exim", "gmail", "qq", "netease"])
def test_report_about_letter_that_was_never_written_changes_nothing(letter, name):
    assert take_mail(raw=report(name, message_id="<made-up@localhost>")) == []
    assert now(letter) == (LetterState.SENT, [])


@pytest.mark.parametrize("name", ["postfix", "exchange", "exim", "gmail", "qq", "netease"])
def test_report_about_another_recipient_than_the_letters_changes_nothing(letter, name):
    forged = report(name, message_id=letter.message_id, recipient="director@example.com")
    assert take_mail(raw=forged) == []
    assert now(letter) == (LetterState.SENT, [])


def test_report_about_letter_that_was_not_sent_changes_nothing(write_note):
    waiting = write_note(RECIPIENT)
    assert take_mail(raw=report("postfix", message_id=waiting.message_id)) == []
    assert now(waiting) == (LetterState.QUEUED, [])


def test_same_report_twice_has_one_effect_also_after_lifting(letter):
    raw = report("postfix", message_id=letter.message_id)
    take_mail(raw=raw)
    take_mail(raw=raw)
    assert (DeliveryReport.objects.count(), Suppression.objects.count()) == (1, 1)
    lift(suppression=Suppression.objects.get(), by=User.objects.create_user("admin"))

    take_mail(raw=raw)

    assert now(letter) == (LetterState.BOUNCED, [])


def test_hostile_reports_are_read_in_time_and_believed_no_more(letter):
    began = time.monotonic()
    for raw in (
        nested(20),
        nested(5000),
        b"",
        b"\x00" * 1000,
        b"Content-Type: multipart/report\r\n\r\n" + b"\xff" * 5000,
    ):
        assert take_mail(raw=raw) == []
    assert now(letter) == (LetterState.SENT, [])
    assert take_mail(raw=large(letter.message_id)) == [letter]
    assert time.monotonic() - began < 10


def test_report_cut_off_within_the_returned_letter_is_understood(letter):
    assert take_mail(raw=large(letter.message_id)[:5000]) == [letter]
    assert now(letter) == (LetterState.BOUNCED, [RECIPIENT])


def test_report_with_nul_and_line_breaks_in_its_words_is_kept(letter):
    raw = report("postfix", message_id=letter.message_id).replace(b"virtual mailbox", b"\x00virtual mailbox")
    assert take_mail(raw=raw) == [letter]


def test_address_of_report_is_compared_as_mail_servers_do(write_note):
    letter = write_note("Gone@bücher.example")
    send_letter(letter_id=letter.pk)

    take_mail(raw=report("postfix", message_id=letter.message_id, recipient="gone@XN--bcher-kva.example"))

    assert now(letter) == (LetterState.BOUNCED, ["gone@xn--bcher-kva.example"])


def test_letter_to_suppressed_address_is_written_as_dead_and_sent_after_lifting(letter, write_note, mailoutbox):
    take_mail(raw=report("postfix", message_id=letter.message_id))
    mailoutbox.clear()

    later = write_note(RECIPIENT.upper(), key="note:2")

    assert later.state == LetterState.DEAD
    assert later.last_error == "Not sent: the address is suppressed, there is no such mailbox."
    admin = User.objects.create_user("admin")
    with pytest.raises(SuppressedError):
        send_again(letter=later, by=admin)
    lift(suppression=Suppression.objects.get(), by=admin)
    for lost in (letter, later):
        send_again(letter=lost, by=admin)
        assert send_letter(letter_id=lost.pk) == LetterState.SENT
    assert [message.extra_headers["Message-ID"] for message in mailoutbox] == [letter.message_id, later.message_id]


def test_letter_that_waited_while_its_address_was_suppressed_is_given_up(letter, write_note):
    waiting = write_note(RECIPIENT, key="note:2")
    late = write_note(RECIPIENT, key="note:3")
    take_mail(raw=report("postfix", message_id=letter.message_id))
    Letter.objects.filter(pk=late.pk).update(state=LetterState.QUEUED)  # written at the same moment

    assert send_letter(letter_id=late.pk) is None

    assert [now(row)[0] for row in (waiting, late)] == [LetterState.DEAD, LetterState.DEAD]


@pytest.mark.parametrize(
    ("status", "words", "expected"),
    [
        ("5.1.1", "", (DEAD, SuppressionReason.NO_MAILBOX)),
        ("5.1.2", "", (DEAD, SuppressionReason.NO_DOMAIN)),
        ("5.2.1", "account disabled", (DEAD, SuppressionReason.CLOSED)),
        ("", "550 5.1.1 User unknown", (DEAD, SuppressionReason.NO_MAILBOX)),
        ("", "550 No such user here", (DEAD, SuppressionReason.NO_MAILBOX)),
        ("", "550 该用户不存在", (DEAD, SuppressionReason.NO_MAILBOX)),
        ("5.4.4", "Host or domain name not found. Name service error", (DEAD, SuppressionReason.NO_DOMAIN)),
        ("", "450 no such user for now", (FAILED, None)),
        ("4.4.7", "550 4.4.7 message expired", (FAILED, None)),
        ("5.2.2", "mailbox full", (FAILED, None)),
        ("5.7.1", "550 5.7.1 user unknown or blocked", (FAILED, None)),
        ("5.0.0", "550 user unknown, blocked by policy", (FAILED, None)),
        ("", "550 mail rejected", (FAILED, None)),
        ("5.3.4", "message too large", (FAILED, None)),
    ],
)
def test_judge_of_codes_and_words(status, words, expected):
    assert judge(status=status, words=words) == expected


def test_parse_report_of_read_receipt_is_none():
    receipt = b"From: a@b.c\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=x\r\n\r\n"
    assert message_from_bytes(receipt).get_content_type() == "multipart/report"
    assert parse_report(receipt) is None
