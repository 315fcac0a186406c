"""States of invitations and ways of signing in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InvitationState(models.TextChoices):
    """Follows from the dates of an invitation and is stored nowhere."""

    SENT = "sent", pgettext_lazy("invitation", "Sent")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "Accepted")
    EXPIRED = "expired", pgettext_lazy("invitation", "Expired")
    REVOKED = "revoked", pgettext_lazy("invitation", "Revoked")


#: Those that can still be sent again; a new letter makes the link before it void.
RENEWABLE = frozenset({InvitationState.SENT, InvitationState.EXPIRED})


class Method(models.TextChoices):
    """With what a person showed who they are."""

    PASSWORD = "password", _("Password")
    TOTP = "totp", _("Password and app code")
    RECOVERY_CODE = "recovery_code", _("Password and recovery code")
    OPENID = "openid", _("Single sign-on")
    OPENID_TOTP = "openid_totp", _("Single sign-on and app code")
    INVITATION = "invitation", _("Invitation")
