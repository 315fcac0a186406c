"""Dates of which the day, the month or the year may be unknown.

Stored as eleven characters or fewer in the notation of EDTF (ISO 8601-2:2019, annex A): unknown parts are `X`, and a
leading `?` says that the year is inferred and not stated: `2025-09-09`, `2009-XX-XX`, `XXXX-02-26`, `?2016-02-26`.
An inferred year sorts and can be searched; it is never displayed as stated.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Replace
from django.utils import translation
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from portal.core.days import EARLIEST, LATEST

_NOTATION = re.compile(r"(\?)?(\d{4}|XXXX)-(\d{2}|XX)-(\d{2}|XX)")


@dataclass(frozen=True)
class PartialDate:
    """A date with unknown parts as None. `inferred` says that the year is not stated by the source."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    inferred: bool = False

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("A day needs a month.")
        if self.year is None and self.month is None:
            raise ValueError("A date needs a year or a month.")
        if self.inferred and self.year is None:
            raise ValueError("An inferred year must be given.")
        if self.year is not None and not 1 <= self.year <= 9999:
            raise ValueError("The year is out of range.")
        if self.month is not None and not 1 <= self.month <= 12:
            raise ValueError("The month is out of range.")
        if self.day is not None and not 1 <= self.day <= self._last_day():
            raise ValueError("The day is out of range.")

    def _last_day(self) -> int:
        return calendar.monthrange(self.year or 2000, self.month or 1)[1]

    def __str__(self) -> str:
        parts = (f"{self.year:04}" if self.year else "XXXX", _two(self.month), _two(self.day))
        return ("?" if self.inferred else "") + "-".join(parts)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read the stored notation. Raises ValueError."""
        match = _NOTATION.fullmatch(text)
        if not match:
            raise ValueError(f"Not a partial date: {text!r}.")
        year, month, day = (None if part.startswith("X") else int(part) for part in match.groups()[1:])
        return cls(year, month, day, inferred=bool(match[1]))

    def display(self) -> str:
        """The stated parts in the active language: 2025年9月9日, 2月26日 / 9 September 2025, 26 February."""
        year = None if self.inferred else self.year
        chinese = (translation.get_language() or "").startswith("zh")
        return self._chinese(year) if chinese else self._english(year)

    def _chinese(self, year: int | None) -> str:
        parts = ((year, "年"), (self.month, "月"), (self.day, "日"))
        return "".join(f"{value}{unit}" for value, unit in parts if value)

    def _english(self, year: int | None) -> str:
        month = str(MONTHS[self.month]) if self.month else ""
        return " ".join(str(part) for part in (self.day, month, year) if part)


def _two(value: int | None) -> str:
    return f"{value:02}" if value else "XX"


def known_day(value: PartialDate | None) -> datetime.date | None:
    """The day where all of it is known, be its year stated or inferred."""
    if value is None or not (value.year and value.month and value.day):
        return None
    return datetime.date(value.year, value.month, value.day)


def stated_day(value: PartialDate | None) -> datetime.date | None:
    """The day where all of it is stated."""
    return None if value is None or value.inferred else known_day(value)


def demand_likely_year(value: PartialDate | None) -> None:
    """Refuse a year that nobody means, such as 99 or 20266. Raises ValidationError."""
    if value is not None and value.year is not None and not EARLIEST <= value.year <= LATEST:
        raise ValidationError(
            _("The year is between %(earliest)d and %(latest)d, with all its digits."),
            code="year",
            params={"earliest": EARLIEST, "latest": LATEST},
        )


def sort_key(field: str) -> Replace:
    """An expression that orders a PartialDateField by date, inferred years among stated ones.

    An unknown part stands before every known one.
    """
    stated = Replace(models.F(field), models.Value("?"), models.Value(""), output_field=models.CharField())
    return Replace(stated, models.Value("X"), models.Value("0"), output_field=models.CharField())


class PartialDateWidget(forms.MultiWidget):
    """Year, month, day and whether the year is inferred, as four inputs."""

    template_name = "core/partial_date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            "year": forms.NumberInput(
                {"min": EARLIEST, "max": LATEST, "placeholder": _("Year"), "aria-label": _("Year")}
            ),
            "month": forms.NumberInput({"min": 1, "max": 12, "placeholder": _("Month"), "aria-label": _("Month")}),
            "day": forms.NumberInput({"min": 1, "max": 31, "placeholder": _("Day"), "aria-label": _("Day")}),
            "inferred": forms.Select(
                {"aria-label": _("Basis of the year")},
                choices=[("", _("Year is stated")), ("1", _("Year is inferred"))],
            ),
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: PartialDate | None) -> list[Any]:
        if value is None:
            return [None, None, None, ""]
        return [value.year, value.month, value.day, "1" if value.inferred else ""]


class PartialDateFormField(forms.MultiValueField):
    """Four inputs to one PartialDate; empty inputs are unknown parts."""

    widget = PartialDateWidget
    default_validators = [demand_likely_year]

    def __init__(self, **kwargs: Any) -> None:
        for name in ("max_length", "empty_value"):
            kwargs.pop(name, None)
        fields = (
            forms.IntegerField(required=False),
            forms.IntegerField(required=False),
            forms.IntegerField(required=False),
            forms.CharField(required=False),
        )
        super().__init__(fields=fields, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[Any]) -> PartialDate | None:
        year, month, day, inferred = (*data_list, None, None, None, None)[:4]
        if not any((year, month, day)):
            return None
        try:
            return PartialDate(year, month, day, inferred=bool(inferred))
        except ValueError as error:
            raise ValidationError(
                _("This is not a date: give a year or a month, a day only with its month, and real numbers."),
                code="partial_date",
            ) from error


class PartialDateField(models.Field):
    """A column of `PartialDate`; empty is None. Not a CharField, so that no tool takes it for words to translate."""

    description = _("Date with unknown parts")
    default_validators = [demand_likely_year]

    def get_internal_type(self) -> str:
        return "CharField"

    def db_type(self, connection: Any) -> str:
        return "varchar(11)"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | None:
        return self.to_python(value)

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or isinstance(value, PartialDate):
            return value
        if value == "":
            return None
        try:
            return PartialDate.parse(value)
        except (TypeError, ValueError) as error:
            raise ValidationError(str(error), code="partial_date") from error

    def get_prep_value(self, value: Any) -> str | None:
        parsed = self.to_python(value)
        return None if parsed is None else str(parsed)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, **kwargs: Any) -> forms.Field | None:  # type: ignore[override]
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})
