"""Forms of invitations: writing one, and taking one up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model, password_validation
from django.contrib.auth.forms import BaseUserCreationForm, UsernameField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Locale

from portal.accounts.models import Invitation
from portal.accounts.services.invitations import Grant
from portal.core.authority import administered_units, grantable_roles
from portal.core.enums import LOCALE_ROLES, Role
from portal.core.models import Unit
from portal.core.permissions import ALL_UNITS

if TYPE_CHECKING:
    from portal.core.models import User

#: How many roles one invitation may hold; further ones are given to the account later.
MOST_ROLES = 3


class InvitationForm(forms.ModelForm):
    language = forms.ChoiceField(
        label=_("Language of the letter and of the admin"),
        choices=settings.WAGTAILADMIN_PERMITTED_LANGUAGES,
        initial=settings.LANGUAGE_CODE,
    )

    class Meta:
        model = Invitation
        fields = ["email", "last_name", "first_name", "language"]


class GrantForm(forms.Form):
    """One role of an invitation; a row without a role is no role."""

    role = forms.ChoiceField(label=_("Role"), required=False)
    unit = forms.ModelChoiceField(label=_("Unit"), required=False, queryset=Unit.objects.none())
    locale = forms.ModelChoiceField(
        label=_("Language"),
        required=False,
        queryset=Locale.objects.none(),
        help_text=_("For translators and revisers."),
    )
    ends_at = forms.DateTimeField(label=_("until"), required=False, widget=AdminDateTimeInput())

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units, roles = administered_units(by), grantable_roles(by)
        role: Any = self.fields["role"]
        role.choices = [("", "—"), *((each.value, each.label) for each in Role if each in roles)]
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.all() if units is ALL_UNITS else Unit.objects.filter(pk__in=units)
        self.needs_unit = units is not ALL_UNITS
        unit.empty_label = "—" if self.needs_unit else _("The whole portal")
        self.fields["locale"].queryset = Locale.objects.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        role = cleaned.get("role")
        if not role:
            return cleaned
        if self.needs_unit and not cleaned.get("unit"):
            self.add_error("unit", _("Choose the unit that the person will work for."))
        if (role in LOCALE_ROLES) != bool(cleaned.get("locale")):
            self.add_error(
                "locale",
                _("Choose the language of this role.") if role in LOCALE_ROLES else _("This role has no language."),
            )
        if cleaned.get("ends_at") and cleaned["ends_at"] <= timezone.now():
            self.add_error("ends_at", _("The end must lie in the future."))
        return cleaned

    def grant(self) -> Grant | None:
        cleaned = self.cleaned_data
        if not cleaned.get("role"):
            return None
        return Grant(cleaned["role"], cleaned.get("unit"), cleaned.get("locale"), cleaned.get("ends_at"))


class BaseGrantFormSet(forms.BaseFormSet):
    def clean(self) -> None:
        if not any(self.errors) and not self.grants():
            raise forms.ValidationError(_("Choose at least one role."))

    def grants(self) -> list[Grant]:
        return [grant for form in self.forms if (grant := form.grant())]


GrantFormSet: Any = forms.formset_factory(
    GrantForm, formset=BaseGrantFormSet, extra=MOST_ROLES, max_num=MOST_ROLES, absolute_max=MOST_ROLES
)


class AcceptForm(BaseUserCreationForm):
    """User name and password of a new account; the password is validated against the person's own data too."""

    class Meta:
        model = get_user_model()
        fields = ["username"]
        field_classes = {"username": UsernameField}

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.email = invitation.email
        self.instance.last_name, self.instance.first_name = invitation.last_name, invitation.first_name
        self.fields["username"].initial = proposed_name(invitation.email)
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password1"].help_text = password_validation.password_validators_help_text_html()

    def clean_username(self) -> str:
        username = self.cleaned_data["username"]
        if get_user_model().objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("This user name is taken. Choose another one."))
        return username


def proposed_name(email: str) -> str:
    """The part before the @ as a user name: nothing of it is kept before the person has agreed."""
    return "".join(char for char in email.partition("@")[0] if char.isalnum() or char in ".-_")[:150]
