"""Who reads the log: superusers, administrators and auditors; those of a unit, the entries about their unit."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponseBase

from portal.audit.enums import READERS
from portal.core.permissions import ALL_UNITS, current_memberships
from portal.core.views import forbidden

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User


def readable_units(user: User | AnonymousUser) -> set[int] | None:
    """Units whose entries `user` may read: an empty set for nothing, None (`ALL_UNITS`) for the whole log."""
    if user.is_active and user.is_superuser:
        return ALL_UNITS
    units = {member.unit_id for member in current_memberships(user) if member.role in READERS}
    return ALL_UNITS if None in units else cast("set[int]", units)


def may_read(user: User | AnonymousUser) -> bool:
    """Whether `user` reads any of the log."""
    return readable_units(user) != set()


def readers_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer 403 to everybody who reads none of the log."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read(request.user):
            # Raised, it would become Wagtail's way back to the first page, with 302.
            return forbidden(request)
        return view(request, *args, **kwargs)

    return guarded
