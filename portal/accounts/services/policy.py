"""The rules of signing in, and locks that an administrator lifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axes.models import AccessAttempt
from django.db import transaction
from django.http import HttpRequest

from portal.accounts.models import SignInPolicy
from portal.accounts.services.second_factor import has_second_factor
from portal.accounts.services.sessions import SECOND_FACTOR
from portal.accounts.throttle import second_step_name
from portal.core import audit

if TYPE_CHECKING:
    from portal.core.models import User


@transaction.atomic
def set_policy(*, roles: list[str], superusers: bool, by: User) -> SignInPolicy:
    """Say who must have a second factor; holds from the next request on, for sessions that are open too."""
    policy, _ = SignInPolicy.objects.select_for_update().get_or_create(pk=1)
    policy.roles, policy.superusers = sorted(roles), superusers
    policy.full_clean()
    policy.save()
    data = {"roles": policy.roles, "superusers": superusers}
    audit.record(instance=policy, action="accounts.policy_changed", by=by, data=data)
    return policy


def must_set_up(request: HttpRequest, user: User) -> bool:
    """Whether `user` may do nothing in this session before a second factor is set up (or shown)."""
    if request.session.get(SECOND_FACTOR):
        return False
    return SignInPolicy.load().demands_second_factor(user)


def is_exempt(user: User) -> bool:
    """Whether `user` may give up the second factor."""
    return not SignInPolicy.load().demands_second_factor(user)


def must_sign_in_again(request: HttpRequest, user: User) -> bool:
    """Whether the second factor was set up elsewhere, so that this session has to show it."""
    return not request.session.get(SECOND_FACTOR) and has_second_factor(user)


@transaction.atomic
def lift_lock(*, user: User, by: User | None) -> int:
    """Forget the failures of `user`, from wherever they came; returns how many rows there were."""
    names = [user.get_username(), second_step_name(user)]
    lifted = AccessAttempt.objects.filter(username__in=names).delete()[0]
    if lifted:
        audit.record(instance=user, action="accounts.lock_lifted", by=by)
    return lifted


@transaction.atomic
def lift_address(*, address: str, by: User) -> int:
    """Forget the failures from an address; returns how many rows there were."""
    lifted = AccessAttempt.objects.filter(ip_address=address).delete()[0]
    if lifted:
        policy, _ = SignInPolicy.objects.get_or_create(pk=1)
        audit.record(instance=policy, action="accounts.lock_lifted", by=by, data={"address": address})
    return lifted
