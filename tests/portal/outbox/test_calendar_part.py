"""An entry for a calendar travels beside the texts, as RFC 6047 has it, and goes with them."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.utils import timezone

from portal.outbox.composing import compose
from portal.outbox.enums import LetterState
from portal.outbox.models import Letter
from portal.outbox.retention import clean_letters
from portal.outbox.sending import send_letter
from portal.outbox.services import send_again
from portal.outbox.transport import as_message

pytestmark = pytest.mark.django_db
ENTRY = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:来访\r\nEND:VCALENDAR\r\n"
HEADERS = {"Message-ID": "<1@example.org>", "Date": "Fri, 27 Nov 2026 05:00:00 +0000", "From": "a@example.org"}


def composed(**bodies):
    return message_from_bytes(compose(headers=HEADERS, identity="1", **bodies), policy=policy.default)


def test_compose_puts_the_entry_last_with_its_method_and_charset():
    parts = list(composed(text="Words", html="<p>Words</p>", calendar=ENTRY).iter_parts())

    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    assert parts[2]["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    assert parts[2].get_payload(decode=True).decode() == ENTRY


def test_compose_of_an_entry_in_ascii_says_utf_8_too():
    part = list(composed(text="Words", calendar=ENTRY.replace("来访", "Visit")).iter_parts())[1]

    assert (part["Content-Transfer-Encoding"], part.get_content_charset()) == ("7bit", "utf-8")


def test_compose_without_an_entry_is_as_ever():
    assert composed(text="Words").get_content_type() == "text/plain"
    assert len(list(composed(text="Words", html="<p>Words</p>").iter_parts())) == 2


def test_method_of_the_description_is_none():
    text = ENTRY.replace("METHOD:REQUEST\r\n", "").replace("SUMMARY:来访", "DESCRIPTION:x METHOD:CANCEL")

    assert "method" not in list(composed(text="Words", calendar=text).iter_parts())[1]["Content-Type"].params


def test_letter_with_an_entry_is_the_same_bytes_at_every_attempt(write_note):
    letter = write_note(calendar=ENTRY)

    first = as_message(Letter.objects.get(pk=letter.pk)).message().as_bytes()
    Letter.objects.update(attempts=3, state=LetterState.FAILED)

    assert as_message(Letter.objects.get(pk=letter.pk)).message().as_bytes() == first
    assert b"text/calendar; method=REQUEST" in first


def test_sending_again_keeps_the_entry(write_note, sink, django_user_model):
    letter = write_note(calendar=ENTRY)
    sink.refused[letter.recipient] = "550 no"
    send_letter(letter_id=letter.pk)
    sink.refused.clear()
    letter.refresh_from_db()
    assert letter.state == LetterState.DEAD
    from portal.outbox.models import Suppression

    Suppression.objects.all().delete()

    send_again(letter=letter, by=django_user_model.objects.create_user("a", "a@example.org"))
    send_letter(letter_id=letter.pk)

    [message] = sink.messages
    assert [part.get_content_type() for part in message.iter_parts()][-1] == "text/calendar"


def test_entry_is_wiped_with_the_texts(write_note):
    letter = write_note(calendar=ENTRY)
    Letter.objects.update(state=LetterState.SENT, created_at=timezone.now() - timedelta(days=31))

    clean_letters()

    letter.refresh_from_db()
    assert (letter.text, letter.html, letter.calendar) == ("", "", "")


def test_lists_do_not_load_the_entry(write_note):
    write_note(calendar=ENTRY)

    assert "calendar" in Letter.objects.for_list().get().get_deferred_fields()
