"""Sending letters: claimed one at a time, handed over, written down.

A process never holds more than one letter, and writes down what became of it in the transaction that claims the next.
Whatever dies at whatever moment leaves at most that one letter in doubt, and only such a letter is ever repeated.
"""

from __future__ import annotations

import logging
import os
import random
import socket
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from portal.core.notice_kinds import find_kind
from portal.outbox.bounces.codes import judge
from portal.outbox.channels import send_by_channel
from portal.outbox.enums import Channel, LetterState, Reason, ReportSource, Verdict
from portal.outbox.models import Letter
from portal.outbox.suppression import reason_against, take_report
from portal.outbox.texts import wiped
from portal.outbox.transport import PassingError, PermanentError, is_reachable, open_transport
from portal.outbox.wakeup import answer_call, wake

logger = logging.getLogger(__name__)
#: How long a sender may take for one letter; a task is ended before that (`tasks.LONGEST_SECONDS`).
LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=2)
#: With the waits above about three days (RFC 5321, 4.5.4.1, asks for four to five at most).
MOST_ATTEMPTS = 50
#: A task goes on for so long and then makes room for others.
CALL_SECONDS = 8.0
#: What takes longer than this another process may help with.
ALONE_SECONDS = 0.5
_SPREAD = random.SystemRandom()
_SENDER = f"{socket.gethostname()[:60]}:{uuid.uuid4().hex[:8]}"
T = TypeVar("T")
#: In one statement, whose words the ORM would take longer to find than PostgreSQL to do: `LetterQuerySet.due` under
#: `FOR UPDATE SKIP LOCKED`, and the move to `sending` that `enums.MOVES` allows from exactly these states.
_CLAIM = """
UPDATE outbox_letter
SET state = 'sending', attempts = attempts + 1, claimed_by = %(claimed_by)s, lease_until = %(lease)s
WHERE id = (
    SELECT id FROM outbox_letter
    WHERE next_attempt_at <= %(now)s {only}
        AND (state IN ('queued', 'failed') OR (state = 'sending' AND lease_until <= %(now)s))
    ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING *, EXISTS (
    SELECT FROM outbox_suppression WHERE lifted_at IS NULL AND address = lower(outbox_letter.recipient)
) AS is_suppressed
"""
_CLAIM_NEXT, _CLAIM_ONE = _CLAIM.format(only=""), _CLAIM.format(only="AND id = %(only)s")


@dataclass(frozen=True)
class Outcome:
    """What became of a claimed letter, still to be written down."""

    letter: Letter
    state: LetterState
    error: str = ""
    refused: bool = False  # the recipient was refused, and not the letter


def send_letter(*, letter_id: int, connection: BaseEmailBackend | None = None) -> LetterState | None:
    """Send one letter if it is due and nobody else is sending it.

    Args:
        connection: one that is kept for several letters; by default one of its own.

    Returns:
        The state it ended in; None if there was nothing to do.
    """
    letter = claim(letter_id=letter_id)
    if letter is None or letter.state != LetterState.SENDING:
        return None
    if connection is not None:
        outcome = _attempt(letter, connection)
    else:
        with open_transport() as own:
            outcome = _attempt(letter, own)
    _persistently(lambda: _write_down(outcome))
    return outcome.state


def send_due(*, first: int | None = None, seconds: float = CALL_SECONDS) -> int:
    """Send what is due over one connection, `first` before all others, then the longest waiting.

    Args:
        first: the letter whose wake-up call this is.
        seconds: when to make room for other tasks; another call is then left behind.

    Returns:
        How many were sent. Stops early when the mail server is away; a recipient whose letter is put off does not hold
        up the others.
    """
    answer_call()
    began = time.monotonic()
    deadline, help_from = began + seconds, began + ALONE_SECONDS
    sent = 0
    letter = _persistently(lambda: _claim_workable(first))
    with open_transport() as connection:
        while letter is not None:
            outcome = _attempt(letter, connection)
            sent += outcome.state == LetterState.SENT
            if _is_away(outcome, connection):
                _persistently(partial(_write_down, outcome))
                break
            if time.monotonic() > deadline:
                _persistently(partial(_write_down, outcome))
                wake(letter.pk)
                break
            letter = _persistently(partial(_write_down_and_claim, outcome))
            if letter is not None and time.monotonic() > help_from:
                wake(letter.pk)
                help_from = deadline  # one call for help is enough
    return sent


def sweep_letters() -> int:
    """Send due letters whose wake-up call was lost; returns how many were sent."""
    return send_due()


def claim(*, letter_id: int | None = None) -> Letter | None:
    """Take a due letter for sending, skipping those that other workers hold; None if there is nothing to take.

    Args:
        letter_id: this letter only; by default the longest waiting.

    A letter that has used up its attempts is given up here: its senders vanished without an answer. So is one whose
    address was suppressed since it was written.
    """
    now = timezone.now()
    values = {"claimed_by": f"{_SENDER}:{os.getpid()}", "lease": now + LEASE, "now": now, "only": letter_id}
    letter = next(iter(Letter.objects.raw(_CLAIM_ONE if letter_id is not None else _CLAIM_NEXT, values)), None)
    if letter is None:
        return None
    reason, words = _reason_to_give_up(letter)
    if words:
        letter.move(LetterState.DEAD)
        letter.reason, letter.last_error = reason, words
        Letter.objects.filter(pk=letter.pk).update(state=letter.state, reason=reason, last_error=words)
    return letter


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: doubling, capped, and spread so that not all return at once."""
    seconds = min(FIRST_WAIT.total_seconds() * 2 ** min(attempts - 1, 20), LONGEST_WAIT.total_seconds())
    return timedelta(seconds=seconds * _SPREAD.uniform(0.5, 1))


def _reason_to_give_up(letter: Letter) -> tuple[str, str]:
    """The reason (`enums.Reason`, empty for none of them) and the words; both empty for a letter to be sent."""
    if letter.attempts > MOST_ATTEMPTS:
        return "", letter.last_error or "Every sender ended without an answer."
    if letter.channel != Channel.EMAIL:
        return "", ""
    is_suppressed = letter.is_suppressed or not letter.recipient.isascii()  # type: ignore[attr-defined]
    words = reason_against(letter.recipient) if is_suppressed else ""
    return (Reason.SUPPRESSED, words) if words else ("", "")


def _claim_workable(first: int | None) -> Letter | None:
    """The letter that called, or the longest waiting; those that are given up on the way are passed over."""
    letter = claim(letter_id=first) if first is not None else None
    while letter is None or letter.state != LetterState.SENDING:
        letter = claim()
        if letter is None:
            return None
    return letter


@transaction.atomic
def _write_down_and_claim(outcome: Outcome) -> Letter | None:
    """One transaction for both: one wait for the disk a letter."""
    _write_down(outcome)
    return _claim_workable(None)


def _attempt(letter: Letter, connection: BaseEmailBackend) -> Outcome:
    try:
        send_by_channel(letter, connection)
    except PermanentError as error:
        return Outcome(letter, LetterState.DEAD, str(error), refused=error.refused_recipient)
    except PassingError as error:
        given_up = letter.attempts >= MOST_ATTEMPTS
        return Outcome(letter, LetterState.DEAD if given_up else LetterState.FAILED, str(error))
    return Outcome(letter, LetterState.SENT)


def _is_away(outcome: Outcome, connection: BaseEmailBackend) -> bool:
    """Whether the mail server is the reason of a failure: then the others wait for the next sweep."""
    return (
        outcome.state == LetterState.FAILED and outcome.letter.channel == Channel.EMAIL and not is_reachable(connection)
    )


@transaction.atomic(savepoint=False)
def _write_down(outcome: Outcome) -> None:
    """Write the outcome, unless the lease ran out meanwhile and another sender holds the letter."""
    letter, now = outcome.letter, timezone.now()
    ours = Letter.objects.filter(
        pk=letter.pk, state=LetterState.SENDING, claimed_by=letter.claimed_by, attempts=letter.attempts
    )
    letter.state = LetterState.SENDING  # a transaction that is tried again begins anew
    letter.move(outcome.state)
    written = ours.update(
        state=outcome.state,
        last_error=outcome.error[:2000].replace("\x00", ""),
        sent_at=now if outcome.state == LetterState.SENT else None,
        next_attempt_at=now + backoff(letter.attempts),
        lease_until=None,
        **(wiped() if outcome.state == LetterState.SENT and find_kind(letter.kind).is_secret else {}),
    )
    if written and outcome.refused:
        _believe_refusal(letter, outcome.error)


def _believe_refusal(letter: Letter, words: str) -> None:
    """The server that we hand letters to refused the recipient: the address may be dead."""
    verdict, reason = judge(status="", words=words)
    if verdict == Verdict.DEAD_ADDRESS:
        take_report(
            letter=letter,
            source=ReportSource.ANSWER,
            verdict=verdict,
            reason=reason,
            words=words,
            fingerprint=f"answer:{letter.pk}:{letter.attempts}:{letter.lease_until}",
        )


def _persistently(step: Callable[[], T]) -> T:
    """Do `step`, again and again while the database is away: a letter that has left must be written down as sent.

    Raises:
        OperationalError, InterfaceError: the database stayed away for the length of a lease.
    """
    deadline = time.monotonic() + LEASE.total_seconds()
    while True:
        try:
            return step()
        except (OperationalError, InterfaceError) as error:
            if time.monotonic() > deadline or connection.in_atomic_block:
                raise
            logger.warning("The database is away, trying again: %s", " ".join(str(error).split()))
            connection.close()
            time.sleep(0.5)
