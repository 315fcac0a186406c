"""The codes of an authenticator app, written from RFC 6238 and RFC 4226 and from nothing of the portal."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time


def totp(key: str, at: float | None = None, *, digits: int = 6, step: int = 30) -> str:
    """The code of `key` (base32, spaces allowed) at the moment `at` (seconds since 1970; default: now)."""
    secret = base64.b32decode(key.replace(" ", "").upper())
    counter = int(time.time() if at is None else at) // step
    mac = hmac.digest(secret, counter.to_bytes(8, "big"), hashlib.sha1)
    offset = mac[-1] & 15
    return str((int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFFFFFF) % 10**digits).zfill(digits)
