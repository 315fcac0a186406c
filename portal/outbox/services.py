"""Writing, sending and repeating letters."""

from __future__ import annotations

import os
import random
import socket
import time
import uuid
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from portal.core import audit
from portal.core.models import Unit, User
from portal.core.notice_kinds import find_kind
from portal.outbox.channels import send_by_channel
from portal.outbox.contexts import freeze
from portal.outbox.enums import LetterState, Reason
from portal.outbox.models import Letter, MoveError
from portal.outbox.recipients import address_fault
from portal.outbox.rendering import Rendered, one_line
from portal.outbox.texts import TEXT_FIELDS, try_render, wiped, write_texts
from portal.outbox.transport import PassingError, PermanentError, is_reachable, open_transport
from portal.outbox.wakeup import wake_on_commit

#: How long a sender may take; longer than every timeout of one SMTP dialogue together.
LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=2)
#: With the waits above about three days (RFC 5321, 4.5.4.1, asks for four to five at most).
MOST_ATTEMPTS = 50
_SPREAD = random.SystemRandom()
#: One sweep ends after this time, so that it never outlives many ticks.
SWEEP_SECONDS = 30


def write_letter(
    *,
    kind: str,
    key: str,
    recipient: User | str,
    locale: str,
    context: Mapping[str, Any],
    about: Model | None = None,
    unit: Unit | None = None,
    headers: Mapping[str, str] | None = None,
) -> Letter:
    """Write a letter in the caller's transaction; it leaves after the commit.

    Args:
        kind: the folder of its texts, `templates/emails/<kind>/`.
        key: what is told to whom, such as `inquiry_received:17`. The same key twice is one letter.
        recipient: a person with an account, or an address.
        locale: the language of the recipient.
        context: values for the texts.
        about: the saved object the letter tells of.
        unit: whose letter it is, for the permissions of staff.
        headers: further headers, such as `Reply-To`.

    Returns:
        The letter: new, or the one already written under this key. A letter to an address that cannot be used is
        written as dead, so that what it tells is not lost with it; so is one whose template has a fault, with the
        values to write it again (`send_again`).
    """
    written = Letter.objects.filter(key=key).first()
    if written is not None:
        return written
    texts, fault = try_render(kind=kind, locale=locale, context=context)
    return keep_letter(
        kind=kind,
        key=key,
        recipient=recipient,
        texts=texts,
        about=about,
        unit=unit,
        headers=headers,
        fault=fault,
        context=context if fault else None,
    )


@transaction.atomic
def keep_letter(
    *,
    kind: str,
    key: str,
    recipient: User | str,
    texts: Rendered,
    about: Model | None = None,
    unit: Unit | None = None,
    headers: Mapping[str, str] | None = None,
    fault: str = "",
    context: Mapping[str, Any] | None = None,
) -> Letter:
    """Keep a letter whose texts are ready; arguments and result as of `write_letter`.

    Args:
        fault: why the texts could not be made; the letter is kept as dead, with `context`.
    """
    address = recipient.email if isinstance(recipient, User) else recipient
    reason, error = (Reason.TEMPLATE, fault) if fault else address_fault(address)
    values = {
        "kind": kind,
        "recipient": one_line(address, longest=320),
        "user": recipient if isinstance(recipient, User) else None,
        "locale": texts.locale,
        "subject": one_line(texts.subject),
        "text": texts.text,
        "html": texts.html,
        "headers": {name: one_line(value, longest=900) for name, value in (headers or {}).items()},
        "message_id": f"<{uuid.uuid4().hex}@{_mail_domain()}>",
        "about_type": ContentType.objects.get_for_model(about) if about else None,
        "about_id": str(about.pk) if about else "",
        "unit": unit,
        "state": LetterState.DEAD if reason else LetterState.QUEUED,
        "reason": reason,
        "last_error": error[:2000],
        "context": None if context is None else freeze(context),
    }
    letter, is_new = Letter.objects.get_or_create(key=key, defaults=values)
    if is_new and not reason:
        wake_on_commit(letter.pk)
    return letter


def send_letter(*, letter_id: int, connection: BaseEmailBackend | None = None) -> LetterState | None:
    """Send a letter if it is due and nobody else is sending it.

    Args:
        connection: one that is kept for several letters; by default one of its own.

    Returns:
        The state it ended in; None if there was nothing to do.
    """
    letter = claim(letter_id=letter_id)
    if letter is None or letter.state != LetterState.SENDING:
        return None
    if connection is not None:
        return _send_claimed(letter, connection)
    with open_transport() as own:
        return _send_claimed(letter, own)


@transaction.atomic
def claim(*, letter_id: int) -> Letter | None:
    """Take a due letter for sending, skipping one that another worker holds; None if there is nothing to take.

    A letter that has used up its attempts is given up here: its senders vanished without an answer.
    """
    letter = Letter.objects.due().filter(pk=letter_id).select_for_update(skip_locked=True, of=("self",)).first()
    if letter is None:
        return None
    letter.move(LetterState.SENDING)
    letter.attempts += 1
    letter.claimed_by = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"[:100]
    letter.lease_until = timezone.now() + LEASE
    if letter.attempts > MOST_ATTEMPTS:
        letter.move(LetterState.DEAD)
        letter.last_error = letter.last_error or "Every sender ended without an answer."
    letter.save(update_fields=["state", "attempts", "claimed_by", "lease_until", "last_error"])
    return letter


def sweep_letters(*, limit: int = 200) -> int:
    """Send due letters whose wake-up call was lost, over one connection; the longest waiting first.

    Returns:
        How many were sent. Stops early when the mail server is away or the time of a sweep is over; a recipient whose
        letter is put off does not hold up the others.
    """
    deadline = time.monotonic() + SWEEP_SECONDS
    sent = 0
    with open_transport() as connection:
        for letter_id in Letter.objects.due().values_list("pk", flat=True)[:limit]:
            state = send_letter(letter_id=letter_id, connection=connection)
            sent += state == LetterState.SENT
            if (state == LetterState.FAILED and not is_reachable(connection)) or time.monotonic() > deadline:
                break
    return sent


@transaction.atomic
def send_again(*, letter: Letter, by: User) -> None:
    """Put a letter that was given up or cancelled back into the queue: attempts counted anew, Message-ID kept.

    One whose template had a fault is written now.

    Raises:
        MoveError: the letter is on its way or sent, or its texts are wiped.
        TextError: the template still has a fault; nothing changed.
    """
    row = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if row.scrubbed_at:
        raise MoveError("The texts of the letter are wiped.")
    row.move(LetterState.QUEUED)
    if row.context is not None:
        write_texts(row)
    row.attempts, row.next_attempt_at, row.reason = 0, timezone.now(), ""
    row.save(update_fields=["state", "attempts", "next_attempt_at", "reason", *TEXT_FIELDS])
    audit.record(instance=row, action="outbox.letter.send_again", by=by, data={"kind": row.kind})
    wake_on_commit(row.pk)


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: doubling, capped, and spread so that not all return at once."""
    seconds = min(FIRST_WAIT.total_seconds() * 2 ** min(attempts - 1, 20), LONGEST_WAIT.total_seconds())
    return timedelta(seconds=seconds * _SPREAD.uniform(0.5, 1))


def _send_claimed(letter: Letter, connection: BaseEmailBackend) -> LetterState:
    try:
        send_by_channel(letter, connection)
    except PermanentError as error:
        return _finish(letter, LetterState.DEAD, error=str(error))
    except PassingError as error:
        given_up = letter.attempts >= MOST_ATTEMPTS
        return _finish(letter, LetterState.DEAD if given_up else LetterState.FAILED, error=str(error))
    return _finish(letter, LetterState.SENT)


def _finish(letter: Letter, state: LetterState, *, error: str = "") -> LetterState:
    """Write the outcome, unless the lease ran out meanwhile and another sender holds the letter."""
    now = timezone.now()
    ours = Letter.objects.filter(pk=letter.pk, state=letter.state, claimed_by=letter.claimed_by)
    letter.move(state)
    ours.update(
        state=state,
        last_error=error[:2000].replace("\x00", ""),
        sent_at=now if state == LetterState.SENT else None,
        next_attempt_at=now + backoff(letter.attempts),
        lease_until=None,
        **(wiped() if state == LetterState.SENT and find_kind(letter.kind).is_secret else {}),
    )
    return state


def _mail_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
