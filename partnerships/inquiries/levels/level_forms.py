"""The form of a service level: times in working days, hours or minutes, as people speak of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.permissions import policy_registry

from partnerships.inquiries.desk.own_unit import begin_with_own_unit
from partnerships.inquiries.levels.calendars import calendar_of
from partnerships.models import ServiceLevel, WorkCalendar
from portal.core.scoped_admin import ScopedForm

#: A year of long days: a promise beyond it is a mistake in typing.
MOST_MINUTES = 260 * 24 * 60
TIMES = ("first_answer", "next_answer")
#: What a new level promises until somebody says otherwise, in working days.
_USUAL = (2, 3)


class SpanUnit(TextChoices):
    """In what a length of working time is said."""

    DAYS = "days", pgettext_lazy("unit of working time", "working days")
    HOURS = "hours", pgettext_lazy("unit of working time", "working hours")
    MINUTES = "minutes", pgettext_lazy("unit of working time", "working minutes")


class SpanWidget(forms.MultiWidget):
    """A number and its unit."""

    def __init__(self) -> None:
        number = forms.NumberInput(attrs={"min": "0.01", "step": "any", "inputmode": "decimal"})
        unit = forms.Select(choices=SpanUnit.choices, attrs={"aria-label": gettext_lazy("Unit of time")})
        super().__init__({"number": number, "unit": unit}, attrs={"class": "span-field"})

    def decompress(self, value: Any) -> list[Any]:
        return [value, SpanUnit.MINUTES] if value else [None, SpanUnit.DAYS]


class SpanField(forms.MultiValueField):
    """A length of working time: what was typed and its unit. How long a day is, the calendar says."""

    widget = SpanWidget

    def __init__(self, **kwargs: Any) -> None:
        number = forms.DecimalField(min_value=Decimal("0.01"), max_value=MOST_MINUTES, decimal_places=2)
        super().__init__(fields=(number, forms.ChoiceField(choices=SpanUnit.choices)), **kwargs)

    def compress(self, values: list[Any]) -> tuple[Decimal, str] | None:
        return (values[0], values[1]) if values else None


class LevelForm(ScopedForm):
    """Says times in whole working days where they are such, and keeps minutes."""

    first_answer = SpanField(label=gettext_lazy("First answer within"))
    next_answer = SpanField(label=gettext_lazy("Further answers within"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = policy_registry.get_by_type(ServiceLevel).units(self.for_user, ["add", "change"])
        begin_with_own_unit(self, units, gettext_lazy("The unit that promises these times."))
        if self.instance.pk is None:
            self._begin()
            return
        day = calendar_of(self.instance.calendar).day_seconds // 60
        for name in TIMES:
            self.initial[name] = said(getattr(self.instance, name), day)

    def _begin(self) -> None:
        """Two days and three, of whatever length; by the one calendar there is, where there is one."""
        self.initial |= {name: [days, SpanUnit.DAYS] for name, days in zip(TIMES, _USUAL, strict=True)}
        calendars = list(WorkCalendar.objects.values_list("pk", flat=True)[:2])
        if len(calendars) == 1:
            self.initial.setdefault("calendar", calendars[0])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        calendar = cleaned.get("calendar")
        day = calendar_of(calendar).day_seconds // 60 if calendar else 0
        if calendar and not day:
            self.add_error("calendar", _("This calendar has no working hours."))
        for name in TIMES:
            if cleaned.get(name):
                cleaned[name] = self._minutes(name, cleaned[name], day)
        self._refuse_second(cleaned)
        return cleaned

    def _minutes(self, name: str, typed: tuple[Decimal, str], day: int) -> int:
        number, unit = typed
        minutes = round(number * {SpanUnit.DAYS: day, SpanUnit.HOURS: 60, SpanUnit.MINUTES: 1}[SpanUnit(unit)])
        if not 1 <= minutes <= MOST_MINUTES and day:
            self.add_error(name, _("Enter a time of one minute to one year."))
        return minutes

    def _refuse_second(self, cleaned: dict[str, Any]) -> None:
        others = type(self.instance).objects.exclude(pk=self.instance.pk)
        if "unit" in cleaned and others.filter(unit=cleaned["unit"]).exists():
            self.add_error(NON_FIELD_ERRORS, _("There is one for this unit already."))


def said(minutes: int, day: int) -> list[Any]:
    """Minutes as a number and its unit, in the largest unit of which they are a whole or a half."""
    for unit, length in ((SpanUnit.DAYS, day), (SpanUnit.HOURS, 60)):
        if length and minutes * 2 % length == 0:
            number = Decimal(minutes) / length
            return [int(number) if number == int(number) else number, unit]
    return [minutes, SpanUnit.MINUTES]
