"""Sessions that are open, and their end. The rows in PostgreSQL decide; the cache may be stale or away."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from portal.accounts.clients import client_address, user_agent
from portal.accounts.models import SignInSession
from portal.core import audit

if TYPE_CHECKING:
    from portal.core.models import User

#: The row of a session, named in the session itself.
ROW = "accounts_session"
#: When the person last showed who they are (seconds since 1970).
CONFIRMED_AT = "accounts_confirmed_at"
#: Whether the session was opened with a second factor.
SECOND_FACTOR = "accounts_second_factor"
#: How exact „last seen“ is; more would write with every request.
SEEN_EVERY = timedelta(minutes=1)


def current_row(request: HttpRequest) -> int:
    """The row of the session of `request`; 0, which no row has, where there is none."""
    return request.session.get(ROW) or 0


def open_session(*, request: HttpRequest, user: User) -> SignInSession:
    """Keep a row for the session that `user` has just signed in with."""
    key = request.session.session_key
    if key is None:
        request.session.create()
        key = request.session.session_key
    SignInSession.objects.filter(pk=current_row(request)).delete()
    row = SignInSession.objects.create(
        user=user,
        session_key=key or "",
        auth_hash=user.get_session_auth_hash(),
        address=client_address(request),
        user_agent=user_agent(request),
    )
    request.session[ROW] = row.pk
    return row


def still_open(*, request: HttpRequest, user: User) -> bool:
    """Whether the session of `request` may still be used; notes that it was, once a minute.

    A session without the name of a row was opened before there were rows, and gets one.
    """
    if ROW not in request.session:
        open_session(request=request, user=user)
        return True
    row = SignInSession.objects.filter(pk=request.session[ROW], user=user).first()
    if row is None:
        return False
    _note(row, request, user)
    return True


def end_sessions(*, rows: QuerySet[SignInSession], by: User | None, user: User, action: str = "") -> int:
    """End the sessions `rows` of `user`; returns how many there were.

    Args:
        action: the entry of the audit log; none where the caller writes one that says it already.
    """
    with transaction.atomic():
        ended = list(rows.filter(user=user).select_for_update())
        SignInSession.objects.filter(pk__in=[row.pk for row in ended]).delete()
        for row in ended:
            _store().delete(row.session_key)
        if ended and action:
            audit.record(instance=user, action=action, by=by, data={"sessions": len(ended)})
    return len(ended)


def end_others(*, request: HttpRequest, user: User) -> int:
    """End every session of `user` but that of `request`."""
    return end_sessions(rows=SignInSession.objects.exclude(pk=current_row(request)), by=user, user=user)


def keep_after_password_change(*, request: HttpRequest, user: User) -> None:
    """The session in which the password was changed goes on; all others are over."""
    end_others(request=request, user=user)
    SignInSession.objects.filter(pk=current_row(request)).update(
        auth_hash=user.get_session_auth_hash(), session_key=request.session.session_key or ""
    )


def close_session(*, request: HttpRequest, user: User) -> None:
    """Forget the row of a session that its person leaves."""
    SignInSession.objects.filter(pk=current_row(request), user=user).delete()


def open_sessions(user: User) -> list[SignInSession]:
    """The open sessions of `user`, the last used first."""
    valid = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    rows = SignInSession.objects.open().filter(user=user)
    return [row for row in rows if any(constant_time_compare(row.auth_hash, each) for each in valid)]


def clear_old_sessions() -> int:
    """Remove rows whose cookies have expired; returns how many."""
    oldest = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return SignInSession.objects.filter(last_seen_at__lt=oldest).delete()[0]


def _note(row: SignInSession, request: HttpRequest, user: User) -> None:
    now = timezone.now()
    # A change of the password gives the session a new key and a new hash.
    moved = row.session_key != request.session.session_key
    if moved or now - row.last_seen_at >= SEEN_EVERY:
        SignInSession.objects.filter(pk=row.pk).update(
            last_seen_at=now,
            session_key=request.session.session_key or row.session_key,
            auth_hash=user.get_session_auth_hash(),
            address=client_address(request),
            user_agent=user_agent(request),
        )


def _store() -> SessionBase:
    return import_module(settings.SESSION_ENGINE).SessionStore()
