"""The privacy notice that the public forms name."""

from __future__ import annotations

from partnerships.models import PrivacyNotice
from portal.home.demo_loader.files import LOCALES, read


def load_privacy_notices() -> None:
    """Write the notices, unless staff have begun to keep their own."""
    if PrivacyNotice.objects.exists():
        return
    for entry in read("privacy"):
        told = {"version": entry["version"], "in_force_from": entry["in_force_from"]}
        PrivacyNotice.objects.bulk_create(
            PrivacyNotice(locale=code, text=entry[name], **told) for name, code in LOCALES.items()
        )
