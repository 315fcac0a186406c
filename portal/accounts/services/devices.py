"""Browsers a person has signed in with before, and the letter about one that is new."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import lazy

from portal.accounts.clients import client_address, client_network, user_agent
from portal.accounts.devices import describe, family
from portal.accounts.models import KnownDevice, digest
from portal.accounts.services.letters import write_to_person

if TYPE_CHECKING:
    from portal.core.models import User

COOKIE = "portal_device"
#: Browsers keep no cookie longer than 400 days.
REMEMBERED = timedelta(days=400)


def meet_device(*, request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Remember the browser of a complete sign-in, and write to `user` if it is a new one.

    It is known by its cookie, or by being of the same family at the same address. The first of an account is no news.
    """
    token = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=REMEMBERED) or secrets.token_urlsafe(24)
    kind, address = family(user_agent(request)), client_network(request)
    mine = KnownDevice.objects.filter(user=user)
    is_first = not mine.exists()
    is_known = mine.filter(token_digest=digest(token)).exists() or mine.filter(family=kind, address=address).exists()
    mine.update_or_create(
        user=user,
        token_digest=digest(token),
        defaults={"family": kind, "address": address, "last_seen_at": timezone.now()},
    )
    if not (is_first or is_known):
        _tell(request, user)
    response.set_signed_cookie(
        COOKIE,
        token,
        salt=COOKIE,
        max_age=REMEMBERED,
        path="/admin/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def clear_old_devices() -> int:
    """Forget browsers whose cookies have expired; returns how many."""
    return KnownDevice.objects.filter(last_seen_at__lt=timezone.now() - REMEMBERED).delete()[0]


def _tell(request: HttpRequest, user: User) -> None:
    agent = user_agent(request)
    write_to_person(
        kind="new_device",
        user=user,
        device=lazy(describe, str)(agent),  # in the language of the letter, not of this request
        address=client_address(request) or "",
        at=timezone.now(),
    )
