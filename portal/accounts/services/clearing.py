"""What no sign-in can use any more goes, once a day."""

from __future__ import annotations

from axes.models import AccessAttempt
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from portal.accounts.services.devices import clear_old_devices
from portal.accounts.services.sessions import clear_old_sessions


def clear_old() -> None:
    """Remove expired sessions, devices not seen for as long as their cookie lasts, and failures that count no more."""
    clear_old_sessions()
    clear_old_devices()
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - settings.AXES_COOLOFF_TIME).delete()
    call_command("clearsessions")
