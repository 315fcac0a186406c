"""Who can be written to, and in which language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.outbox.enums import Reason

if TYPE_CHECKING:
    from portal.core.models import User

#: RFC 5321, 4.5.3.1.3: a path has at most 256 octets, angle brackets included.
LONGEST_ADDRESS = 254


def preferred_locale(user: User) -> str:
    """The language of the person's profile, or the portal's own where none is chosen."""
    profile = getattr(user, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE


def is_usable(address: str) -> bool:
    """Whether a letter can be addressed to `address`."""
    if len(address) > LONGEST_ADDRESS:
        return False
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def address_fault(address: str) -> tuple[str, str]:
    """The reason (`enums.Reason`) and the words for the log why no letter can go to `address`; both empty if it can."""
    if is_usable(address):
        return "", ""
    return Reason.ADDRESS, f"Not an e-mail address of at most {LONGEST_ADDRESS} characters."
