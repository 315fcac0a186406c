"""The cooperation form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parks.models import Park
from partnerships.form_fields import NameField, ParagraphsField
from partnerships.inquiries.consents import is_abroad
from partnerships.inquiries.enums import Behalf, ConsentKind, Intent, TimeFrame
from partnerships.inquiries.outside.premises_fields import AmountField, PremisesFields
from partnerships.inquiries.uploads.keeping import UploadsInput
from partnerships.money import CURRENCIES
from partnerships.phone_numbers import international
from partnerships.public_form import PublicForm, choose

#: Field → the consent that its tick gives, besides that to the notice.
CONSENTS = {"consent_abroad": ConsentKind.ABROAD, "consent_sharing": ConsentKind.SHARING}


class InquiryForm(PremisesFields, PublicForm):
    """What an investor tells."""

    consent_text = _(
        "I have read the {notice} (version {version}) and agree that my data are used to answer this inquiry."
    )
    groups = [
        (pgettext_lazy("inquiry", "What you have in mind"), ["intent", "parks", "lead", "sectors"]),
        (
            pgettext_lazy("inquiry", "Who you are"),
            ["behalf", "company", "country", "person", "email", "phone"],
        ),
        (pgettext_lazy("inquiry", "Your plan"), ["amount", "currency", "time_frame", "message"]),
    ]
    consent_names = ["consent", *CONSENTS]
    asked = [name for _legend, names in groups for name in names]
    field_order = [*asked, *PremisesFields.sheet_names, "attachments", *consent_names]

    #: Several may be chosen, instead of the one of other forms.
    park = None  # type: ignore[assignment]
    intent = forms.ChoiceField(
        label=_("What do you have in mind?"),
        choices=[("", _("Please choose")), *Intent.choices],
        error_messages=choose(_("Please choose what you have in mind.")),
    )
    parks = forms.MultipleChoiceField(
        label=_("Parks you would like to ask"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=choose(""),
        help_text=_(
            "Tick one or several: all of them read your inquiry, and one of them answers you. If you tick none, we "
            "advise you and suggest a park."
        ),
    )
    #: Shown where several are ticked; the park of the link that led here is chosen.
    lead = forms.ChoiceField(
        label=_("Which park should answer you?"), required=False, error_messages=choose(""), choices=[]
    )
    behalf = forms.ChoiceField(
        label=_("For whom are you writing?"),
        choices=Behalf.choices,
        initial=Behalf.OWN,
        required=False,
        widget=forms.RadioSelect,
        error_messages=choose(""),
    )
    company = NameField(
        label=_("Company or institution"),
        max_length=200,
        required_message=_("Please give the name of your company or institution."),
        help_text=_("If you write for a client who is not named yet: the name of your own firm."),
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    amount = AmountField(
        label=_("Scale of the investment"),
        digits=16,
        unit=_("A rough figure is enough, such as 500,000, 500k or 3 million."),
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        required=False,
        choices=[("", _("Please choose")), *CURRENCIES],
        error_messages=choose(""),
        help_text=pgettext_lazy("currency", "Needed if you give a figure."),
    )
    time_frame = forms.ChoiceField(
        label=_("When would you like to begin?"),
        required=False,
        choices=[("", _("Please choose")), *TimeFrame.choices],
        error_messages=choose(""),
    )
    message = ParagraphsField(
        label=_("Your message"),
        max_length=5000,
        required_message=_("Please write what you would like to know."),
        help_text=_("What you plan, and what you would like to know. At most 5,000 characters."),
    )
    #: They are taken before the form is judged (`outside.attachments`), so this field has no value.
    attachments = forms.FileField(
        label=pgettext_lazy("attachments of an inquiry", "Add files"),
        required=False,
        widget=UploadsInput,
        help_text=_(
            "At most 5 files of 10 MB each: PDF, Word, Excel, PowerPoint or pictures. Only those who may read your "
            "inquiry see them."
        ),
    )
    consent_abroad = forms.BooleanField(
        label=_("I agree that my data may be passed on to offices outside the Chinese mainland that answer me."),
        required=False,
    )
    consent_sharing = forms.BooleanField(
        label=_("I agree that my inquiry may be passed on to other parks where they suit my plan better."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(slug, str(park)) for slug, park in self._parks.items()]
        self._offer("parks", offered)
        self._offer("lead", [("", _("Please choose")), *offered])
        for name in ("lead", "behalf", "currency"):
            self.fields[name].is_unmarked = True  # type: ignore[attr-defined]

    @property
    def chosen_park(self) -> Park | None:
        """The park that the page is about: the one that is ticked, or that leads those that are."""
        chosen, lead = self["parks"].value() or [], self["lead"].value()
        first = chosen[0] if len(chosen) == 1 else lead if lead in chosen else ""
        return self._parks.get(first)

    @property
    def is_lead_asked(self) -> bool:
        """Whether several parks are ticked, so that it must be said which of them answers."""
        return len(self["parks"].value() or []) > 1

    @property
    def sheet(self) -> list[forms.BoundField]:
        """The fields of the requirement sheet."""
        return [self[name] for name in self.sheet_names]

    @property
    def is_sheet_open(self) -> bool:
        """Whether the sheet is meant: the investor looks for premises, or has begun to fill it in."""
        values = (str(self[name].value() or "") for name in self.sheet_names if name != "assessment")
        is_wrong = self.is_bound and any(name in self.errors for name in self.sheet_names)
        return self["intent"].value() == Intent.PREMISES or any(values) or is_wrong

    @property
    def consents(self) -> list[forms.BoundField]:
        return [self[name] for name in self.consent_names]

    def clean_parks(self) -> list[Park]:
        return [self._parks[slug] for slug in dict.fromkeys(self.cleaned_data["parks"])]

    def clean_behalf(self) -> str:
        return self.cleaned_data["behalf"] or Behalf.OWN.value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._put_lead_first(cleaned)
        self._check_phone(cleaned)
        self._check_currency(cleaned)
        self._check_abroad(cleaned)
        return cleaned

    def _put_lead_first(self, cleaned: dict[str, Any]) -> None:
        """The first of the parks answers; where several are ticked, only the investor can say which that is."""
        parks = cleaned.get("parks", [])
        lead = self._parks.get(cleaned.get("lead", ""))
        if len(parks) > 1 and lead not in parks and "lead" not in self.errors:
            said = _("You have ticked several parks. Please choose which of them should answer you.")
            self.add_error("lead", ValidationError(said, code="lead"))
        cleaned["parks"] = sorted(parks, key=lambda park: park != lead)
        cleaned["lead"] = lead if len(parks) > 1 else None

    def _check_phone(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("phone"):
            return
        try:
            cleaned["phone"] = international(cleaned["phone"], cleaned.get("country", ""))
        except ValidationError as error:
            self.add_error("phone", error)

    def _check_currency(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("amount") is None:
            cleaned["currency"] = ""
        elif not cleaned.get("currency") and "currency" not in self.errors:
            self.add_error("currency", ValidationError(_("Please choose the currency of the figure."), code="currency"))

    def _check_abroad(self, cleaned: dict[str, Any]) -> None:
        """An office abroad is given nothing without a consent of its own (PIPL, article 39)."""
        if cleaned.get("consent_abroad"):
            return
        message = _(
            "%(park)s: this office is outside the Chinese mainland. It can only answer you if you agree to the "
            "transfer; otherwise please untick the park."
        )
        for park in cleaned.get("parks", ()):
            if is_abroad(park):
                error = ValidationError(message, code="abroad", params={"park": str(park)})
                self.add_error("consent_abroad", error)

    def facts(self) -> dict[str, Any]:
        """The arguments of `receive_inquiry`, but for locale, files and doubts."""
        facts = super().facts()
        for name in (*self.sheet_names, *CONSENTS, "attachments", "lead"):
            del facts[name]
        given = [kind.value for name, kind in CONSENTS.items() if self.cleaned_data[name]]
        return {**facts, "premises": self.premises(), "consents": given}
