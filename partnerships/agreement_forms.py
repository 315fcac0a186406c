"""The form of an agreement."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.enums import PublicField
from partnerships.kept_forms import KeptForm
from partnerships.models.agreements import PORTAL_LANGUAGES


class AgreementForm(KeptForm):
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=PORTAL_LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    public_fields = forms.MultipleChoiceField(
        label=_("Public beyond the essentials"),
        help_text=_(
            "Of a public agreement everybody sees name, kind, parties, subject, state and date of signing, and what "
            "is ticked here."
        ),
        choices=PublicField.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
