"""Letters about a person's account. They always go at once: nobody may miss them by a wish for digests."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from portal.core import notices

if TYPE_CHECKING:
    from portal.core.models import User


def absolute(name: str, *args: Any) -> str:
    """The public address of a view; never what a request says its host is."""
    return settings.PORTAL_BASE_URL + reverse(name, args=args)


def write_to_person(*, kind: str, user: User, key: str = "", **context: Any) -> None:
    """Write a letter to `user` in their language, in the caller's transaction; without an address there is none.

    Args:
        key: the same key is told once; by default every call is told.
    """
    if not user.email:
        return
    values = {
        "name": user.get_full_name() or user.get_username(),
        "username": user.get_username(),
        "security_url": absolute("accounts:security"),
        "reset_url": absolute("wagtailadmin_password_reset"),
        **context,
    }
    notices.write_to(kind=kind, recipient=user, context=values, key=key or f"{kind}:{user.pk}:{uuid.uuid4().hex}")
