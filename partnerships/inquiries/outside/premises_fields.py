"""The requirement sheet: what premises or land must offer, every line of which may stay open."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.form_fields import ParagraphsField
from partnerships.inquiries.enums import Assessment
from partnerships.models import PremisesNeed

_NUMBER = re.compile(r"(\d{1,16}|\d{1,3}(,\d{3}){1,5})(\.\d{1,6})?(\D*)")
_TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}
_MINUS = "-−–"
_ABOUT = re.compile(r"(about|approx(imately|\.)?|around|roughly|circa|ca\.?|[~≈约]|大约|大概)|(左右|元)$")
_UNITS = {
    **_TIMES,
    **dict.fromkeys(("k", "thousand", "千"), 1_000),
    **dict.fromkeys(("m", "mn", "million", "百万"), 1_000_000),
    "千万": 10_000_000,
    **dict.fromkeys(("b", "bn", "billion"), 1_000_000_000),
}
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")
#: The documents by the names that they have in Chinese law, as investors from abroad meet them.
_ASSESSMENTS = [
    (Assessment.UNKNOWN, Assessment.UNKNOWN.label),
    (Assessment.NONE, Assessment.NONE.label),
    (Assessment.FORM, _("Report form (报告表), for a minor impact")),
    (Assessment.REPORT, _("Full report (报告书), for a major impact")),
]
#: People on one site; more work nowhere.
MOST_STAFF = 1_000_000


class QuantityField(forms.DecimalField):
    """A number as people write it: `12,500`, `1.2万`, in full-width digits too; rounded to two decimals."""

    #: What may stand behind the number → how many times it is meant.
    units = _TIMES

    def __init__(self, *, label: Any, digits: int = 12, unit: Any = "", **kwargs: Any) -> None:
        too_large = _("This number is too large.")
        errors = {
            "invalid": _("Please give a number, such as 1,200 or 3.5."),
            "min_value": _("Please give a number that is not negative."),
        }
        errors |= dict.fromkeys(("max_digits", "max_whole_digits", "max_decimal_places"), too_large)
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(
            label=label,
            required=False,
            min_value=Decimal(0),
            max_digits=digits,
            decimal_places=2,
            widget=widget,
            error_messages=errors,
            help_text=unit,
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or not str(value)[:60].strip():
            return None
        text = self.bare("".join(unicodedata.normalize("NFKC", str(value)).split())) if len(str(value)) <= 60 else ""
        found = _NUMBER.fullmatch(text.lstrip(_MINUS))
        if found is None or found[4] not in self.units:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if text[0] in _MINUS:
            raise ValidationError(self.error_messages["min_value"], code="min_value")
        number = Decimal((found[1] + (found[3] or "")).replace(",", "")) * self.units[found[4]]
        return number.quantize(Decimal("0.01"))

    def bare(self, text: str) -> str:
        """`text`, which has no spaces, without what says nothing about the number."""
        return text


class AmountField(QuantityField):
    """A sum of money as people put it: `about 500k`, `3 million`, `约3,000万元`."""

    units = _UNITS

    def bare(self, text: str) -> str:
        return _ABOUT.sub("", text.casefold())


class PeopleField(forms.IntegerField):
    """A number of people, `1,200` too."""

    def to_python(self, value: Any) -> Any:
        text = unicodedata.normalize("NFKC", str(value or "")[:60]).strip()
        return super().to_python(text.replace(",", "") if _THOUSANDS.fullmatch(text) else value)


class PremisesFields(forms.Form):
    """The fields of the sheet, by the names of `PremisesNeed`."""

    sheet_names = (
        "area_min",
        "area_max",
        "floor_load",
        "clear_height",
        "power",
        "water",
        "headcount",
        "assessment",
        "emissions",
    )

    area_min = QuantityField(label=_("Area from, m²"))
    area_max = QuantityField(label=_("Area up to, m²"))
    floor_load = QuantityField(label=_("Floor load, kN/m²"), digits=8)
    clear_height = QuantityField(label=_("Clear height, m"), digits=6)
    power = QuantityField(label=_("Power, kVA"))
    water = QuantityField(label=_("Water, m³ a day"))
    headcount = PeopleField(
        label=_("Staff on site"),
        required=False,
        min_value=1,
        max_value=MOST_STAFF,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            **dict.fromkeys(["invalid", "max_value"], _("Please give a whole number of people.")),
            "min_value": _("Please give at least one person, or leave it open."),
        },
    )
    assessment = forms.ChoiceField(
        label=_("Environmental impact assessment"),
        required=False,
        choices=_ASSESSMENTS,
        error_messages={"invalid_choice": _("Please choose one of the entries in the list.")},
    )
    emissions = ParagraphsField(
        label=_("Waste water, exhaust air, noise, waste"),
        max_length=PremisesNeed._meta.get_field("emissions").max_length or 0,
        required=False,
        required_message="",
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What arises, and roughly how much. At most 1,000 characters."),
    )

    def clean_assessment(self) -> str:
        return self.cleaned_data["assessment"] or Assessment.UNKNOWN.value

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        least, most = cleaned.get("area_min"), cleaned.get("area_max")
        if least is not None and most is not None and most < least:
            self.add_error("area_max", ValidationError(_("This is less than the area from."), code="order"))
        for name in ("area_min", "area_max", "clear_height"):
            if cleaned.get(name) == 0:
                self.add_error(name, ValidationError(_("Please give more than 0, or leave it open."), code="zero"))
        return cleaned

    def premises(self) -> dict[str, Any] | None:
        """The fields of `PremisesNeed`; None where nothing has been filled in."""
        told = {name: self.cleaned_data.get(name) for name in self.sheet_names}
        nothing = (None, "", Assessment.UNKNOWN.value)
        return told if any(value not in nothing for value in told.values()) else None
