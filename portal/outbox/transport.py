"""Handing a letter to the mail server, and what its answers mean."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.utils import formatdate
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext_noop

from portal.outbox.composing import Composed, compose
from portal.outbox.models import Letter
from portal.outbox.rendering import one_line
from portal.outbox.smtp import UnsupportedAddressError

#: Refusals of the account and not of the letter: they pass once somebody corrects the settings.
ACCOUNT_REFUSED = frozenset({530, 534, 535, 538})
#: Answers of a server that does not follow (RFC 5321, 4.2.2): its fault or ours, never that of the letter.
CONFUSED = frozenset({500, 502, 503, 504})
#: A sender may be refused for the size of the letter; every other reason is the settings' fault.
TOO_LARGE = 552
NO_SMTPUTF8 = gettext_noop("The mail server does not take addresses with letters beyond ASCII before the “@”.")


class PassingError(Exception):
    """The letter may be taken later: the server is away, busy or wrongly set up."""


class PermanentError(Exception):
    """The letter will never be taken as it is.

    Attributes:
        refused_recipient: the server refused the recipient, and not the letter.
    """

    def __init__(self, *args: object, refused_recipient: bool = False) -> None:
        super().__init__(*args)
        self.refused_recipient = refused_recipient


class LetterMessage(EmailMultiAlternatives):
    """A letter for Django's backends, written out by `composing`."""

    def message(self, **options: Any) -> Any:
        return composed(self)


def composed(message: LetterMessage) -> Composed:
    """Headers in one order, identity first; a sender in the settings that would break the header is one line."""
    extra = dict(message.extra_headers)
    headers = {
        "Message-ID": extra.pop("Message-ID"),
        "Date": extra.pop("Date"),
        "From": one_line(message.from_email),
        "To": ", ".join(message.to),
        "Subject": str(message.subject),
        **extra,
    }
    others = {kind: str(body) for body, kind in message.alternatives}
    return compose(
        headers=headers,
        text=str(message.body),
        html=others.get("text/html", ""),
        calendar=others.get("text/calendar", ""),
        identity=headers["Message-ID"],
    )


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
    except OSError as error:  # nothing was said about the letter yet, whatever the code
        raise PassingError(_reason(error)) from error
    try:
        taken = connection.send_messages([as_message(letter)])
    except OSError as error:  # smtplib's own errors are OSErrors
        if not _goes_on(error):
            _drop(connection)
        raise _judged(error) from error
    except UnsupportedAddressError as error:
        raise PermanentError(NO_SMTPUTF8) from error
    except (ValueError, LookupError) as error:  # UnicodeError and BadHeaderError are ValueErrors
        raise PermanentError(f"The letter cannot be written out: {error}") from error
    if taken == 0:
        raise PermanentError("The letter has no recipient.")


def as_message(letter: Letter) -> LetterMessage:
    """The e-mail of a letter: the same bytes at every attempt."""
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
    if letter.calendar:
        message.attach_alternative(letter.calendar, "text/calendar")
    return message


def _drop(connection: BaseEmailBackend) -> None:
    """Leave a connection that failed; backends that hold none have nothing to drop."""
    leave = getattr(connection, "drop", connection.close)
    with suppress(OSError):
        leave()


def _goes_on(error: OSError) -> bool:
    """Whether the dialogue can go on with the next letter: the server answered in order, and stays."""
    code, _words = _answer(error)
    in_order = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) and 400 <= code < 600
    return in_order and code not in CONFUSED | {421}


def _judged(error: OSError) -> PassingError | PermanentError:
    """RFC 5321, 4.2.1: 4xx is a passing refusal, 5xx a permanent one. Without an answer the fault passes."""
    code, _words = _answer(error)
    if not 500 <= code < 600 or code in ACCOUNT_REFUSED | CONFUSED:
        return PassingError(_reason(error))
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return PermanentError(_reason(error), refused_recipient=True)
    about_letter = isinstance(error, smtplib.SMTPDataError) or code == TOO_LARGE
    return PermanentError(_reason(error)) if about_letter else PassingError(_reason(error))


def _reason(error: OSError) -> str:
    code, words = _answer(error)
    return f"{code} {words}".strip() if code else f"{error.__class__.__name__}: {error}"


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
