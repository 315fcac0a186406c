"""What sign-in adds to the admin: entries of the menus, names of the log, what follows when a person is edited."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.accounts.forms.profile import accept_one_name
from portal.accounts.models import SignInSession
from portal.accounts.permissions import is_administrator
from portal.accounts.services.passwords import after_change, after_change_by_other
from portal.accounts.services.sessions import end_sessions

accept_one_name()

ACTIONS = {
    "accounts.sign_in": (gettext_lazy("Sign in"), gettext_lazy("Signed in")),
    "accounts.sign_in_failed": (gettext_lazy("Sign in, failed"), gettext_lazy("Failed to sign in")),
    "accounts.sign_out": (gettext_lazy("Sign out"), gettext_lazy("Signed out")),
    "accounts.mfa_added": (gettext_lazy("Set up second factor"), gettext_lazy("Second factor set up")),
    "accounts.mfa_removed": (gettext_lazy("Give up second factor"), gettext_lazy("Second factor given up")),
    "accounts.mfa_reset": (gettext_lazy("Reset second factor"), gettext_lazy("Second factor reset")),
    "accounts.recovery_codes_renewed": (
        gettext_lazy("Renew recovery codes"),
        gettext_lazy("Recovery codes renewed"),
    ),
    "accounts.sessions_ended": (gettext_lazy("End sessions"), gettext_lazy("Sessions ended")),
    "accounts.lock_lifted": (gettext_lazy("Lift lock of sign-in"), gettext_lazy("Lock of sign-in lifted")),
    "accounts.policy_changed": (
        gettext_lazy("Change rules of signing in"),
        gettext_lazy("Rules of signing in changed"),
    ),
    "accounts.password_reset_asked": (
        gettext_lazy("Ask for link of new password"),
        gettext_lazy("Link of new password asked for"),
    ),
    "accounts.password_changed": (gettext_lazy("Change password"), gettext_lazy("Password changed")),
    "accounts.account_made": (gettext_lazy("Make account"), gettext_lazy("Account made")),
    "accounts.invitation_sent": (gettext_lazy("Invite"), gettext_lazy("Invited")),
    "accounts.invitation_sent_again": (gettext_lazy("Invite again"), gettext_lazy("Invited again")),
    "accounts.invitation_revoked": (gettext_lazy("Revoke invitation"), gettext_lazy("Invitation revoked")),
    "accounts.invitation_accepted": (gettext_lazy("Accept invitation"), gettext_lazy("Invitation accepted")),
    "accounts.single_sign_on_linked": (gettext_lazy("Link single sign-on"), gettext_lazy("Single sign-on linked")),
    "accounts.single_sign_on_unlinked": (
        gettext_lazy("Unlink single sign-on"),
        gettext_lazy("Single sign-on unlinked"),
    ),
}


class AdministratorMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)  # type: ignore[arg-type]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for action, (label, message) in ACTIONS.items():
        actions.register_action(action, label, message)


@hooks.register("register_account_menu_item")
def security_of_account(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("accounts:security"),
        "label": _("Sign-in and security"),
        "help_text": _("Second factor, recovery codes, and where you are signed in."),
    }


@hooks.register("register_settings_menu_item")
def people_in_menu() -> MenuItem:
    return AdministratorMenuItem(
        gettext_lazy("Sign-in of staff"), reverse("accounts:people"), name="sign-in", icon_name="lock", order=610
    )


@hooks.register("register_settings_menu_item")
def invitations_in_menu() -> MenuItem:
    return AdministratorMenuItem(
        gettext_lazy("Invitations"), reverse("accounts:invitations"), name="invitations", icon_name="mail", order=605
    )


@hooks.register("after_edit_user")
def after_edit_user(request: HttpRequest, user: Any) -> None:
    """A password set by an administrator ends the person's sessions and tells them; so does deactivating, silently."""
    if request.POST.get("password1"):
        if user.pk == request.user.pk:
            after_change(request=request, user=user)
        else:
            after_change_by_other(user=user, by=request.user)  # type: ignore[arg-type]
    if not user.is_active:
        rows = SignInSession.objects.all()
        end_sessions(rows=rows, by=request.user, user=user, action="accounts.sessions_ended")  # type: ignore[arg-type]
