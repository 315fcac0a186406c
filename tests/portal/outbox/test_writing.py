"""Letters are written once, in the reader's language, with the transaction of what they tell."""

from __future__ import annotations

import pytest
from django.db import transaction
from wagtail.users.models import UserProfile

from portal.core.models import User
from portal.core.notices import notify
from portal.outbox.enums import LetterState
from portal.outbox.models import Letter
from portal.outbox.rendering import one_line

pytestmark = pytest.mark.django_db


def test_write_letter_renders_text_and_inlined_html_in_locale(write_note):
    english, chinese = write_note(key="a"), write_note(key="b", locale="zh-hans", name="读者")

    assert (english.subject, english.text) == (
        "Note for Reader",
        "Dear Reader,\n\nA & B met on 9 September 2025.\n",
    )
    assert '<p style="color: #123456' in english.html
    assert "<style" not in english.html
    assert (chinese.subject, chinese.text) == ("致读者的短笺", "尊敬的读者：\n\n双方于2025年9月9日会面。\n")
    assert (english.state, chinese.locale) == (LetterState.QUEUED, "zh-hans")


def test_write_letter_in_unwritten_locale_is_english(write_note):
    assert write_note(locale="fr").locale == "en"


def test_write_letter_with_same_key_is_one_row(write_note):
    first = write_note(name="Reader")

    assert write_note(name="Somebody else") == first
    assert Letter.objects.get().subject == "Note for Reader"


def test_write_letter_in_rolled_back_transaction_leaves_nothing(write_note):
    with transaction.atomic():
        write_note()
        transaction.set_rollback(True)

    assert Letter.objects.count() == 0


def test_write_letter_with_line_breaks_in_subject_adds_no_header(write_note):
    letter = write_note(name="R\r\nBcc: everybody@example.com\x00")

    assert letter.subject == "Note for R Bcc: everybody@example.com"


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@example.com\r\nBcc: b@example.com", f"{'x' * 250}@example.com", "a@b@example.com"]
)
def test_write_letter_to_unusable_address_is_dead_with_reason(write_note, address):
    letter = write_note(address)

    assert (letter.state, letter.last_error) == (
        LetterState.DEAD,
        "Not an e-mail address of at most 254 characters.",
    )


def test_write_letter_escapes_in_html_only(write_note):
    letter = write_note(name="<b>A & B</b>")

    assert "Dear <b>A & B</b>," in letter.text
    assert "Dear &lt;b&gt;A &amp; B&lt;/b&gt;" in letter.html


def test_notify_writes_each_person_in_their_own_language(note_texts):
    chinese = User.objects.create_user("zh", "zh@example.com")
    english = User.objects.create_user("en", "en@example.com")
    UserProfile.objects.create(user=english, preferred_language="en")
    people = [chinese, english, User.objects.create_user("mute"), User.objects.create_user("gone", "gone@example.com")]
    people[-1].is_active = False

    for _ in range(2):
        notify(kind="note", recipients=people, context={"name": "N"}, key="note:7")

    letters = Letter.objects.order_by("recipient").values_list("recipient", "locale", "key", "user")
    assert list(letters) == [
        ("en@example.com", "en", f"note:7:{english.pk}", english.pk),
        ("zh@example.com", "zh-hans", f"note:7:{chinese.pk}", chinese.pk),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [("a\nb", "a b"), ("  a \t b ", "a b"), ("a\u2028b\x85c", "a b c"), ("中　文", "中 文"), ("x" * 9, "xxxxx")],
)
def test_one_line_of_text(text, line):
    assert one_line(text, longest=5) == line
