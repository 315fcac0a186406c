"""The demo accounts: one for every role; their password is told once and kept in a closed file."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from portal.core.models import Unit, User
from portal.core.services.memberships import grant_membership
from portal.home.demo_loader.files import read

_HEADING = "# Accounts of the demonstration: name, password."


def accounts_file() -> Path:
    """Where the names and the password are kept."""
    return Path(settings.PORTAL_DATA) / "demo-accounts.txt"


def load_accounts() -> list[str]:
    """Make the accounts that are missing, without roles yet; returns the names of the new ones."""
    password = _password()
    new = [entry for entry in read("accounts") if not User.objects.filter(username=entry["username"]).exists()]
    hashed = make_password(password)  # slow by intent, so once for all
    for entry in new:
        _make(entry, hashed)
    if new:
        _keep(_kept() | {entry["username"]: password for entry in new})
    return [entry["username"] for entry in new]


def grant_roles(names: list[str], units: dict[str, Unit]) -> None:
    """Give the accounts `names` what their entries say; `units` are by slug."""
    for entry in read("accounts"):
        if entry["username"] in names:
            user = User.objects.get(username=entry["username"])
            for part in entry.get("roles", []):
                _grant(user, part, units)


def tell(names: list[str]) -> str:
    """The lines that are printed once, when the accounts `names` are made."""
    password = _kept()[names[0]]
    return f"Demo accounts, password {password} (kept in {accounts_file()}):\n  {', '.join(names)}"


def _make(entry: dict[str, Any], hashed: str) -> None:
    powerful = entry.get("superuser", False)
    user = User(
        username=entry["username"],
        last_name=entry["name"]["zh"],
        email=f"{entry['username']}@example.org",
        is_superuser=powerful,
        is_staff=powerful,
        password=hashed,
    )
    user.save()
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = entry.get("language", "zh-hans")
    profile.current_time_zone = settings.TIME_ZONE
    profile.save()


def _grant(user: User, part: dict[str, str], units: dict[str, Unit]) -> None:
    unit = units[part["unit"]] if "unit" in part else None
    locale = Locale.objects.get(language_code=part["locale"]) if "locale" in part else None
    grant_membership(user=user, role=part["role"], by=None, unit=unit, locale=locale)


def _password() -> str:
    return os.environ.get("PORTAL_DEMO_PASSWORD") or secrets.token_urlsafe(9)


def _kept() -> dict[str, str]:
    """Passwords by name, as earlier runs kept them."""
    try:
        lines = accounts_file().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split("\t", 1) for line in lines if "\t" in line)


def _keep(passwords: dict[str, str]) -> None:
    text = "\n".join([_HEADING, *(f"{name}\t{password}" for name, password in passwords.items()), ""])
    file = accounts_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        os.fchmod(stream.fileno(), 0o600)
        stream.write(text)
