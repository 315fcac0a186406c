"""What of an inquiry reads alike for the investor and for staff: lines of a label and words, in the active language."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format

from partnerships.models import Inquiry, PremisesNeed
from portal.core.localized import field_label


def premises_lines(inquiry: Inquiry) -> list[tuple[str, str]]:
    """The requirements for premises that were given; none where none were."""
    need = PremisesNeed.objects.filter(inquiry=inquiry).first()
    fields: list[Any] = [field for field in PremisesNeed._meta.fields if field.name not in ("id", "inquiry")]
    lines = [(str(field_label(field)), _words(need, field)) for field in fields] if need else []
    return [(label, words) for label, words in lines if words]


def park_names(inquiry: Inquiry) -> list[str]:
    """The parks addressed, the first one before the others."""
    parks = {park.pk: str(park) for park in (inquiry.park, *inquiry.wanted_parks.all()) if park}
    return list(parks.values())


def _words(need: PremisesNeed, field: Any) -> str:
    value = getattr(need, field.name)
    if value in (None, ""):
        return ""
    return str(getattr(need, f"get_{field.name}_display")() if field.choices else _quantity(value))


def _quantity(value: Any) -> str:
    """A number as the language writes it, without noughts behind the point; words as they are."""
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else value.normalize()
    return value if isinstance(value, str) else str(number_format(value, force_grouping=True))
