"""The form of the rules of signing in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.enums import Role


class PolicyForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Roles that must have a second factor"),
        required=False,
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Holds from the next click on, for everybody who holds such a role, also who is signed in now."),
    )
    superusers = forms.BooleanField(
        label=_("Accounts with all rights must have one too"),
        required=False,
    )
