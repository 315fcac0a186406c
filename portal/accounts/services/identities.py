"""Which account a person of the provider of single sign-on has here. None is ever made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction

from portal.accounts.models import Identity
from portal.accounts.oidc import Claims
from portal.core import audit

if TYPE_CHECKING:
    from portal.core.models import User


@transaction.atomic
def account_for(claims: Claims) -> User | None:
    """The active account linked to the person, or the one account with their verified address, which is linked now.

    Returns:
        None where there is no such account, it was deactivated, several have the address, or the provider does not
        vouch for the address.
    """
    linked = Identity.objects.filter(issuer=claims.issuer, subject=claims.subject).select_related("user").first()
    if linked is not None:
        return linked.user if linked.user.is_active else None
    if not (claims.email and claims.email_verified):
        return None
    accounts = list(get_user_model().objects.select_for_update().filter(email__iexact=claims.email)[:2])
    if len(accounts) != 1 or not accounts[0].is_active:
        return None
    user = accounts[0]
    if Identity.objects.filter(issuer=claims.issuer, user=user).exists():
        return None  # the address passed to another person of the provider: an administrator has to look at it
    Identity.objects.create(user=user, issuer=claims.issuer, subject=claims.subject)
    audit.record(instance=user, action="accounts.single_sign_on_linked", by=user)
    return user


@transaction.atomic
def unlink(*, user: User, by: User) -> None:
    """Let the account be linked anew at the next single sign-on."""
    if user.identities.all().delete()[0]:
        audit.record(instance=user, action="accounts.single_sign_on_unlinked", by=by)
