"""What the investor sent with the form, as lines of a label and words in the active language."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnerships.inquiries.enums import Behalf
from partnerships.inquiries.sheet import park_names
from partnerships.models import Inquiry
from partnerships.money import amount
from portal.core.localized import field_label
from portal.core.record_lines import value_words

_FIELDS = ("intent", "company", "behalf", "country", "person", "email", "phone", "time_frame")


def sent_lines(inquiry: Inquiry) -> Iterator[tuple[str, str]]:
    """Everything that says something. The address too: the investor must see where the answers go."""
    comma = pgettext("between items of a list", ", ")
    yield _("Parks"), comma.join(park_names(inquiry)) or _("To be suggested by us")
    sectors = comma.join(str(sector) for sector in inquiry.sectors.all())
    if sectors:
        yield _("Sectors"), sectors
    for name in _FIELDS:
        words = value_words(inquiry, Inquiry._meta.get_field(name))
        if words and not (name == "behalf" and inquiry.behalf == Behalf.OWN):
            yield str(field_label(Inquiry._meta.get_field(name))), words
    if inquiry.amount is not None:
        yield str(field_label(Inquiry._meta.get_field("amount"))), amount(inquiry.amount, inquiry.currency)
    yield _("Your message"), inquiry.message
