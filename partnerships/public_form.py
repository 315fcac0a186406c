"""What the public forms have in common: who writes, to which park, with consent, once, and no robot."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from typing import Any, Self, cast

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parks.models import Park, Sector
from partnerships.countries import country_choices
from partnerships.form_fields import AddressField, LineField, PersonField, PhoneField, TrapInput
from partnerships.inquiries.notices import Named, current_notice, current_version
from partnerships.queries import parks_to_ask, sectors_to_name
from partnerships.submissions import key_of

#: What the language switch says of a form that it takes along instead of sending it.
UNSENT = "unsent"
#: The id of a public form in its page.
FORM_ID = "public-form"
_SUBMISSION = re.compile(r"[0-9a-f]{32}")
_SIGNER = signing.Signer(salt="partnerships.notice")


class NoticeInput(forms.HiddenInput):
    """Names the privacy notice that the page shows, over our signature; whatever came, it is that of now."""

    def format_value(self, value: Any) -> str:
        return shown_notice()


def shown_notice() -> str:
    """What a form that names the current notice carries."""
    return _SIGNER.sign(current_version())


def _shown_version(sent: str) -> str:
    """The version that was shown; empty for what no form of ours carries."""
    try:
        return _SIGNER.unsign(sent)
    except signing.BadSignature:
        return ""


def choose(message: Any) -> dict[str, Any]:
    """The messages of a field of choices; `message` where nothing is chosen."""
    return {"required": message, "invalid_choice": _("Please choose one of the entries in the list.")}


class PublicForm(forms.Form):
    """What a visitor without an account tells, in the active language.

    Parks and sectors are chosen by their short address; `cleaned_data` has the records. Forms add their own fields,
    say with `field_order` where these stand, and what the data are used for (`consent_text`).
    """

    #: Legend and names of fields of each part of the form; what `grouped` shows.
    groups: Sequence[tuple[Any, list[str]]] = ()
    #: The sentence that is agreed to; `{notice}` becomes the link to the notice, `{version}` its version.
    consent_text: str | Promise = ""
    #: What is agreed to under the notice, and not agreed to any more where another notice is shown.
    consent_names: Sequence[str] = ("consent",)

    park = forms.ChoiceField(
        label=_("Park"),
        required=False,
        error_messages=choose(""),
        help_text=_("If you leave this open, we suggest a park to you."),
    )
    sectors = forms.MultipleChoiceField(
        label=_("Sectors"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=choose(""),
    )
    country = forms.ChoiceField(
        label=_("Country or region"),
        choices=country_choices,
        widget=forms.Select({"autocomplete": "country"}),
        error_messages=choose(_("Please choose your country or region.")),
    )
    person = PersonField(
        label=_("Your name"),
        max_length=80,
        required_message=_("Please give your name."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = AddressField(label=_("E-mail"), widget=forms.EmailInput({"autocomplete": "email"}))
    phone = PhoneField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        required_message="",
        help_text=_("With country code, such as +86 21 1234 5678."),
        widget=forms.TextInput({"autocomplete": "tel", "type": "tel"}),
    )
    consent = forms.BooleanField(
        error_messages={"required": _("Please confirm that you have read the privacy notice.")},
    )
    submission = forms.CharField(required=False, widget=forms.HiddenInput, initial=lambda: uuid.uuid4().hex)
    notice = forms.CharField(required=False, widget=NoticeInput)
    website = LineField(required=False, max_length=200, required_message="", widget=TrapInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._parks, self._sectors = parks_to_ask(), sectors_to_name()
        advise = ("", _("Not decided yet: please advise me"))
        if "park" in self.fields:
            self._offer("park", [advise, *((slug, str(park)) for slug, park in self._parks.items())])
        self._offer("sectors", [(slug, str(sector)) for slug, sector in self._sectors.items()])
        self._named = current_notice()
        self.fields["consent"].label = _consent_label(str(self.consent_text), self._named)

    @classmethod
    def unsent(cls, data: QueryDict) -> Self:
        """With what was typed so far and not judged yet: the reader goes on in another language."""
        fields = cls.base_fields.items()
        initial = {name: field.widget.value_from_datadict(data, {}, name) for name, field in fields}
        if _shown_version(initial["notice"] or "") != current_version():
            initial |= dict.fromkeys(cls.consent_names, False)
        return cls(initial=initial)

    def grouped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Legend and fields of each part of the form, in the order in which they are asked."""
        return [(legend, [self[name] for name in names]) for legend, names in self.groups]

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    @property
    def chosen_park(self) -> Park | None:
        """The park that the page is about: chosen, or named by the link that led here."""
        return self._parks.get(self["park"].value() or "")

    def clean_park(self) -> Park | None:
        return self._parks.get(self.cleaned_data["park"])

    def clean_sectors(self) -> list[Sector]:
        return [self._sectors[slug] for slug in self.cleaned_data["sectors"]]

    def clean_notice(self) -> str:
        """The version that is agreed to, which is the one that was shown."""
        return _shown_version(self.cleaned_data["notice"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("consent") and cleaned.get("notice") != self._named.version:
            self._ask_consent_again()
        return cleaned

    def _ask_consent_again(self) -> None:
        """The page that comes back names another notice than the one that was agreed to: its boxes are empty again."""
        agreed = {self.add_prefix(name) for name in self.consent_names}
        left = QueryDict(mutable=True)
        for name, values in cast(QueryDict, self.data).lists():
            if name not in agreed:
                left.setlist(name, values)
        self.data = left
        said = _("There is a new version of the privacy notice. Please read it and agree to it.")
        self.add_error("consent", ValidationError(said, code="notice"))

    def clean_website(self) -> str:
        """Robots fill in what people do not see."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Please send the form once more."), code="trap")
        return ""

    def clean_submission(self) -> str:
        sent = self.cleaned_data["submission"]
        return sent if _SUBMISSION.fullmatch(sent) else ""

    def facts(self) -> dict[str, Any]:
        """The arguments of the service that receives it, but for the locale."""
        data = dict(self.cleaned_data)
        for name in ("consent", "website", "submission", "notice"):
            del data[name]
        key = self._submission_key(data)
        return {**data, "submission_key": key, "privacy_version": self.cleaned_data["notice"]}

    def _submission_key(self, data: dict[str, Any]) -> str:
        """One for the same words sent from the same form; equal words from another copy differ at its end only."""
        told = {name: _as_told(value) for name, value in data.items()}
        told["email"] = told["email"].casefold()
        return key_of(json.dumps(told, sort_keys=True), self.cleaned_data["submission"] or uuid.uuid4().hex)


def _as_told(value: Any) -> str:
    """A value as text that is the same for the same choice: records by their short address."""
    if isinstance(value, (list, tuple)):
        return ",".join(sorted(_as_told(one) for one in value))
    return str(getattr(value, "slug", "" if value is None else value))


def _consent_label(text: str, named: Named) -> SafeString:
    """The sentence with a link to the notice, which opens beside the form so that nothing typed is lost."""
    link = format_html('<a href="{}" target="_blank">{}</a>', named.path, gettext("privacy notice"))
    return format_html(text, notice=link, version=named.version)
