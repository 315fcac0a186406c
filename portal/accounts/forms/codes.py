"""Forms of the second factor and of showing again who one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.accounts.services.second_factor import show_code
from portal.accounts.throttle import count_failure, is_locked, second_step_name

if TYPE_CHECKING:
    from portal.core.models import User

WRONG_CODE = _(
    "This code is not valid. Wait for the next code in your app, check the clock of the phone, and try again."
)


class CodeForm(forms.Form):
    """A code of the app; as plain text, since recovery codes and pasted spaces have to fit in."""

    code = forms.CharField(
        label=_("Code of the app"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": "", "autocapitalize": "off"}
        ),
    )


class ConfirmForm(forms.Form):
    """Asks for the password, or for a code where the account has no password. Throttled like signing in."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": ""}),
    )
    code = forms.CharField(
        label=_("Code of your app, or a recovery code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user
        del self.fields["code" if user.has_usable_password() else "password"]

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if authenticate(self.request, username=self.user.get_username(), password=password) != self.user:
            raise forms.ValidationError(_("This is not your password."))
        return password

    def clean_code(self) -> str:
        code, name = self.cleaned_data["code"], second_step_name(self.user)
        if is_locked(self.request, name) or show_code(user=self.user, code=code) is None:
            count_failure(self.request, name)
            raise forms.ValidationError(WRONG_CODE)
        return code
