"""What Django tells of signing in and out: it opens and closes sessions in places that are not ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

if TYPE_CHECKING:
    from portal.core.models import User


def connect() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="accounts_signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="accounts_signed_out")


def _signed_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    from portal.accounts.services.sessions import open_session

    open_session(request=request, user=user)


def _signed_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    from portal.accounts.services.sessions import close_session
    from portal.core import audit

    if user is not None:
        close_session(request=request, user=user)
        audit.record(instance=user, action="accounts.sign_out", by=user)
