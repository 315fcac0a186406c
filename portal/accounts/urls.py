"""Addresses of sign-in below /admin/. Those of Wagtail's that they stand before keep Wagtail's names too."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from portal.accounts.views import acceptance, invitations, openid, passwords, people, security, sign_in

app_name = "accounts"

_OPEN = [
    path("login/", sign_in.SignInView.as_view(), name="sign_in"),
    path("login/second-step/", sign_in.SecondStepView.as_view(), name="second_step"),
    path("login/single-sign-on/", openid.start, name="openid_start"),
    path("login/single-sign-on/callback/", openid.callback, name="openid_callback"),
    path("password_reset/confirm/<uidb64>/<token>/", passwords.ResetConfirmView.as_view(), name="reset_confirm"),
    path("invitation/<str:token>/", acceptance.AcceptView.as_view(), name="invitation"),
]
_OWN = [
    path("account/", passwords.PortalAccountView.as_view(), name="account"),
    path("account/security/", security.SecurityView.as_view(), name="security"),
    path("account/security/confirm/", security.ConfirmView.as_view(), name="confirm"),
    path("account/security/second-factor/", security.ActivateView.as_view(), name="activate"),
    path("account/security/second-factor/deactivate/", security.DeactivateView.as_view(), name="deactivate"),
    path("account/security/recovery-codes/", security.RecoveryCodesView.as_view(), name="recovery_codes"),
    path("account/security/recovery-codes/download/", security.DownloadCodesView.as_view(), name="download_codes"),
    path("account/security/sessions/<int:pk>/end/", security.end_session, name="end_session"),
    path("account/security/sessions/end/", security.sign_out_everywhere, name="sign_out_everywhere"),
]
_ADMINISTRATION = [
    path("sign-in/", people.PeopleView.as_view(), name="people"),
    path("sign-in/rules/", people.PolicyView.as_view(), name="policy"),
    path("sign-in/lift-address/", people.lift_locked_address, name="lift_address"),
    path("sign-in/<int:pk>/", people.PersonView.as_view(), name="person"),
    path("sign-in/<int:pk>/reset-second-factor/", people.reset_second_factor, name="reset_second_factor"),
    path("sign-in/<int:pk>/end-sessions/", people.end_sessions, name="end_sessions"),
    path("sign-in/<int:pk>/lift/", people.lift, name="lift"),
    path("sign-in/<int:pk>/unlink/", people.unlink_identity, name="unlink"),
    path("invitations/", invitations.InvitationsView.as_view(), name="invitations"),
    path("invitations/new/", invitations.InviteView.as_view(), name="invite"),
    path("invitations/<int:pk>/send-again/", invitations.send_again, name="send_again"),
    path("invitations/<int:pk>/revoke/", invitations.revoke, name="revoke"),
]
urlpatterns = decorate_urlpatterns([*_OWN, *_ADMINISTRATION], require_admin_access)
urlpatterns = decorate_urlpatterns([*_OPEN, *urlpatterns], never_cache)
