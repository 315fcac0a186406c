"""Texts go first, then rows; secrets at once; what was given up stays longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.core import notice_kinds
from portal.core.models import User
from portal.core.notice_kinds import register_kinds
from portal.outbox import retention
from portal.outbox.enums import LetterState
from portal.outbox.models import DigestItem, Letter, MoveError
from portal.outbox.retention import clean_letters
from portal.outbox.sending import send_letter
from portal.outbox.services import send_again

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    monkeypatch.setattr(notice_kinds, "_kinds", dict(notice_kinds._kinds))


@pytest.fixture
def aged(write_note):
    def make(days, state=LetterState.SENT, kind="note"):
        letter = write_note(key=f"{state}:{days}:{kind}", headers={"Reply-To": "a@example.com"})
        written = timezone.now() - timedelta(days=days)
        Letter.objects.filter(pk=letter.pk).update(created_at=written, state=state, kind=kind)
        return letter.pk

    return make


def wiped() -> set[int]:
    return set(
        Letter.objects.filter(text="", html="", headers={}, scrubbed_at__isnull=False).values_list("pk", flat=True)
    )


def test_texts_of_letters_that_ended_well_are_wiped_after_their_days(aged):
    old = {aged(31), aged(31, LetterState.CANCELLED)}
    kept = [aged(29), aged(400, LetterState.DEAD), aged(400, LetterState.QUEUED), aged(400, LetterState.FAILED)]

    assert clean_letters() == {"wiped": 2, "letters": 0, "items": 0}

    assert wiped() == old
    assert set(Letter.objects.exclude(text="").values_list("pk", flat=True)) == set(kept)
    assert clean_letters() == {"wiped": 0, "letters": 0, "items": 0}


def test_rows_are_removed_after_their_days_and_dead_ones_later(aged):
    for days, state in [(366, LetterState.SENT), (366, LetterState.CANCELLED), (731, LetterState.DEAD)]:
        aged(days, state)
    kept = {aged(364), aged(729, LetterState.DEAD), aged(9000, LetterState.QUEUED)}

    assert clean_letters()["letters"] == 3
    assert set(Letter.objects.values_list("pk", flat=True)) == kept


def test_digest_items_are_removed_with_the_rows():
    person = User.objects.create_user("li")
    for days in (364, 366):
        written = timezone.now() - timedelta(days=days)
        DigestItem.objects.create(user=person, kind="note", key=str(days), context={}, created_at=written)

    assert clean_letters()["items"] == 1
    assert DigestItem.objects.get().key == "364"


def test_batches_go_on_until_all_is_done_or_time_is_over(aged, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for days in range(40, 45):
        aged(days)
    assert clean_letters()["wiped"] == 5
    for days in range(50, 55):
        aged(days)
    monkeypatch.setattr(retention, "ROUND_SECONDS", 0)
    assert clean_letters()["wiped"] == 0


def test_letter_with_secret_is_wiped_as_soon_as_it_is_sent(write_note, sink):
    register_kinds({"note": "Note"}, secret=True)
    letter = write_note()
    sink.answers = ["451 later"]
    send_letter(letter_id=letter.pk)
    letter.refresh_from_db()
    assert letter.text

    Letter.objects.update(next_attempt_at=letter.created_at)
    send_letter(letter_id=letter.pk)

    assert "Dear Reader" in sink.messages[0].as_string()
    assert wiped() == {letter.pk}
    assert Letter.objects.get().subject == "Note for Reader"


def test_letter_with_secret_that_was_given_up_is_wiped_after_a_week_and_not_sent_again(aged, admin_user):
    register_kinds({"secret_note": "Note"}, secret=True)
    aged(6, LetterState.DEAD, "secret_note")
    old = aged(8, LetterState.DEAD, "secret_note")
    clean_letters()

    assert wiped() == {old}
    with pytest.raises(MoveError):
        send_again(letter=Letter.objects.get(pk=old), by=admin_user)
    assert Letter.objects.get(pk=old).state == LetterState.DEAD


def test_letter_of_django_itself_counts_as_secret():
    assert notice_kinds.find_kind("system").is_secret
