"""What an officer fills in to reply."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.form_fields import ParagraphsField
from partnerships.inquiries.desk.reply_words import templates_for
from partnerships.inquiries.services.replies import MOST_CHARACTERS
from partnerships.inquiries.uploads.keeping import UploadsField
from partnerships.models import Inquiry, ReplyTemplate
from portal.core.keys import key_in
from portal.core.localized import language_in_words

#: The form's own id: buttons beside it, in the conversation, send its fields along.
FORM_ID = "inquiry-reply"


class KeyField(forms.Field):
    """The key of a message that nobody sees: what is none is nothing, and never a fault."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> int | None:
        return key_in(value)


class ReplyForm(forms.Form):
    """A reply. `seen` is the last message that the screen has shown; `to` the message that is answered."""

    template = forms.ModelChoiceField(
        ReplyTemplate.objects.none(),
        required=False,
        label=gettext_lazy("Reply template"),
        empty_label=gettext_lazy("None"),
    )
    text = ParagraphsField(
        label=gettext_lazy("Reply"),
        max_length=MOST_CHARACTERS,
        required_message=gettext_lazy("Write what you reply."),
        widget=forms.Textarea({"rows": 14}),
    )
    asks = forms.BooleanField(
        required=False,
        label=gettext_lazy("It only asks for something: the clock stops until the investor writes."),
        help_text=gettext_lazy("Left unticked it is an answer, and the time for it ends."),
    )
    attachments = UploadsField(
        required=False,
        label=gettext_lazy("Files"),
        help_text=gettext_lazy("At most five. The investor finds them on the status page; the letter names them."),
    )
    seen = KeyField(required=False)
    to = KeyField(required=False)

    def __init__(self, *args: Any, inquiry: Inquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = templates_for(inquiry)  # type: ignore[attr-defined]
        said = _("The investor reads %(language)s. Greeting, your name, the reference and the link are added.")
        self.fields["text"].help_text = said % {"language": language_in_words(inquiry.locale)}

    def chosen_template(self) -> ReplyTemplate | None:
        """The template that is chosen, whatever else is wrong."""
        self.is_valid()
        template: ReplyTemplate | None = self.cleaned_data.get("template")
        return template
