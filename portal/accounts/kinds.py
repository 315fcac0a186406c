"""The kinds of letters about a person's own account. Nobody may switch them off."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _

from portal.core.notice_kinds import register_kinds

_ADMIN = "https://portal.example.org/admin"
_MOMENT = datetime(2025, 9, 9, 1, 30, tzinfo=UTC)
_ACCOUNT = {"name": _("Li Min"), "username": "officer-zizhu", "at": _MOMENT, "device": "Chrome/Windows"}
_INVITATION = {
    "name": _("Li Min"),
    "inviter": _("Wang Jing"),
    "roles": [
        {"label": _("Partnership officer"), "unit": _("Zizhu Science Park"), "language": "", "ends_at": _MOMENT},
        {"label": _("Translator"), "unit": "", "language": "en", "ends_at": None},
    ],
    "expires_at": _MOMENT,
    "url": f"{_ADMIN}/invitation/…/",
}


def register_own_kinds() -> None:
    """Letters with a link that opens an account are secret: their text is wiped once they are sent."""
    links = {"invitation": _("Invitation"), "password_reset": _("Link for a new password")}
    reset = _ACCOUNT | {"minutes": 120, "url": f"{_ADMIN}/password_reset/confirm/…/"}
    register_kinds(links, secret=True, samples={"invitation": _INVITATION, "password_reset": reset})
    told = {
        "password_changed": _("Password changed"),
        "new_device": _("Sign-in from a new device"),
        "second_factor_added": _("Second factor set up"),
        "second_factor_removed": _("Second factor removed"),
    }
    sample = _ACCOUNT | {
        "address": "192.0.2.1",
        "way": "own",
        "by_administrator": False,
        "reset_url": f"{_ADMIN}/password_reset/",
        "security_url": f"{_ADMIN}/account/security/",
    }
    register_kinds(told, samples=dict.fromkeys(told, sample))
