"""Amounts in the currencies that agreements name."""

from __future__ import annotations

from decimal import Decimal

from django.utils import formats, numberformat
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


#: How an amount of each is written.
_WRITTEN = {
    "CNY": _("CNY %(number)s"),
    "USD": _("USD %(number)s"),
    "EUR": _("EUR %(number)s"),
    "HKD": _("HKD %(number)s"),
    "GBP": _("GBP %(number)s"),
    "JPY": _("JPY %(number)s"),
    "SGD": _("SGD %(number)s"),
    "KRW": _("KRW %(number)s"),
}


def amount(value: Decimal | None, currency: str) -> str:
    """`CNY 5,000,000`, 人民币5,000,000元: whole amounts without decimals; empty for None.

    Thousands are parted in every language, as agreements write them: some group numbers otherwise or not at all.
    """
    if value is None:
        return ""
    places = 0 if value == value.to_integral_value() else 2
    separator = formats.get_format("THOUSAND_SEPARATOR") or ","
    number = numberformat.format(
        value,
        formats.get_format("DECIMAL_SEPARATOR"),
        decimal_pos=places,
        grouping=3,
        thousand_sep=separator,
        force_grouping=True,
    )
    return str(_WRITTEN[currency]) % {"number": number} if currency in _WRITTEN else f"{currency} {number}".strip()
