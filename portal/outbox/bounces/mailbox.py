"""The mailbox of `IMAP_URL`: new mail is looked at once, reports are acted on, everything else stays as it lies.

A mail is never fetched in a way that marks it as read. How far the mailbox has been read is kept in the transaction
that acts on the mail, so that a reader killed at any moment goes on where it was; the same mail twice has one effect.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError

from portal.outbox.bounces.parsing import looks_like_report
from portal.outbox.bounces.services import take_mail
from portal.outbox.delivery_models import Mailbox

logger = logging.getLogger(__name__)
TIMEOUT = SocketTimeout(connect=10, read=30)
#: A second reader stays away for so long; longer than one reading with its last dialogue.
BUSY = timedelta(minutes=5)
READ_SECONDS = 60
BATCH = 100
#: Reports come with the whole letter at most; what lies behind this is not looked at.
MOST_BYTES = 1_000_000
_PORTS = {"imap": 143, "imap+tls": 143, "imaps": 993}
_HEADER = b"BODY[HEADER.FIELDS (CONTENT-TYPE FROM X-FAILED-RECIPIENTS)]"
_FETCH_HEADER = "BODY.PEEK[HEADER.FIELDS (CONTENT-TYPE FROM X-FAILED-RECIPIENTS)]"


@dataclass(frozen=True)
class Address:
    """Where a mailbox is: `imap://user:password@host:port/folder`, `imaps://` for TLS, `imap+tls://` for STARTTLS."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str

    @classmethod
    def parse(cls, url: str) -> Address:
        """Raises ValueError with a sentence that does not repeat the password."""
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname or not parts.username:
            raise ValueError("IMAP_URL must be imaps://user:password@host/folder (or imap://, imap+tls://).")
        return cls(
            scheme=parts.scheme,
            host=parts.hostname,
            port=parts.port or _PORTS[parts.scheme],
            user=unquote(parts.username),
            password=unquote(parts.password or ""),
            folder=unquote(parts.path.lstrip("/")) or "INBOX",
        )

    @property
    def name(self) -> str:
        """Without the password: how the database knows the mailbox."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"[:500]


def read_mailbox() -> int:
    """Look at the mail that has come since the last time; returns how many reports were acted on.

    Without IMAP_URL, and while another reader is at it, there is nothing to do. A server that is away is logged and
    noted; the next tick tries again.
    """
    if not settings.IMAP_URL:
        return 0
    address = Address.parse(settings.IMAP_URL)
    mailbox = _occupy(address)
    if mailbox is None:
        return 0
    problem = ""
    try:
        with _connected(address) as client:
            return _read(mailbox, client, address.folder)
    except (IMAPClientError, OSError) as error:
        problem = f"{error.__class__.__name__}: {error}"[:500]
        logger.warning("The mailbox %s cannot be read: %s", address.name, problem)
        return 0
    finally:
        Mailbox.objects.filter(pk=mailbox.pk).update(busy_until=None, read_at=timezone.now(), last_error=problem)


def _occupy(address: Address) -> Mailbox | None:
    mailbox, _ = Mailbox.objects.get_or_create(name=address.name)
    now = timezone.now()
    free = Mailbox.objects.filter(Q(busy_until=None) | Q(busy_until__lt=now), pk=mailbox.pk)
    return Mailbox.objects.get(pk=mailbox.pk) if free.update(busy_until=now + BUSY) else None


@contextmanager
def _connected(address: Address) -> Iterator[IMAPClient]:
    client = IMAPClient(address.host, address.port, ssl=address.scheme == "imaps", timeout=TIMEOUT)
    try:
        if address.scheme == "imap+tls":
            client.starttls()
        plain = address.user.isascii() and address.password.isascii()
        sign_in = client.login if plain else client.plain_login  # LOGIN takes ASCII only
        sign_in(address.user, address.password)
        if client.has_capability("ID"):
            client.id_({"name": "park-portal"})  # 163.com and its sisters answer nobody who does not say who they are
        yield client
    finally:
        try:
            client.logout()
        except (IMAPClientError, OSError):
            with suppress(OSError):
                client.shutdown()


def _read(mailbox: Mailbox, client: IMAPClient, folder: str) -> int:
    chosen = client.select_folder(folder)
    validity = int(chosen[b"UIDVALIDITY"])
    if validity != mailbox.uid_validity:
        mailbox.uid_validity, mailbox.last_uid = validity, 0
    # `n:*` always names the last mail, also when it is older than n.
    new = sorted(uid for uid in client.search(["UID", f"{mailbox.last_uid + 1}:*"]) if uid > mailbox.last_uid)
    deadline = time.monotonic() + READ_SECONDS
    found = 0
    for start in range(0, len(new), BATCH):
        uids = new[start : start + BATCH]
        headers = client.fetch(uids, [_FETCH_HEADER])
        for uid in uids:
            found += _look_at(mailbox, client, uid, headers.get(uid, {}))
            if time.monotonic() > deadline:
                return found
    return found


def _look_at(mailbox: Mailbox, client: IMAPClient, uid: int, fetched: dict[bytes, Any]) -> bool:
    """Act on one mail and remember it in the same transaction; a report is marked as read afterwards."""
    raw = _body(client, uid) if looks_like_report(fetched.get(_HEADER) or b"") else b""
    with transaction.atomic():
        acted = bool(raw and take_mail(raw=raw))
        mailbox.last_uid = uid
        mailbox.save(update_fields=["uid_validity", "last_uid"])
    if acted:
        client.add_flags([uid], [b"\\Seen"], silent=True)
    return acted


def _body(client: IMAPClient, uid: int) -> bytes:
    answer = client.fetch([uid], [f"BODY.PEEK[]<0.{MOST_BYTES}>"]).get(uid, {})
    return next((value for key, value in answer.items() if key.startswith(b"BODY[]") and value), b"")
