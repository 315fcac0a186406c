"""What the investor fills in on the status page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.form_fields import ParagraphsField
from partnerships.inquiries.uploads.keeping import UploadsField


class MessageForm(forms.Form):
    """A message, files, or both."""

    text = ParagraphsField(
        label=pgettext_lazy("to the office", "Your message"),
        max_length=5000,
        required=False,
        required_message="",
        help_text=_("What you would like to add, ask or answer. At most 5,000 characters."),
    )
    attachments = UploadsField(
        label=_("Files"),
        required=False,
        help_text=_("PDF, Office files or pictures, at most five at once and 10 MB each."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("text") or cleaned.get("attachments")):
            self.add_error("text", ValidationError(_("Please write something, or choose a file."), code="required"))
        return cleaned


class ConsentForm(forms.Form):
    """Whether each consent that the investor may take back holds from now on."""

    abroad = forms.BooleanField(
        required=False,
        label=_(
            "My data may be transferred abroad, to offices of parks outside the Chinese mainland and to services of "
            "translation there."
        ),
        help_text=_(
            "If you take this back, parks abroad can no longer read your inquiry. If one of them answers it, it goes "
            "to the next park on the Chinese mainland that you wrote to, or else to the portal’s partnership officers."
        ),
    )
    sharing = forms.BooleanField(
        required=False,
        label=_("My inquiry may be passed on to other parks that fit what I plan."),
        help_text=_("If you take this back, only the parks that you wrote to, or the portal’s officers, answer you."),
    )
