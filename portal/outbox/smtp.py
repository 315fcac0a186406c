"""The SMTP dialogue of the outbox: Django's backend, addresses as the wire wants them, no goodbye to the dead."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from portal.outbox.composing import bare_address
from portal.outbox.recipients import on_the_wire


class UnsupportedAddressError(Exception):
    """The server takes no internationalised addresses (SMTPUTF8, RFC 6531)."""


class OutboxSMTPBackend(EmailBackend):
    """Sends one message a call over a connection that the caller opens, keeps and closes."""

    def drop(self) -> None:
        """Leave a connection that failed: a server that hangs would let us wait for the end of the goodbye, too."""
        for name in ("connection", "_partial_connection"):
            held: smtplib.SMTP | None = getattr(self, name)
            setattr(self, name, None)
            if held is not None:
                with suppress(OSError):
                    held.close()

    def open(self) -> bool | None:
        try:
            return super().open()
        except OSError:
            self.drop()
            raise

    def _send(self, email_message: EmailMessage) -> bool:
        recipients = [on_the_wire(address) for address in email_message.recipients()]
        if not recipients:
            return False
        message: Any = email_message.message()
        self._transfer(bare_address(email_message.from_email), recipients, message.as_bytes(linesep="\r\n"))
        return True

    def _transfer(self, sender: str, recipients: Sequence[str], content: bytes) -> None:
        server: Any = self.connection
        options: list[str] = []
        if not all(address.isascii() for address in (sender, *recipients)):
            server.ehlo_or_helo_if_needed()
            if not server.has_extn("smtputf8"):
                raise UnsupportedAddressError
            options.append("SMTPUTF8")
        try:
            server.sendmail(sender, recipients, content, mail_options=options)
        finally:
            server.command_encoding = "ascii"  # smtplib keeps the other one for good
