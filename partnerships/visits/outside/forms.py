"""What the visiting side fills in: the request, an addition, and the withdrawal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.form_fields import LineField, NameField, ParagraphsField
from partnerships.public_form import PublicForm, choose
from partnerships.visits.enums import VisitKind
from portal.core.days import today

#: How far ahead a visit can be asked for.
MOST_DAYS = 2 * 366
#: People who come in one delegation.
MOST_VISITORS = 500
#: Kind and whether it is said to come from the Chinese mainland → why both do not go together.
_ELSEWHERE: dict[tuple[Any, bool], Any] = {
    (VisitKind.OFFICIAL, False): _(
        "Official visits come from the Chinese mainland. Please choose the visit from abroad, Hong Kong, Macao or "
        "Taiwan, or correct the country or region."
    ),
    (VisitKind.FOREIGN, True): _(
        "A visit of this kind does not come from the Chinese mainland. Please choose the official or the business "
        "visit, or correct the country or region."
    ),
}
_DAY_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]


class DayField(forms.DateField):
    """A day that is to come; browsers offer a calendar and send 2026-11-03, people may type it as they write it."""

    def __init__(self, *, label: Any, help_text: Any = "") -> None:
        super().__init__(
            label=label,
            required=False,
            help_text=help_text,
            input_formats=_DAY_FORMATS,
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": _("Please write the day like this: 2026-11-03.")},
        )

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and value < today():
            raise ValidationError(_("This day has passed. Please choose one that is to come."), code="past")
        if value is not None and value > today() + timedelta(days=MOST_DAYS):
            raise ValidationError(_("Please choose a day within the next two years."), code="far")


class VisitRequestForm(PublicForm):
    """What a visitor asks for."""

    consent_text = _(
        "I have read the {notice} (version {version}) and agree that my data are used to answer this request and to "
        "prepare the visit."
    )
    groups = [
        (
            pgettext_lazy("request for a visit", "The visit"),
            ["kind", "park", "wanted_from", "wanted_until", "headcount", "purpose", "sectors"],
        ),
        (_("Who is coming"), ["organization", "country", "delegates", "letter_number"]),
        (_("Contact person"), ["person", "office", "email", "phone"]),
        (pgettext_lazy("request for a visit", "Consent"), ["consent"]),
    ]
    field_order = [name for _legend, names in groups for name in names]

    kind = forms.ChoiceField(
        label=_("Kind of visit"),
        choices=[
            ("", _("Please choose")),
            (VisitKind.OFFICIAL, _("Official visit: a public body or public institution of the Chinese mainland")),
            (VisitKind.FOREIGN, _("Visit from abroad, Hong Kong, Macao or Taiwan: a public body or institution")),
            (VisitKind.BUSINESS, _("Business visit: a company or an association")),
        ],
        error_messages=choose(_("Please choose what kind of visit it is.")),
    )
    organization = NameField(
        label=_("Visiting body"),
        max_length=200,
        required_message=_("Please give the name of the visiting body."),
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    office = LineField(
        label=pgettext_lazy("of a visitor", "Your position"),
        max_length=120,
        required=False,
        required_message="",
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
    headcount = forms.IntegerField(
        label=_("Number of visitors"),
        required=False,
        min_value=1,
        max_value=MOST_VISITORS,
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], _("Please give a number from 1 to 500.")),
    )
    wanted_from = DayField(label=_("Earliest day"), help_text=_("Leave it open if you have no day in mind yet."))
    wanted_until = DayField(label=_("Latest day"))
    purpose = ParagraphsField(
        label=_("Purpose of the visit"),
        max_length=3000,
        required_message=_("Please write why you would like to come."),
        help_text=_("What you would like to see, and whom you would like to meet. At most 3,000 characters."),
    )
    delegates = ParagraphsField(
        label=pgettext_lazy("request for a visit", "Delegates"),
        max_length=5000,
        required=False,
        required_message="",
        help_text=_("One to a line, with the position, as far as you know them already."),
    )
    letter_number = LineField(
        label=_("Number of your official letter"),
        max_length=80,
        required=False,
        required_message="",
        help_text=_("Official visits need one before they are confirmed. You can send it later."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_days(cleaned)
        message = _ELSEWHERE.get((cleaned.get("kind"), cleaned.get("country") == "CN"))
        if message and cleaned.get("country"):
            self.add_error("kind", ValidationError(message, code="country"))
        return cleaned

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        first, last = cleaned.get("wanted_from"), cleaned.get("wanted_until")
        if last and not first and "wanted_from" not in self.errors:
            self.add_error("wanted_from", ValidationError(_("Please give the earliest day too."), code="order"))
        if first and last and last < first:
            message = _("The latest day lies before the earliest.")
            self.add_error("wanted_until", ValidationError(message, code="order"))


class NoteForm(forms.Form):
    text = ParagraphsField(
        label=_("Your addition"),
        max_length=2000,
        required_message=_("Please write what you would like to add."),
        help_text=_("Another day, more visitors, the number of your letter. At most 2,000 characters."),
    )
