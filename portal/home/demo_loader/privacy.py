"""The privacy notice that the public forms name."""

from __future__ import annotations

from django.conf import settings

from partnerships.models import PrivacyNotice
from portal.home.demo_loader.files import read


def load_privacy_notices() -> None:
    """Write the notices, unless staff have begun to keep their own."""
    if PrivacyNotice.objects.exists():
        return
    for entry in read("privacy"):
        PrivacyNotice.objects.bulk_create(
            PrivacyNotice(version=entry["version"], locale=code, in_force_from=entry["in_force_from"], text=entry[code])
            for code, _name in settings.LANGUAGES
        )
