"""Reading a real mailbox: each mail once, reports acted on, everything else untouched."""

from __future__ import annotations

import pytest
from django.utils import timezone

from portal.outbox.bounces import mailbox as mailboxes
from portal.outbox.bounces.mailbox import Address, read_mailbox
from portal.outbox.enums import LetterState
from portal.outbox.models import DeliveryReport, Letter, Mailbox, Suppression
from portal.outbox.sending import send_letter
from tests.portal.outbox.bounces.reports import RECIPIENT, large, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings, dovecot):
    settings.IMAP_URL = dovecot.url
    dovecot.fill()
    return dovecot


@pytest.fixture
def letters(write_note) -> list[Letter]:
    letters = [write_note(f"gone{number}@example.com", key=str(number)) for number in range(3)]
    for letter in letters:
        send_letter(letter_id=letter.pk)
    return letters


def states() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("state", flat=True))


def of(letter: Letter, name: str = "postfix") -> bytes:
    return report(name, message_id=letter.message_id, recipient=letter.recipient)


def test_read_mailbox_acts_on_reports_and_leaves_other_mail_unread(box, letters):
    box.fill(of(letters[0]), of(letters[0], "inquiry"), of(letters[1], "qq"), of(letters[2], "vacation"))

    assert read_mailbox() == 2

    assert states() == [LetterState.BOUNCED, LetterState.BOUNCED, LetterState.SENT]
    assert box.seen() == [True, False, True, False]
    assert Mailbox.objects.get().last_error == ""
    assert read_mailbox() == 0


def test_read_mailbox_again_sees_only_what_came_since(box, letters):
    box.fill(of(letters[0], "inquiry"))
    assert read_mailbox() == 0
    with box.client() as client:
        client.append("INBOX", of(letters[1]))

    assert read_mailbox() == 1
    assert states() == [LetterState.SENT, LetterState.BOUNCED, LetterState.SENT]


def test_report_that_names_no_letter_of_ours_stays_unread(box, letters):
    box.fill(report("postfix", message_id="<made-up@localhost>", recipient=RECIPIENT))

    assert read_mailbox() == 0
    assert box.seen() == [False]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_reader_killed_at_a_mail_goes_on_there(box, letters, monkeypatch, moment):
    box.fill(*(of(letter) for letter in letters))
    original = mailboxes.take_mail
    seen = []

    def take(*, raw):
        seen.append(raw)
        if len(seen) == 2 and moment == "before":
            raise KeyboardInterrupt
        done = original(raw=raw)
        if len(seen) == 2 and moment == "after":
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr("portal.outbox.bounces.mailbox.take_mail", take)
    with pytest.raises(KeyboardInterrupt):
        read_mailbox()
    assert states() == [LetterState.BOUNCED, LetterState.SENT, LetterState.SENT]

    assert read_mailbox() == 2
    assert states() == [LetterState.BOUNCED] * 3
    assert (DeliveryReport.objects.count(), Suppression.objects.count()) == (3, 3)


def test_mailbox_made_anew_is_read_anew_with_one_effect(box, letters):
    box.fill(*(of(letter) for letter in letters))
    read_mailbox()
    Mailbox.objects.update(uid_validity=1)

    read_mailbox()

    assert (DeliveryReport.objects.count(), Suppression.objects.count()) == (3, 3)


def test_second_reader_stays_away_until_the_first_is_done_or_dead(box, letters):
    box.fill(of(letters[0]))
    read_mailbox()
    Mailbox.objects.update(last_uid=0, busy_until=timezone.now() + mailboxes.BUSY)
    assert read_mailbox() == 0
    Mailbox.objects.update(busy_until=timezone.now())
    assert read_mailbox() == 1


def test_large_report_is_read_in_part(box, letters):
    box.fill(large(letters[0].message_id, size=3_000_000).replace(RECIPIENT.encode(), letters[0].recipient.encode()))

    assert read_mailbox() == 1


@pytest.mark.parametrize("name", ["INBOX", "Büro/Portal"])
def test_address_of_mailbox_is_taken_apart(name):
    from urllib.parse import quote

    address = Address.parse(f"imaps://me%40x.cn:a%2Fb@imap.x.cn/{quote(name, safe='')}")

    assert address == Address("imaps", "imap.x.cn", 993, "me@x.cn", "a/b", name)
    assert "a/b" not in address.name


def test_mailbox_that_is_away_or_refuses_is_noted_and_tried_again(box, settings, letters):
    box.fill(of(letters[0]))
    right = settings.IMAP_URL
    settings.IMAP_URL = right.replace("p%40ss", "wrong")
    assert read_mailbox() == 0
    settings.IMAP_URL = "imap://me:secret@127.0.0.1:1/INBOX"
    assert read_mailbox() == 0
    assert all(problem and "secret" not in problem for problem in Mailbox.objects.values_list("last_error", flat=True))
    settings.IMAP_URL = right
    assert read_mailbox() == 1


def test_without_mailbox_nothing_is_read(settings):
    settings.IMAP_URL = ""
    assert read_mailbox() == 0
