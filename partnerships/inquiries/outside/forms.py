"""The cooperation form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.form_fields import NameField, ParagraphsField
from partnerships.inquiries.enums import Intent
from partnerships.public_form import PublicForm, choose


class InquiryForm(PublicForm):
    """What an investor tells."""

    consent_text = _(
        "I have read the {notice} (version {version}) and agree that my data are used to answer this inquiry."
    )
    field_order = ["intent", "park", "sectors", "company", "country", "person", "email", "phone", "message", "consent"]

    intent = forms.ChoiceField(
        label=_("What do you have in mind?"),
        choices=[("", _("Please choose")), *Intent.choices],
        error_messages=choose(_("Please choose what you have in mind.")),
    )
    company = NameField(
        label=_("Company or institution"),
        max_length=200,
        required_message=_("Please give the name of your company or institution."),
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    message = ParagraphsField(
        label=_("Your message"),
        max_length=5000,
        required_message=_("Please write what you would like to know."),
        help_text=_("What you plan, when, and at what scale. At most 5,000 characters."),
    )

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        park = facts.pop("park")
        return {**facts, "parks": [park] if park else []}
