"""Signing in, step by step: who was named and proved it waits in the session until the second factor is shown too."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from portal.accounts.clients import client_address, user_agent
from portal.accounts.devices import family
from portal.accounts.enums import Method
from portal.accounts.models import SignInPolicy
from portal.accounts.services.devices import meet_device
from portal.accounts.services.second_factor import has_second_factor
from portal.accounts.services.sessions import CONFIRMED_AT, SECOND_FACTOR
from portal.accounts.throttle import SECOND_STEP
from portal.core import audit

if TYPE_CHECKING:
    from portal.core.models import User

PENDING = "accounts_pending"
#: How long the second step may take, in seconds.
PATIENCE = 600
BACKEND = "django.contrib.auth.backends.ModelBackend"
_WITH_SECOND_FACTOR = {
    (Method.PASSWORD, "totp"): Method.TOTP,
    (Method.PASSWORD, "recovery_codes"): Method.RECOVERY_CODE,
    (Method.OPENID, "totp"): Method.OPENID_TOTP,
    (Method.OPENID, "recovery_codes"): Method.RECOVERY_CODE,
}


@dataclass(frozen=True)
class Pending:
    """Somebody who has shown the first factor. `auth_hash` makes it void when the password changes meanwhile."""

    user_id: int
    auth_hash: str
    method: str
    remember: bool
    next_url: str
    begun: float


def begin(*, request: HttpRequest, user: User, method: Method, next_url: str, remember: bool = False) -> HttpResponse:
    """Go on after the first factor: to the second step for those who have one, else in.

    Args:
        next_url: where to go then; looked at already, so that it does not lead to another host.
    """
    if not has_second_factor(user):
        return finish(request=request, user=user, method=method, next_url=next_url, remember=remember)
    pending = Pending(user.pk, user.get_session_auth_hash(), method, remember, next_url, time.time())
    request.session[PENDING] = asdict(pending)
    return HttpResponseRedirect(reverse("accounts:second_step"))


def pending_person(request: HttpRequest) -> tuple[Pending, User] | None:
    """Who waits for the second step in this session; None where nobody does or it took too long."""
    kept = request.session.get(PENDING)
    if not kept:
        return None
    pending = Pending(**kept)
    user = get_user_model().objects.filter(pk=pending.user_id, is_active=True).first()
    if user is None or time.time() - pending.begun > PATIENCE:
        return None
    return (pending, user) if constant_time_compare(user.get_session_auth_hash(), pending.auth_hash) else None


def finish_second_step(*, request: HttpRequest, pending: Pending, user: User, factor: str) -> HttpResponse:
    """Sign in who has shown both; `factor` is the kind of authenticator that the code belongs to."""
    method = _WITH_SECOND_FACTOR[Method(pending.method), factor]
    return finish(
        request=request,
        user=user,
        method=method,
        next_url=pending.next_url,
        remember=pending.remember,
        second_factor=True,
    )


@transaction.atomic
def finish(
    *,
    request: HttpRequest,
    user: User,
    method: Method,
    next_url: str,
    remember: bool = False,
    second_factor: bool = False,
) -> HttpResponse:
    """Open the session; the answer leads to `next_url`."""
    request.session.pop(PENDING, None)
    login(request, user, backend=BACKEND)
    request.session[CONFIRMED_AT] = time.time()
    request.session[SECOND_FACTOR] = second_factor
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if remember else 0)
    audit.record(instance=user, action="accounts.sign_in", by=user, data=_circumstances(request) | {"method": method})
    response = HttpResponseRedirect(next_url or reverse("wagtailadmin_home"))
    meet_device(request=request, response=response, user=user)
    return response


def record_failure(*, request: HttpRequest, name: str | None) -> None:
    """Write a failure to the log of the account, or of the rules where there is no such account.

    What was typed is not kept: it may be a password in the wrong field.
    """
    user = _named(name or "")
    step = "second" if (name or "").startswith(SECOND_STEP) else "first"
    audit.record(
        instance=user or _policy(),
        action="accounts.sign_in_failed",
        by=None,
        data=_circumstances(request) | {"step": step},
    )


def _named(name: str) -> User | None:
    people = get_user_model().objects
    if name.startswith(SECOND_STEP):
        return people.filter(pk=name.removeprefix(SECOND_STEP)).first()
    return people.filter(username=name).first()


def _policy() -> SignInPolicy:
    return SignInPolicy.objects.get_or_create(pk=1)[0]


def _circumstances(request: HttpRequest) -> dict[str, Any]:
    return {"address": client_address(request) or "", "device": family(user_agent(request))}
