"""What the investor sent with the form, as lines of a label and words in the active language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnerships.inquiries.enums import Behalf
from partnerships.models import Inquiry, PremisesNeed
from partnerships.money import amount
from portal.core.localized import field_label
from portal.core.record_lines import value_words

_FIELDS = ("intent", "company", "behalf", "country", "person", "email", "phone", "time_frame")


def sent_lines(inquiry: Inquiry) -> Iterator[tuple[str, str]]:
    """Everything that says something. The address too: the investor must see where the answers go."""
    comma = pgettext("between items of a list", ", ")
    parks = {park.pk: str(park) for park in (inquiry.park, *inquiry.wanted_parks.all()) if park}
    yield _("Parks"), comma.join(parks.values()) or _("To be suggested by us")
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


def premises_lines(inquiry: Inquiry) -> list[tuple[str, str]]:
    """The requirements for premises that were given."""
    need = getattr(inquiry, "premises", None)
    if need is None:
        return []
    fields: list[Any] = [field for field in PremisesNeed._meta.fields if field.name not in ("id", "inquiry")]
    lines = [(str(field_label(field)), _quantity(value_words(need, field))) for field in fields]
    return [(label, words) for label, words in lines if words]


def _quantity(words: str) -> str:
    """A number as people write it: no zeros behind the point."""
    whole, point, rest = words.rpartition(".")
    return (whole if not rest.strip("0") else f"{whole}.{rest.rstrip('0')}") if point and rest.isdigit() else words
