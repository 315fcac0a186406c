"""Forms of guest review: the link that an editor makes, and the comment that the guest writes."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.publication.services.guest_links import DAYS, MOST_DAYS

#: Control characters and marks that turn the direction of writing; line breaks and tabs stay.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


class PlainField(forms.CharField):
    """Text without control characters: they are left out, not complained about."""

    def to_python(self, value: Any) -> str:
        return super().to_python(_UNPRINTABLE.sub("", str(value or ""))) or ""


class LinkForm(forms.Form):
    """For whom a link is, and for how long."""

    recipient = PlainField(
        label=gettext_lazy("For whom"),
        max_length=200,
        help_text=gettext_lazy("Name of the guest, as it stands above the text: “Professor Li, Fudan University”."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days of validity"), min_value=1, max_value=MOST_DAYS, initial=DAYS, localize=False
    )


class CommentForm(forms.Form):
    """What a guest says. The secret of the address proves that the sender holds the link; no cookie is needed."""

    name = PlainField(
        label=gettext_lazy("Your name"),
        max_length=100,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Please give your name.")},
    )
    text = PlainField(
        label=pgettext_lazy("by a guest", "Your comment"),
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": gettext_lazy("Please write your comment.")},
    )
    website = forms.CharField(required=False, widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}))

    def clean_website(self) -> str:
        """Robots fill in what people do not see."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Please send the form once more."), code="trap")
        return ""
