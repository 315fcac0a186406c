"""Amounts in the currencies that agreements name."""

from __future__ import annotations

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
