"""Handing a letter to the mail server, and what its answers mean."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.header import Header
from email.utils import formatdate
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from portal.outbox.models import Letter

#: Refusals of the account and not of the letter: they pass once somebody corrects the settings.
ACCOUNT_REFUSED = frozenset({530, 534, 535, 538})


class PassingError(Exception):
    """The letter may be taken later: the server is away, busy or wrongly set up."""


class PermanentError(Exception):
    """The letter will never be taken as it is."""


class LetterMessage(EmailMultiAlternatives):
    """Folds a long Chinese subject after its first word; Django leaves the first line of the header empty."""

    def message(self, **options: Any) -> Any:
        message = super().message(**options)
        if not str(self.subject).isascii():
            message.replace_header("Subject", Header(str(self.subject), "utf-8", header_name="Subject"))
        return message


@contextmanager
def open_transport() -> Iterator[BaseEmailBackend]:
    """One connection for the letters of a block. A server that dies at the goodbye has taken its letters already."""
    backend = settings.OUTBOX_TRANSPORT
    connection = get_connection(backend["BACKEND"], fail_silently=False, **backend.get("OPTIONS", {}))
    try:
        yield connection
    finally:
        with suppress(OSError):
            connection.close()


def is_reachable(connection: BaseEmailBackend) -> bool:
    """Whether the mail server can be talked to: opens the connection where a failure has closed it."""
    try:
        connection.open()
    except OSError:
        return False
    return True


def deliver(letter: Letter, connection: BaseEmailBackend) -> None:
    """Hand `letter` over.

    Raises:
        PassingError: try again later.
        PermanentError: do not try again.
    """
    try:
        connection.open()
        taken = connection.send_messages([as_message(letter)])
    except OSError as error:  # smtplib's own errors are OSErrors
        with suppress(OSError):
            connection.close()
        raise _judged(error) from error
    except (ValueError, LookupError) as error:  # UnicodeError and BadHeaderError are ValueErrors
        raise PermanentError(f"The letter cannot be written out: {error}") from error
    if taken == 0:
        raise PermanentError("The letter has no recipient.")


def as_message(letter: Letter) -> LetterMessage:
    """The e-mail of a letter: the same bytes at every attempt but for the boundary of its parts."""
    headers = {
        "Message-ID": letter.message_id,
        "Date": formatdate(letter.created_at.timestamp(), localtime=True),
        "Auto-Submitted": "auto-generated",
        "Content-Language": letter.locale,
        **letter.headers,
    }
    message = LetterMessage(letter.subject, letter.text, None, [letter.recipient], headers=headers)
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def _judged(error: OSError) -> PassingError | PermanentError:
    """RFC 5321, 4.2.1: 4xx is a passing refusal, 5xx a permanent one. Without an answer the fault passes."""
    code, words = _answer(error)
    reason = f"{code} {words}".strip() if code else f"{error.__class__.__name__}: {error}"
    greeting = isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError | smtplib.SMTPAuthenticationError)
    permanent = 500 <= code < 600 and code not in ACCOUNT_REFUSED and not greeting
    return PermanentError(reason) if permanent else PassingError(reason)


def _answer(error: OSError) -> tuple[int, str]:
    """The server's code and words; 0 where it gave none."""
    words: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return 0, ""
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return max(code, 0), text
