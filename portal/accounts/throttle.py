"""How often somebody may fail: django-axes in PostgreSQL, with a limit for a name at an address and one for an address.

Redis holds nothing of this. A second step that fails counts under a name of its own, whatever the address: who gets
there knows the password.
"""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING, Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Max, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

if TYPE_CHECKING:
    from portal.core.models import User

#: No user name holds a colon, so nobody can be called so.
SECOND_STEP = "second-step:"


def second_step_name(user: User) -> str:
    return f"{SECOND_STEP}{user.pk}"


def recent() -> QuerySet[AccessAttempt]:
    """Failures that still count."""
    return AccessAttempt.objects.filter(attempt_time__gte=timezone.now() - settings.AXES_COOLOFF_TIME)


def narrow(name: str | None, address: str | None) -> Q:
    """The failures of a name at an address; those of a second step wherever they came from."""
    mine = Q(username=name)
    return mine if (name or "").startswith(SECOND_STEP) else mine & Q(ip_address=address)


class PortalHandler(AxesDatabaseHandler):
    """Axes with two limits, and with an entry in the audit log for every failure that was let through."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """How near the limit (`AXES_FAILURE_LIMIT`) this is; the limit itself where either of the two is reached."""
        limit = settings.AXES_FAILURE_LIMIT
        name = get_client_username(request, credentials)
        here = _sum(recent().filter(narrow(name, request.axes_ip_address)))  # type: ignore[attr-defined]
        if here >= limit:
            return limit
        anyone = _sum(recent().filter(ip_address=request.axes_ip_address))  # type: ignore[attr-defined]
        return limit if anyone >= settings.PORTAL_ADDRESS_FAILURE_LIMIT else here

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        refused = getattr(request, "axes_locked_out", False)
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is not None and not refused:
            from portal.accounts.services.sign_in import record_failure

            record_failure(request=request, name=get_client_username(request, credentials))

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Forget the failures of the name alone: one's own account must not lift the limit of the address."""
        name = get_client_username(request, credentials)
        mine = narrow(name, request.axes_ip_address)  # type: ignore[attr-defined]
        return AccessAttempt.objects.filter(mine).delete()[0]

    def user_logged_in(self, sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().user_logged_in(sender, request, user, **kwargs)
        AccessAttempt.objects.filter(username=second_step_name(user)).delete()


def is_locked(request: HttpRequest, name: str) -> bool:
    """Whether `name` may not try now; marks the request so that the answer becomes the page that says so."""
    credentials = {"username": name}
    if AxesProxyHandler.is_allowed(request, credentials):
        return False
    request.axes_locked_out = True  # type: ignore[attr-defined]
    request.axes_credentials = credentials  # type: ignore[attr-defined]
    return True


def count_failure(request: HttpRequest, name: str) -> None:
    """Count a failure that Django did not see, such as a wrong code."""
    user_login_failed.send(sender=__name__, credentials={"username": name}, request=request)


def locked_out(request: HttpRequest, response: Any = None, credentials: dict[str, Any] | None = None) -> HttpResponse:
    """The page that says how long to wait; it tells nothing about whether there is such an account."""
    name = get_client_username(request, credentials)
    address = request.axes_ip_address  # type: ignore[attr-defined]
    mine = recent().filter(narrow(name, address))
    until = locked_until(mine if _sum(mine) >= settings.AXES_FAILURE_LIMIT else recent().filter(ip_address=address))
    seconds = max(60, math.ceil((until - timezone.now()).total_seconds()))
    page = render(request, "accounts/locked.html", {"minutes": math.ceil(seconds / 60)}, status=429)
    page.headers["Retry-After"] = str(seconds)
    page.headers["Cache-Control"] = "no-store, private"
    return page


def locked_until(attempts: QuerySet[AccessAttempt]) -> datetime:
    latest = attempts.aggregate(latest=Max("attempt_time"))["latest"] or timezone.now()
    return latest + (get_cool_off() or settings.AXES_COOLOFF_TIME)


def _sum(attempts: QuerySet[AccessAttempt]) -> int:
    return attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0
