"""Writing letters, and putting back those that were given up. `sending` does the rest."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_noop

from portal.core import audit
from portal.core.models import Unit, User
from portal.outbox.contexts import freeze
from portal.outbox.enums import Channel, LetterState, Reason
from portal.outbox.models import Letter, MoveError
from portal.outbox.recipients import ascii_domain, is_usable
from portal.outbox.rendering import Rendered, one_line
from portal.outbox.suppression import SuppressedError, reason_against
from portal.outbox.texts import TEXT_FIELDS, try_render, write_texts
from portal.outbox.wakeup import wake_on_commit

NOT_AN_ADDRESS = gettext_noop("Not an e-mail address of at most 254 characters.")


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
    calendar: str = "",
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
        calendar: an entry for a calendar with its METHOD (RFC 6047), in lines as RFC 5545 folds them.

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
        calendar=calendar,
        fault=fault,
        context=context if fault else None,
    )


def keep_letter(
    *,
    kind: str,
    key: str,
    recipient: User | str,
    texts: Rendered,
    about: Model | None = None,
    unit: Unit | None = None,
    headers: Mapping[str, str] | None = None,
    calendar: str = "",
    fault: str = "",
    context: Mapping[str, Any] | None = None,
) -> Letter:
    """Keep a letter whose texts are ready; arguments and result as of `write_letter`.

    Args:
        fault: why the texts could not be made; the letter is kept as dead, with `context`.
    """
    address = recipient.email if isinstance(recipient, User) else recipient
    reason, error = (Reason.TEMPLATE, fault) if fault else _reason_not_to_send(address)
    values = {
        "kind": kind,
        "recipient": one_line(address, longest=320),
        "user": recipient if isinstance(recipient, User) else None,
        "locale": texts.locale,
        "subject": one_line(texts.subject),
        "text": texts.text,
        "html": texts.html,
        "calendar": calendar.replace("\x00", ""),
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
    try:  # `get_or_create` would look first, which `write_letter` has done
        with transaction.atomic():
            letter = Letter.objects.create(key=key, **values)
    except IntegrityError:
        written = Letter.objects.filter(key=key).first()
        if written is None:  # it was something else
            raise
        return written
    if not reason:
        wake_on_commit(letter.pk)
    return letter


@transaction.atomic
def send_again(*, letter: Letter, by: User) -> None:
    """Put a letter that did not arrive back into the queue: attempts counted anew, Message-ID kept.

    One whose template had a fault is written now.

    Raises:
        MoveError: the letter is on its way or has arrived, or its texts are wiped.
        SuppressedError: its address is suppressed; lift that first.
        TextError: the template still has a fault; nothing changed.
    """
    row = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if row.scrubbed_at:
        raise MoveError("The texts of the letter are wiped.")
    if row.channel == Channel.EMAIL and reason_against(row.recipient):
        raise SuppressedError(f"The address {row.recipient} is suppressed.")
    row.move(LetterState.QUEUED)
    if row.context is not None:
        write_texts(row)
    row.attempts, row.next_attempt_at, row.reason = 0, timezone.now(), ""
    row.save(update_fields=["state", "attempts", "next_attempt_at", "reason", *TEXT_FIELDS])
    audit.record(instance=row, action="outbox.letter.send_again", by=by, data={"kind": row.kind})
    wake_on_commit(row.pk)


def _reason_not_to_send(address: str) -> tuple[str, str]:
    """The reason (`enums.Reason`) and the words for the log; both empty where a letter may go."""
    if not is_usable(address):
        return Reason.ADDRESS, NOT_AN_ADDRESS
    words = reason_against(address)
    return (Reason.SUPPRESSED, words) if words else ("", "")


def _mail_domain() -> str:
    domain = parseaddr(one_line(settings.DEFAULT_FROM_EMAIL))[1].rpartition("@")[2]
    try:
        return ascii_domain(domain) or "localhost"
    except UnicodeError:
        return "localhost"
