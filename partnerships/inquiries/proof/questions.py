"""A sum in words, for who reads without JavaScript; in the language of the page, whichever it was asked in first.

The token in the form names no number: both are derived from it with the key of the portal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.utils import translation
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from partnerships.inquiries.proof.proofs import SALT, Proof, digest_of

#: Who reads without JavaScript gets the question with the form, and may be called away from it.
LIFETIME = timedelta(hours=4)
_LONGEST = 100
#: The words of 0 to 20.
_WORDS = (
    pgettext_lazy("number in words", "zero"),
    pgettext_lazy("number in words", "one"),
    pgettext_lazy("number in words", "two"),
    pgettext_lazy("number in words", "three"),
    pgettext_lazy("number in words", "four"),
    pgettext_lazy("number in words", "five"),
    pgettext_lazy("number in words", "six"),
    pgettext_lazy("number in words", "seven"),
    pgettext_lazy("number in words", "eight"),
    pgettext_lazy("number in words", "nine"),
    pgettext_lazy("number in words", "ten"),
    pgettext_lazy("number in words", "eleven"),
    pgettext_lazy("number in words", "twelve"),
    pgettext_lazy("number in words", "thirteen"),
    pgettext_lazy("number in words", "fourteen"),
    pgettext_lazy("number in words", "fifteen"),
    pgettext_lazy("number in words", "sixteen"),
    pgettext_lazy("number in words", "seventeen"),
    pgettext_lazy("number in words", "eighteen"),
    pgettext_lazy("number in words", "nineteen"),
    pgettext_lazy("number in words", "twenty"),
)


def make_question() -> str:
    """A new token; it also says when the form was made."""
    return _signer().sign(get_random_string(16))


def is_open(token: str) -> bool:
    """Whether the question of this token can still be answered."""
    return _nonce(token) is not None


def made_at(token: str) -> datetime | None:
    """When the form with this token was made; None for a token that is not ours or too old: else one that a robot has
    put by would vouch for it for ever."""
    if not is_open(token):
        return None
    return datetime.fromtimestamp(signing.b62_decode(token.split(":")[1]), UTC)


def question(token: str) -> str:
    """The question of a token that is open, in the active language."""
    first, second, is_sum = _numbers(token.split(":")[0])
    values = {"first": _WORDS[first], "second": _WORDS[second]}
    if is_sum:
        return _("What is %(first)s plus %(second)s?") % values
    return _("What is %(first)s minus %(second)s?") % values


def answered(token: str, answer: str) -> Proof | None:
    """The proof of a right answer, in digits or in words of any language of the portal."""
    nonce = _nonce(token)
    if nonce is None or len(answer) > _LONGEST:
        return None
    first, second, is_sum = _numbers(nonce)
    said = unicodedata.normalize("NFKC", answer).strip().strip(".。").casefold()
    if said not in set(_right(first + second if is_sum else first - second)):
        return None
    expires_at = datetime.fromtimestamp(signing.b62_decode(token.split(":")[1]), UTC) + LIFETIME
    return Proof(digest_of("question", nonce), expires_at, is_work=False)


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"{SALT}.question")


def _nonce(token: str) -> str | None:
    if not token or len(token) > _LONGEST:
        return None
    try:
        return _signer().unsign(token, max_age=LIFETIME)
    except signing.BadSignature:
        return None


def _numbers(nonce: str) -> tuple[int, int, bool]:
    """Both numbers, the greater first, and whether they are added."""
    drawn = salted_hmac(f"{SALT}.numbers", nonce, algorithm="sha256").digest()
    pair = 2 + drawn[0] % 9, 2 + drawn[1] % 9
    return max(pair), min(pair), bool(drawn[2] % 2)


def _right(number: int) -> Iterator[str]:
    yield str(number)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield str(_WORDS[number]).casefold()
