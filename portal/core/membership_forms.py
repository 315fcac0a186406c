"""The forms with which roles are given and changed. Days are whole days at the portal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.models import Locale
from wagtail.permissions import policy_registry

from portal.core.authority import administered_units, grantable_roles
from portal.core.days import day_of, end_of, last_day, start_of, today
from portal.core.enums import ReviewStage, Role
from portal.core.models import Membership, Unit, User
from portal.core.permissions import ALL_UNITS
from portal.core.services.memberships import change_membership, grant_membership
from portal.core.typed_fields import DayInput

#: Fields of the model → fields of these forms, for what the service refuses.
_FIELDS = {"ends_at": "ends_on", "starts_at": "starts_on", "role": "role", "unit": "unit", "locale": "locale"}


class PersonInput(forms.TextInput):
    """A text field that proposes people, without a script."""

    template_name = "core/person_input.html"

    def __init__(self, people: list[tuple[str, str]]) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.people = people

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}-people"
        return context | {"people": self.people}


class PeriodForm(forms.ModelForm):
    """When a role begins and ends, and the stages of a moderator."""

    starts_on = forms.DateField(label=pgettext_lazy("a day", "From"), widget=DayInput, required=False)
    ends_on = forms.DateField(
        label=gettext_lazy("Until (inclusive)"),
        widget=DayInput,
        required=False,
        help_text=gettext_lazy(
            "The last day on which the role holds: it ends at 24:00 of this day, Beijing time. Empty: no end."
        ),
    )
    stages = forms.MultipleChoiceField(
        label=gettext_lazy("Stages of review"),
        choices=ReviewStage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Of moderators only. None ticked: every stage."),
    )

    class Meta:
        model = Membership
        fields: list[str] = []

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def _post_clean(self) -> None:
        """Nothing: the service makes and checks the row."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on") or today(), data.get("ends_on")
        if last and last < today():
            self.add_error("ends_on", _("This day is over. To end a role at once, press “End this role now”."))
        elif last and last < first:
            self.add_error("ends_on", _("A role ends after it begins."))
        return data

    def add_refusal(self, error: Exception) -> None:
        """Show what the service said, beside the field that it is about."""
        if not isinstance(error, ValidationError):
            self.add_error(None, str(error))
        elif hasattr(error, "error_dict"):
            for field, errors in error.error_dict.items():
                name = _FIELDS.get(field, field)
                self.add_error(name if name in self.fields else None, errors)
        else:
            self.add_error(None, error)

    def _ends_at(self) -> datetime | None:
        day = self.cleaned_data["ends_on"]
        return end_of(day) if day else None

    def _starts_at(self) -> datetime | None:
        day = self.cleaned_data.get("starts_on")
        return start_of(day) if day and day > today() else None


class GrantForm(PeriodForm):
    """Gives a role to a person with an account."""

    person = forms.CharField(
        label=pgettext_lazy("an account", "Person"),
        help_text=gettext_lazy("User name or e-mail address, as the account has it."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=gettext_lazy("The whole portal"),
    )
    locale = forms.ModelChoiceField(
        label=gettext_lazy("Language"),
        queryset=Locale.objects.all(),
        required=False,
        help_text=gettext_lazy("Of translators and revisers only."),
    )

    field_order = ["person", "role", "unit", "locale", "stages", "starts_on", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = administered_units(self.by)
        roles = grantable_roles(self.by)
        fields: dict[str, Any] = self.fields
        fields["role"].choices = [("", "—"), *((role.value, role.label) for role in Role if role in roles)]
        fields["unit"].queryset = Unit.objects.all() if units is ALL_UNITS else Unit.objects.filter(pk__in=units)
        self.fields["starts_on"].help_text = _("Empty: at once. A day to come begins at 00:00, Beijing time.")
        self.fields["person"].widget = PersonInput(self._known_people())
        if units is not ALL_UNITS:
            self._stay_in_the_unit()

    def _stay_in_the_unit(self) -> None:
        unit: Any = self.fields["unit"]
        unit.required, unit.empty_label = True, None
        del self.fields["locale"]

    def _known_people(self) -> list[tuple[str, str]]:
        policy = policy_registry.get_by_type(User)
        people = policy.instances_user_has_permission_for(self.by, "view").filter(is_active=True).order_by("username")
        return [(person.username, person.get_full_name()) for person in people]

    def clean_person(self) -> User:
        text = self.cleaned_data["person"].strip()
        found = list(User.objects.filter(Q(username=text) | Q(email__iexact=text), is_active=True)[:2])
        if len(found) != 1:
            raise ValidationError(_("There is no such account, or more than one. Invite new people first."))
        return found[0]

    def clean_starts_on(self) -> date | None:
        day = self.cleaned_data["starts_on"]
        if day and day < today():
            raise ValidationError(_("A role cannot begin in the past."))
        return day

    def save_by(self, by: User) -> Membership:
        """Raises what `grant_membership` raises."""
        data = self.cleaned_data
        return grant_membership(
            user=data["person"],
            role=data["role"],
            by=by,
            unit=data.get("unit"),
            locale=data.get("locale"),
            starts_at=self._starts_at(),
            ends_at=self._ends_at(),
            stages=data["stages"],
        )


class ChangeForm(PeriodForm):
    """Changes how long a role holds; whose it is and what, stays."""

    field_order = ["stages", "starts_on", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.instance
        self.initial["ends_on"] = last_day(held.ends_at) if held.ends_at else None
        self.initial["stages"] = held.stages
        if held.has_begun:
            del self.fields["starts_on"]
        else:
            self.initial["starts_on"] = day_of(held.starts_at)
        if held.role != Role.MODERATOR:
            del self.fields["stages"]

    def save_by(self, by: User) -> Membership:
        """Raises what `change_membership` raises."""
        return change_membership(
            membership=self.instance,
            by=by,
            starts_at=self.instance.starts_at if self.instance.has_begun else self._beginning(),
            ends_at=self._ends_at(),
            stages=self.cleaned_data.get("stages", ()),
        )

    def _beginning(self) -> datetime:
        day = self.cleaned_data.get("starts_on")
        return start_of(day) if day else self.instance.starts_at
