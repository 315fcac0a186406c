"""Form fields that take what people type and refuse what breaks pages, lists and letters."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import idna
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

#: Marks that turn the direction of what follows them, so that a reader sees other words than were typed.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_PHONE = re.compile(r"\+?[\d\s().\-–/]+((ext|x|转|#)[.:]?\s*\d{1,6})?", re.IGNORECASE)

#: `evil.example.com/pay`: what mail programs make a link of. Of a host the last part has letters alone.
_HOST_AND_PATH = re.compile(r"[^\W_][\w-]*\.[^\W\d_]{2,}[/\\?#]")
#: “Mr.Smith” and “St.John” are names: a capital after a short word with a dot begins the next part of a name.
_HOST = re.compile(r"[^\W_][\w-]*\.([a-z]{2,}|[A-Z]{2,})(?!\w)|[^\W_][\w-]{4,}\.[^\W\d_]{2,}(?!\w)")
_SLASH = re.compile(r"[/\\<>]")

#: Characters that are normalised; sorting the marks of a megabyte of them would take hours.
_MOST_NORMALIZED = 254


def _normal(text: str) -> str:
    """`text` with wide and other letters as what they stand for; what is too long for any field as it is."""
    return unicodedata.normalize("NFKC", text) if len(text) <= _MOST_NORMALIZED else text


def refuse_unprintable(text: str, *, allowed: str = "") -> None:
    """Raise ValidationError for control characters, broken UTF-8, surrogates and turning marks."""
    for char in text:
        broken = char == "\ufffd" or unicodedata.category(char) in ("Cc", "Cs") or char in _TURNING
        if broken and char not in allowed:
            raise ValidationError(
                _("There are characters here that cannot be used, such as line breaks or control characters."),
                code="unprintable",
            )


class TextField(forms.CharField):
    """Text with a limit, whose blank is blank: spaces and invisible characters alone are nothing."""

    allowed = ""

    def __init__(self, *, max_length: int, required_message: str | Promise, **kwargs: Any) -> None:
        messages = {"required": required_message, **kwargs.pop("error_messages", {})}
        super().__init__(error_messages=messages, **kwargs)
        self._demand_short = MaxLengthValidator(max_length, _TOO_LONG)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text if any(unicodedata.category(char)[0] not in "CZ" for char in text) else ""

    def validate(self, value: str) -> None:
        super().validate(value)
        # First: patterns that look for addresses would take hours for a megabyte.
        self._demand_short(value)
        refuse_unprintable(value, allowed=self.allowed)


_TOO_LONG = _("Please use at most %(limit_value)d characters; there are %(show_value)d.")


class LineField(TextField):
    """One line."""


class ParagraphsField(TextField):
    """Several lines."""

    allowed = "\n\r\t"
    widget = forms.Textarea


class NameField(LineField):
    """The name of a company; no address, as letters repeat it to whoever owns the mailbox.

    Names such as “Booking.com” or “A.P. Moller/Maersk” have dots or slashes; a host with a path is an address.
    """

    addresses = _HOST_AND_PATH

    def validate(self, value: str) -> None:
        super().validate(value)
        if "://" in value or "www." in value.lower() or self.addresses.search(_normal(value)):
            raise ValidationError(_("Please give a name, not a web address."), code="address")


class PersonField(NameField):
    """The name of a person, in which there is no host and no slash."""

    addresses = _HOST

    def validate(self, value: str) -> None:
        super().validate(value)
        if found := _SLASH.search(_normal(value)):
            said = _("Please write the name without “%(sign)s”.")
            raise ValidationError(said, code="sign", params={"sign": found[0]})


class AddressField(forms.EmailField):
    """An e-mail address that a letter can be sent to.

    Wide letters and the full-width sign of Chinese keyboards are taken for what they stand for, and the domain is kept
    as mail servers write it: one of another script begins with `xn--`, so that none looks like one that it is not.
    """

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "required": _("Please give the e-mail address that the answer should go to."),
            "invalid": _("This is not an e-mail address; it should look like name@example.com."),
            "max_length": _TOO_LONG,
            **kwargs.pop("error_messages", {}),
        }
        super().__init__(max_length=254, error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        # What is too long is refused as it is: nothing of a megabyte is looked at letter by letter.
        try:
            return _written_for_mail(text) if len(text) <= _MOST_NORMALIZED else text
        except (idna.IDNAError, UnicodeError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


def _written_for_mail(text: str) -> str:
    """`text` with its domain in ASCII; without one as it came, for the validator to refuse.

    Raises:
        IDNAError, UnicodeError: no domain is written like this.
    """
    wide = _normal(text)
    local, at, domain = wide.rpartition("@")
    if not at or domain.isascii():
        return wide
    return f"{local}@{idna.encode(domain, uts46=True).decode()}"


class PhoneField(LineField):
    """A telephone number of any country, with an extension if there is one."""

    def to_python(self, value: Any) -> str:
        return _normal(super().to_python(value))

    def validate(self, value: str) -> None:
        super().validate(value)
        digits = sum(char.isdigit() for char in value)
        if value and not (_PHONE.fullmatch(value) and digits >= 5):
            message = _(
                "This is not a telephone number; please write it with its country code, such as +86 21 1234 5678."
            )
            raise ValidationError(message, code="phone")


class TrapInput(forms.TextInput):
    """A field that people neither see nor reach, and robots fill in. It comes back empty, so a person can go on."""

    is_hidden = True

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        quiet = {**(attrs or {}), "tabindex": "-1", "autocomplete": "off"}
        field = super().render(name, "", quiet, renderer)
        return format_html('<div class="form-trap" aria-hidden="true">{}</div>', field)
