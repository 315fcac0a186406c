"""Amounts in the currencies that agreements name."""

from __future__ import annotations

from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext_lazy as _

#: ISO 4217 codes.
CURRENCIES = [
    ("CNY", _("Renminbi (CNY)")),
    ("USD", _("US dollar (USD)")),
    ("EUR", _("Euro (EUR)")),
    ("HKD", _("Hong Kong dollar (HKD)")),
    ("GBP", _("Pound sterling (GBP)")),
    ("JPY", _("Yen (JPY)")),
    ("SGD", _("Singapore dollar (SGD)")),
    ("KRW", _("Won (KRW)")),
]


def amount(value: Decimal | None, currency: str) -> str:
    """`CNY 5,000,000`: whole amounts without decimals; empty for None."""
    if value is None:
        return ""
    places = 0 if value == value.to_integral_value() else 2
    number = formats.number_format(value, decimal_pos=places, force_grouping=True)
    return f"{currency} {number}".strip()
