"""Letters leave by their channel; what claims and repeats them knows no channel."""

from __future__ import annotations

import pytest

from portal.outbox import channels
from portal.outbox.enums import LetterState
from portal.outbox.models import Letter
from portal.outbox.sending import send_letter
from portal.outbox.transport import PassingError

pytestmark = pytest.mark.django_db


def test_letter_of_registered_channel_leaves_by_it(write_note, monkeypatch):
    monkeypatch.setattr(channels, "_channels", dict(channels._channels))
    taken, answers = [], [PassingError("busy")]

    def pigeon(letter, connection):
        if answers:
            raise answers.pop()
        taken.append(letter.pk)

    channels.register_channel("pigeon", pigeon)
    letter = write_note()
    Letter.objects.update(channel="pigeon")

    assert send_letter(letter_id=letter.pk) == LetterState.FAILED
    Letter.objects.update(next_attempt_at=letter.created_at)
    assert (send_letter(letter_id=letter.pk), taken) == (LetterState.SENT, [letter.pk])


def test_letter_of_unknown_channel_is_given_up_with_reason(write_note):
    letter = write_note()
    Letter.objects.update(channel="pigeon")

    assert send_letter(letter_id=letter.pk) == LetterState.DEAD
    letter.refresh_from_db()
    assert letter.last_error == "There is no channel “pigeon”."
