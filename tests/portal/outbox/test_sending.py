"""What becomes of a letter with every answer a mail server can give."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portal.core.models import User
from portal.outbox.enums import MOVES, LetterState
from portal.outbox.models import Letter, MoveError
from portal.outbox.sending import LONGEST_WAIT, MOST_ATTEMPTS, backoff, claim, send_letter, sweep_letters
from portal.outbox.services import send_again
from tests.portal.outbox.smtp_sink import html, plain

pytestmark = pytest.mark.django_db


def again(letter: Letter) -> Letter:
    """The letter as it is now, due at once."""
    Letter.objects.filter(pk=letter.pk).update(next_attempt_at=timezone.now())
    letter.refresh_from_db()
    return letter


def test_send_letter_hands_over_both_bodies_and_headers(write_note, sink):
    letter = write_note(headers={"Reply-To": "office@example.com"})

    assert send_letter(letter_id=letter.pk) == LetterState.SENT

    (message,) = sink.messages
    assert plain(message).replace("\r\n", "\n") == letter.text
    assert "Dear Reader" in html(message)
    assert {name: message[name] for name in ("To", "Subject", "Message-ID", "Auto-Submitted", "Reply-To")} == {
        "To": "reader@example.com",
        "Subject": "Note for Reader",
        "Message-ID": letter.message_id,
        "Auto-Submitted": "auto-generated",
        "Reply-To": "office@example.com",
    }
    assert message["Date"].datetime == letter.created_at.replace(microsecond=0)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.last_error, letter.lease_until) == (LetterState.SENT, 1, "", None)
    assert letter.sent_at is not None


def test_send_letter_in_chinese_arrives_readable(write_note, sink):
    send_letter(letter_id=write_note(locale="zh-hans", name="读者").pk)

    (message,) = sink.messages
    assert message["Subject"] == "致读者的短笺"
    assert "双方于2025年9月9日会面。" in plain(message)
    assert message["Content-Language"] == "zh-hans"


def test_send_letter_twice_sends_once(write_note, sink):
    letter = write_note()

    assert [send_letter(letter_id=letter.pk), send_letter(letter_id=letter.pk)] == [LetterState.SENT, None]
    assert len(sink.messages) == 1


@pytest.mark.parametrize("name", ["读者" * 40, "Reader " * 40, "读者 and Reader, " * 15])
def test_send_letter_with_long_subject_keeps_every_character(write_note, sink, name):
    letter = write_note(locale="zh-hans", name=name)
    send_letter(letter_id=letter.pk)

    assert sink.messages[0]["Subject"] == letter.subject


@pytest.mark.parametrize("answer", ["451 try later", "421 closing", "drop", "hang", "nonsense"])
def test_send_letter_with_passing_error_is_tried_again_with_same_id(write_note, sink, answer):
    sink.answers = [answer]
    letter = write_note()

    assert send_letter(letter_id=letter.pk) == LetterState.FAILED
    letter.refresh_from_db()
    assert letter.last_error
    assert timedelta(seconds=5) < letter.next_attempt_at - timezone.now() < timedelta(seconds=16)
    assert send_letter(letter_id=letter.pk) is None  # not due

    assert send_letter(letter_id=again(letter).pk) == LetterState.SENT
    assert [message["Message-ID"] for message in sink.messages] == [letter.message_id]


def test_send_letter_with_5xx_is_given_up_with_reason(write_note, sink):
    sink.answers = ["554 no such content here"]
    letter = write_note()

    assert send_letter(letter_id=letter.pk) == LetterState.DEAD
    letter.refresh_from_db()
    assert (letter.last_error, letter.sent_at) == ("554 no such content here", None)
    assert list(Letter.objects.due(timezone.now() + timedelta(days=30))) == []


@pytest.mark.parametrize(
    ("answer", "state"), [("450 mailbox busy", LetterState.FAILED), ("550 no such user", LetterState.DEAD)]
)
def test_send_letter_to_refused_recipient_keeps_answer(write_note, sink, answer, state):
    sink.refused = {"reader@example.com": answer}
    letter = write_note()

    assert send_letter(letter_id=letter.pk) == state
    letter.refresh_from_db()
    assert letter.last_error == answer


def test_send_letter_with_server_away_is_tried_again(write_note, sink):
    sink.stop()
    letter = write_note()

    assert send_letter(letter_id=letter.pk) == LetterState.FAILED
    letter.refresh_from_db()
    assert "refused" in letter.last_error


def test_send_letter_with_wrong_password_is_not_the_letters_fault(write_note, sink, monkeypatch):
    def login(self, *args, **kwargs):
        raise smtplib.SMTPAuthenticationError(535, b"who are you?")

    monkeypatch.setattr("portal.outbox.smtp.OutboxSMTPBackend.open", login)

    assert send_letter(letter_id=write_note().pk) == LetterState.FAILED


def test_send_letter_after_last_attempt_is_given_up(write_note, sink):
    letter = write_note()
    Letter.objects.update(attempts=MOST_ATTEMPTS - 1)
    sink.answers = ["451 later"]

    assert send_letter(letter_id=letter.pk) == LetterState.DEAD


def test_claim_of_letter_whose_sender_vanished_after_its_lease(write_note):
    letter = write_note()
    claimed = claim(letter_id=letter.pk)

    assert claimed.state == LetterState.SENDING
    assert claim(letter_id=letter.pk) is None
    Letter.objects.update(lease_until=timezone.now())
    assert claim(letter_id=letter.pk).attempts == 2


def test_claim_of_letter_that_ends_every_sender_is_given_up(write_note, sink):
    letter = write_note()
    Letter.objects.update(attempts=MOST_ATTEMPTS, state=LetterState.SENDING, lease_until=timezone.now())

    assert send_letter(letter_id=letter.pk) is None
    letter.refresh_from_db()
    assert (letter.state, letter.last_error) == (LetterState.DEAD, "Every sender ended without an answer.")
    assert sink.messages == []


def test_outcome_of_sender_that_lost_its_lease_is_not_written(write_note, sink, monkeypatch):
    letter = write_note()

    def slow(row, connection):
        Letter.objects.update(lease_until=timezone.now())
        claim(letter_id=row.pk)  # another worker takes over meanwhile

    monkeypatch.setattr("portal.outbox.sending.send_by_channel", slow)
    send_letter(letter_id=letter.pk)

    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (LetterState.SENDING, 2)


@pytest.mark.django_db(transaction=True)
def test_claim_of_locked_row_is_skipped_at_once(write_note):
    letter = write_note()
    other = connection.copy()
    try:
        with transaction.atomic():
            assert claim(letter_id=letter.pk) is not None
            rows = Letter.objects.using("default").due()
            query, params = rows.select_for_update(skip_locked=True, of=("self",)).query.sql_with_params()
            with other.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute(query, params)
                assert cursor.fetchall() == []
                cursor.execute("ROLLBACK")
    finally:
        other.close()


def test_sweep_sends_what_is_due_over_one_connection(write_note, sink):
    letters = [write_note(f"r{number}@example.com", key=str(number)) for number in range(3)]
    Letter.objects.filter(pk=letters[2].pk).update(next_attempt_at=timezone.now() + timedelta(minutes=1))

    assert sweep_letters() == 2
    assert [message["To"] for message in sink.messages] == ["r0@example.com", "r1@example.com"]
    assert sweep_letters() == 0


def states():
    return list(Letter.objects.order_by("pk").values_list("state", flat=True))


def test_sweep_goes_on_after_letters_that_are_refused_put_off_or_dropped(write_note, sink):
    for number in range(5):
        write_note(f"r{number}@example.com", key=str(number))
    sink.answers = ["554 no", "250 OK", "450 greylisted", "drop"]

    assert sweep_letters() == 2
    sent, failed, dead = LetterState.SENT, LetterState.FAILED, LetterState.DEAD
    assert states() == [dead, sent, failed, failed, sent]


def test_sweep_stops_at_a_server_that_is_away(write_note, sink):
    for number in range(3):
        write_note(f"r{number}@example.com", key=str(number))
    sink.stop()

    assert sweep_letters() == 0
    assert states() == [LetterState.FAILED, LetterState.QUEUED, LetterState.QUEUED]


def test_send_again_gives_dead_letter_new_attempts(write_note, sink):
    sink.answers = ["554 no"]
    letter = write_note()
    send_letter(letter_id=letter.pk)
    letter.refresh_from_db()

    send_again(letter=letter, by=User.objects.create_user("admin"))

    assert send_letter(letter_id=letter.pk) == LetterState.SENT
    assert sink.messages[0]["Message-ID"] == letter.message_id


def test_send_again_of_sent_letter_is_refused(write_note, sink):
    letter = write_note()
    send_letter(letter_id=letter.pk)

    with pytest.raises(MoveError):
        send_again(letter=letter, by=User.objects.create_user("admin"))


def test_every_state_has_its_moves():
    assert set(MOVES) == set(LetterState)


def test_backoff_doubles_and_is_capped():
    for attempts, longest in [(1, 15), (2, 30), (5, 240), (50, LONGEST_WAIT.total_seconds())]:
        waits = [backoff(attempts).total_seconds() for _ in range(50)]
        assert longest / 2 <= min(waits) <= max(waits) <= longest
        assert len(set(waits)) > 1
