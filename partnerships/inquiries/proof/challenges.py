"""Proof of work after the protocol of ALTCHA (version 1: SHA-256 of a salt and a number that the browser searches).

The first version, because every browser solves it with what it has (WebCrypto), and one hash checks it here; the
second derives keys, which costs a flooded server as much as it costs the flood.
"""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from altcha import v1
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from partnerships.inquiries.proof.proofs import SALT, Proof, digest_of

#: A browser asks for a challenge when the reader begins to write or sends; so long it may write on.
LIFETIME = timedelta(hours=1)
#: A payload is about 350 characters long.
_LONGEST = 1000
_SALT = re.compile(r"[0-9a-f]{8,64}\?expires=(\d{10})&")
_HEX = re.compile(r"[0-9a-f]{64}")


def make_challenge() -> dict[str, Any]:
    """A challenge as the browser gets it: signed, with its expiry, solved by some number up to `maxNumber`."""
    options = v1.ChallengeOptions(
        algorithm=v1.SHA256,
        max_number=settings.PORTAL_PROOF_WORK,
        hmac_key=_key(),
        expires=timezone.now() + LIFETIME,
    )
    return v1.create_challenge(options).to_dict()


def solved(sent: str) -> Proof | None:
    """The proof in a payload (base64 of JSON); None for one that is forged, wrong, expired or no payload at all."""
    payload = _payload(sent)
    if payload is None:
        return None
    is_right, _reason = v1.verify_solution(payload, _key())
    if not is_right:
        return None
    expires_at = datetime.fromtimestamp(int(_expiry(payload)), UTC)
    # The challenge and not the payload: one solution may be wrapped in many ways.
    return Proof(digest_of("work", payload["challenge"]), expires_at, is_work=True)


def _key() -> str:
    return salted_hmac(SALT, "challenge", algorithm="sha256").hexdigest()


def _payload(sent: str) -> Any:
    """What was sent, if it has the shape of a payload signed here; whatever else robots send is None.

    The signature is looked at first, in constant time; `verify_solution` compares as strings do.
    """
    if not sent or len(sent) > _LONGEST:
        return None
    try:
        payload = json.loads(base64.b64decode(sent, validate=True))
    except (ValueError, RecursionError):
        return None
    if not isinstance(payload, dict) or payload.get("algorithm") != v1.SHA256 or not _expiry(payload):
        return None
    challenge: Any = payload.get("challenge")
    signature: Any = payload.get("signature")
    if not all(isinstance(part, str) and _HEX.fullmatch(part) for part in (challenge, signature)):
        return None
    if type(payload.get("number")) is not int:
        return None
    return payload if constant_time_compare(signature, v1.hmac_hex(v1.SHA256, challenge.encode(), _key())) else None


def _expiry(payload: dict[str, Any]) -> str:
    """Seconds of the moment that the salt names; empty for a salt that is none of ours."""
    salt = payload.get("salt")
    match = _SALT.fullmatch(salt) if isinstance(salt, str) else None
    return match[1] if match else ""
