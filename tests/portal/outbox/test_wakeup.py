"""How often a worker is called: once for what is written together, and once more for what takes long."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from celery import current_app
from django.utils import timezone

from portal.outbox.models import Letter
from portal.outbox.sending import send_due
from portal.outbox.wakeup import GATHERING_SECONDS, SEND_LETTER
from tests.portal.outbox.smtp_sink import ScriptedSink

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls() -> Iterator[Callable[[], list[dict]]]:
    """Tells the headers of the calls that wait in the broker, the first one first."""
    with current_app.connection_for_read() as connection:
        broker = connection.channel().client
        broker.delete("celery")
        yield lambda: [json.loads(call)["headers"] for call in reversed(broker.lrange("celery", 0, -1))]
        broker.delete("celery")


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Write a letter as a request does: with its transaction committed."""

    def write(write_note, number: int) -> Letter:
        with django_capture_on_commit_callbacks(execute=True):
            return write_note(f"r{number}@example.com", key=str(number))

    return write


def test_letters_that_are_written_together_make_one_call_that_waits_for_them(write_note, commit, calls):
    before = timezone.now()
    first = commit(write_note, 0)
    after = timezone.now()
    for number in range(1, 5):
        commit(write_note, number)

    (call,) = calls()
    assert (call["task"], json.loads(call["argsrepr"])) == (SEND_LETTER, [first.pk])
    assert before <= datetime.fromisoformat(call["eta"]) - timedelta(seconds=GATHERING_SECONDS) <= after


def test_letters_that_leave_quickly_need_no_help(write_note, commit, calls, sink, monkeypatch):
    monkeypatch.setattr("portal.outbox.sending.ALONE_SECONDS", 60)  # whatever else the machine does meanwhile
    for number in range(5):
        commit(write_note, number)

    assert send_due() == 5

    assert len(calls()) == 1


def test_letter_that_is_written_after_the_call_was_answered_calls_again(write_note, commit, calls, sink):
    commit(write_note, 1)
    assert send_due() == 1

    commit(write_note, 2)

    assert len(calls()) == 2


def test_a_slow_mail_server_makes_the_sender_call_for_help_once(write_note, commit, calls, sink: ScriptedSink):
    for number in range(5):
        commit(write_note, number)
    sink.answers = ["slow"] * 5

    assert send_due() == 5

    _first, help_ = calls()
    assert (help_["task"], help_["eta"]) == (SEND_LETTER, None)
