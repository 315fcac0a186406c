"""E-mail backends: one that writes files, and one that puts whatever Django and Wagtail send into the outbox."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.translation import get_language

from portal.core.models import User
from portal.outbox.rendering import Rendered
from portal.outbox.services import keep_letter


class FileBackend(BaseEmailBackend):
    """Writes one `.eml` file an e-mail, whole or not at all.

    Args:
        file_path: the folder; by default the setting EMAIL_FILE_PATH.
    """

    def __init__(self, fail_silently: bool = False, file_path: str | None = None, **kwargs: object) -> None:
        super().__init__(fail_silently=fail_silently)
        self.folder = Path(file_path or settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        return sum(self._write(message) for message in email_messages)

    def _write(self, message: EmailMessage) -> int:
        if not message.recipients():
            return 0
        name = f"{timezone.now():%Y%m%dT%H%M%S.%fZ}-{uuid.uuid4().hex[:8]}.eml"
        draft = self.folder / f".{name}.part"
        written: Any = message.message()
        with draft.open("xb") as file:
            file.write(written.as_bytes(linesep="\r\n"))
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self.folder / name)
        return 1


class OutboxBackend(BaseEmailBackend):
    """Turns e-mails of Django and of libraries into letters, one a recipient; the outbox sends them later.

    The letters are written in the transaction of the caller. They are of the kind `system`.
    """

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        return sum(self._keep(message) for message in email_messages)

    def _keep(self, message: EmailMessage) -> int:
        if message.attachments:
            raise ValueError("Letters carry no attachments.")
        recipients = list(dict.fromkeys(message.recipients()))
        identity = uuid.uuid4().hex
        for number, address in enumerate(recipients):
            keep_letter(
                kind="system",
                key=f"system:{identity}:{number}",
                recipient=self._person(address) or address,
                texts=self._texts(message),
                headers=self._headers(message),
            )
        return 1 if recipients else 0

    @staticmethod
    def _person(address: str) -> User | None:
        return User.objects.filter(email=address, is_active=True).order_by("pk").first()

    @staticmethod
    def _texts(message: EmailMessage) -> Rendered:
        alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
        html = next((str(body) for body, kind in alternatives if kind == "text/html"), "")
        language = get_language() or settings.LANGUAGE_CODE
        return Rendered(locale=language, subject=str(message.subject), text=str(message.body), html=html)

    @staticmethod
    def _headers(message: EmailMessage) -> dict[str, str]:
        """Only what the recipient needs; sender, identity and date are the outbox's own."""
        return {"Reply-To": ", ".join(message.reply_to)} if message.reply_to else {}
