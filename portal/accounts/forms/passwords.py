"""The form that asks for a link to a new password."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms.auth import PasswordResetForm

from portal.accounts.services.passwords import send_reset_letter


class ResetForm(PasswordResetForm):
    """Writes the portal's own letter in each person's language; with the same answer whether there is an account."""

    def save(self, **kwargs: Any) -> None:
        for user in self.get_users(self.cleaned_data["email"]):
            send_reset_letter(user=user)
