"""Who can be written to, in which language, and how an address is written."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, validate_email

if TYPE_CHECKING:
    from portal.core.models import User

#: RFC 5321, 4.5.3.1.3: a path has at most 256 octets, angle brackets included.
LONGEST_ADDRESS = 254
#: RFC 5321, 4.5.3.1.1, in octets.
LONGEST_LOCAL_PART = 64


def preferred_locale(user: User) -> str:
    """The language of the person's profile, or the portal's own where none is chosen."""
    profile = getattr(user, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE


def is_usable(address: str) -> bool:
    """Whether a letter can be addressed to `address`, which may be internationalised (RFC 6531) in both parts."""
    if len(address.encode(errors="replace")) > LONGEST_ADDRESS:
        return False
    local, _, domain = address.rpartition("@")
    try:
        if local.isascii():
            validate_email(on_the_wire(address))
            return True
        EmailValidator()(f"a@{ascii_domain(domain)}")
    except (ValidationError, UnicodeError):
        return False
    letters = "".join(char for char in local if char not in ".!#$%&'*+/=?^_`{|}~-")
    return (
        letters.isalnum()
        and len(local.encode()) <= LONGEST_LOCAL_PART
        and ".." not in local
        and local.strip(".") == local
    )


def ascii_domain(domain: str) -> str:
    """A domain as DNS knows it. Raises UnicodeError where it cannot be written so."""
    return domain if domain.isascii() else domain.encode("idna").decode("ascii")


def on_the_wire(address: str) -> str:
    """`address` with its domain in ASCII; the local part stays as it is. Raises UnicodeError."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{ascii_domain(domain)}"


def normalised(address: str) -> str:
    """One spelling of an address for comparison; no server in use tells capitals of a local part apart."""
    text = unicodedata.normalize("NFC", address).strip().lower()
    try:
        return on_the_wire(text)
    except UnicodeError:
        return text
