"""The form of a working calendar with its hours and corrected days."""

from __future__ import annotations

from datetime import time
from itertools import pairwise
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from partnerships.inquiries.levels.holiday_days import knows, subdivisions
from portal.core.scoped_admin import ScopedForm


class CalendarForm(ScopedForm):
    """Refuses a calendar by which no answer would ever be due, and parts of a country that nobody knows."""

    def clean_subdivision(self) -> str:
        return str(self.cleaned_data["subdivision"]).strip().upper()

    def clean_timezone(self) -> str:
        name = str(self.cleaned_data["timezone"])
        if name not in available_timezones():
            raise ValidationError(_("There is no such time zone."))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        country, part = str(cleaned.get("country") or ""), cleaned.get("subdivision") or ""
        if part and not knows(country, part):
            known = ", ".join(subdivisions(country))
            self.add_error(
                "subdivision", _("No holidays are known of it. Known are: %(codes)s") % {"codes": known or "—"}
            )
        return cleaned

    def is_valid(self) -> bool:
        """The form with its lists: what the hours say together is asked once each of them is well."""
        if not super().is_valid():
            return False
        kept = [row for row in self.formsets["hours"].cleaned_data if row and not row.get("DELETE")]
        if problem := _problem([(row["weekday"], row["begins"], row["ends"]) for row in kept]):
            self.add_error(NON_FIELD_ERRORS, problem)
            return False
        return True


def _problem(hours: list[tuple[int, time, time]]) -> str:
    """What is wrong with the hours of a week; empty if nothing is."""
    if not hours:
        return _("Enter the working hours of one day at least: without any, no answer would ever be due.")
    hours.sort()
    for (weekday, _begins, ends), (next_weekday, begins, _ends) in pairwise(hours):
        if weekday == next_weekday and begins < ends:
            return _("Hours of the same day overlap.")
    return ""
