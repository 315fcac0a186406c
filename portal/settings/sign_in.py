"""Accounts and sign-in: passwords, throttling, second factor, single sign-on."""

import os
from datetime import timedelta

AUTH_USER_MODEL = "core.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"

#: Axes refuses who failed too often before the passwords are looked at.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_HANDLER = "portal.accounts.throttle.PortalHandler"
#: Failures of one name at one address, and of one address whatever the names, within AXES_COOLOFF_TIME.
AXES_FAILURE_LIMIT = 5
PORTAL_ADDRESS_FAILURE_LIMIT = 50
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page promises when to come back
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # the audit log is ours
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "portal.accounts.clients.client_network"
AXES_LOCKOUT_CALLABLE = "portal.accounts.throttle.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "csrfmiddlewaretoken", "next"]
MFA_ADAPTER = "portal.accounts.mfa.PortalMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "portal.accounts.forms.passwords.ResetForm"  # noqa: S105  (a class)
#: Single sign-on with OpenID Connect; without OIDC_ISSUER there is none, and no other host is ever asked.
OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "")
OIDC_CLIENT_ID = os.environ.get("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = os.environ.get("OIDC_CLIENT_SECRET", "")
OIDC_NAME = os.environ.get("OIDC_NAME", "")
