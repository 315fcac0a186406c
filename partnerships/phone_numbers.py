"""Telephone numbers of any country, written as they are dialled from anywhere."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: How extensions are written besides what the library knows.
_EXTENSION = re.compile(r"(转|轉|分机|分機)[:：.]?\s*")
_TRAILING = re.compile(r"[-–—]\s*(\d{1,6})$")


def international(typed: str, country: str) -> str:
    """`typed` such as `+86 21 1234 5678 ext. 12`; without a country code it is a number of `country`.

    Whether a number could exist is asked, not whether it does: providers get new ranges sooner than any list.

    Args:
        typed: not empty.
        country: an ISO 3166-1 code of two letters; empty where it is not known.

    Raises:
        ValidationError: no number of that country, or of the country code that it begins with.
    """
    text = _EXTENSION.sub(" ext. ", unicodedata.normalize("NFKC", typed))
    # 0512-62888888-801: offices in China write extensions like this.
    written = _possible(text, country) or _possible(_TRAILING.sub(r" ext. \1", text), country)
    if written is None:
        raise ValidationError(
            _(
                "This is no telephone number of the country or region that you chose. Please write it with its country "
                "code, such as +86 21 1234 5678, or leave it out."
            ),
            code="phone",
        )
    return written


def _possible(text: str, country: str) -> str | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
