"""What people without an account may say when they withdraw what they sent."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.form_fields import ParagraphsField


class WithdrawForm(forms.Form):
    reason = ParagraphsField(
        label=_("Why you withdraw it"),
        max_length=500,
        required=False,
        required_message="",
        help_text=_("At most 500 characters."),
    )
