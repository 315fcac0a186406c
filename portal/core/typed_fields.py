"""Fields of the admin's forms that keep what was typed: a browser corrects and cuts nothing, the server refuses it.

Wagtail's picker puts another day (2 March for 30 February) or the present moment in the place of what it cannot read,
and `maxlength` drops what is too long as it is pasted. Whoever types sees neither.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput


class DayInput(AdminDateInput):
    """A day, with Wagtail's picker, that stays as it was typed."""

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "validateOnBlur": False}


class TimeInput(AdminTimeInput):
    """A time of the day, with Wagtail's picker, that stays as it was typed."""

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "validateOnBlur": False}


class WholeTextField(forms.CharField):
    """Words with a greatest length that the server alone enforces, so that what is too long comes back whole."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


def _text(field: models.Field) -> dict[str, Any]:
    """Django's own kind of field has more to check in an address of mail."""
    return {} if isinstance(field, models.EmailField) else {"form_class": WholeTextField}


def register_fields() -> None:
    """Take them for the fields of every model's form in the admin."""
    register_form_field_override(models.DateField, override={"widget": DayInput})
    register_form_field_override(models.TimeField, override={"widget": TimeInput})
    register_form_field_override(models.CharField, override=_text)
