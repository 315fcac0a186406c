"""Who sees which figures."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from wagtail.permissions import policy_registry

from portal.core.enums import Role
from portal.core.models import User
from portal.core.permissions import current_memberships, has_role
from portal.localization.models import EngineAccount
from portal.localization.permissions import job_policy

#: Roles whose holders answer for the work of others; a reviser for that into the own language.
_OVERSEERS = (Role.REVISER, Role.ADMINISTRATOR, Role.AUDITOR)


def may_see(user: Any) -> bool:
    """Whether the person may see figures at all: those who may see translations."""
    return job_policy.user_has_permission(user, "view")


def sees_everything(user: User) -> bool:
    """Whether the figures are not narrowed to languages or to a unit."""
    if user.is_superuser:
        return True
    members = current_memberships(user)
    of_portal = any(one.unit_id is None and one.role in (Role.ADMINISTRATOR, Role.AUDITOR) for one in members)
    return of_portal and not any(one.locale_id for one in members)


def of_people(user: User) -> Q:
    """The words whose writers the person may see: everybody the own; whoever answers for others, theirs too."""
    if user.is_superuser:
        return Q()
    overseeing = [one for one in current_memberships(user) if one.role in _OVERSEERS]
    if any(one.role != Role.REVISER or one.locale_id is None for one in overseeing):
        return Q()
    return Q(person=user) | Q(target_locale__in={one.locale_id for one in overseeing})


def sees_own_only(user: User) -> bool:
    """Whether the person sees of no other person how much they have translated."""
    return not any(has_role(user, role) for role in _OVERSEERS)


def may_see_money(user: User) -> bool:
    """Whether the person may see what engines cost, as on the list of engines."""
    return policy_registry.get_by_type(EngineAccount).user_has_permission(user, "view")


def viewers_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refuse everybody who may see no translations."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
