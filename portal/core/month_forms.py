"""From which month to which a screen of figures reaches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy


class MonthsForm(forms.Form):
    """The first and the last month, each by its first day; either may be left open."""

    since = forms.TypedChoiceField(
        label=pgettext_lazy("first month", "From"), required=False, coerce=date.fromisoformat, empty_value=None
    )
    until = forms.TypedChoiceField(
        label=pgettext_lazy("last month", "Until (inclusive)"),
        required=False,
        coerce=date.fromisoformat,
        empty_value=None,
    )

    def offer(self, months: Iterable[date], *first: tuple[str, Any]) -> None:
        """Let the reader choose among `months`, after the choices `first`."""
        fields: dict[str, Any] = self.fields
        named = ((month.isoformat(), formats.date_format(month, "YEAR_MONTH_FORMAT")) for month in months)
        fields["since"].choices = fields["until"].choices = [*first, *named]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("since") and values.get("until") and values["since"] > values["until"]:
            self.add_error("until", _("The end lies before the beginning."))
        return values
