"""Invitations: written, sent again, revoked, accepted. The secret of a link is in the letter alone."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from portal.accounts.enums import RENEWABLE, InvitationState
from portal.accounts.models import Invitation, InvitedRole, digest
from portal.accounts.services.letters import absolute
from portal.core import audit, notices
from portal.core.authority import may_grant
from portal.core.enums import Role
from portal.core.models import Unit
from portal.core.names import full_name
from portal.core.services.memberships import grant_membership

if TYPE_CHECKING:
    from portal.core.models import User

VALID_FOR = timedelta(days=7)


class InvitationError(ValueError):
    """The invitation is not in a state, or its writer no longer in a position, that allows this."""


@dataclass(frozen=True)
class Grant:
    """A role to be given: where, in which language, until when (aware; None: no end)."""

    role: str
    unit: Unit | None = None
    locale: Locale | None = None
    ends_at: datetime | None = None


@transaction.atomic
def invite(
    *, email: str, last_name: str, first_name: str, language: str, grants: Iterable[Grant], by: User
) -> Invitation:
    """Write an invitation and its letter; whether there is an account with the address makes no difference here.

    Raises:
        InvitationError: `by` may not give one of the roles, or there is none.
        ValidationError: a locale missing or not wanted.
    """
    wanted = list(grants)
    if not wanted or not all(may_grant(by=by, role=each.role, unit=each.unit) for each in wanted):
        raise InvitationError("Nobody invites to a role that they could not give.")
    invitation = Invitation(
        email=email,
        last_name=last_name,
        first_name=first_name,
        language=language,
        token_digest=digest(secrets.token_urlsafe()),
        invited_by=by,
        expires_at=timezone.now() + VALID_FOR,
    )
    invitation.full_clean()
    invitation.save()
    for each in wanted:
        role = InvitedRole(invitation=invitation, role=each.role, unit=each.unit, locale=each.locale)
        role.ends_at = each.ends_at
        role.full_clean()
        role.save()
    _send(invitation)
    audit.record(instance=invitation, action="accounts.invitation_sent", by=by, data=_roles(invitation))
    return invitation


@transaction.atomic
def send_again(*, invitation: Invitation, by: User) -> None:
    """Send a new link, valid as long as a first one; the link before is void. Raises InvitationError."""
    row = _locked(invitation.pk)
    if row.state not in RENEWABLE:
        raise InvitationError("It was accepted or revoked.")
    row.expires_at = timezone.now() + VALID_FOR
    _send(row)
    audit.record(instance=row, action="accounts.invitation_sent_again", by=by)


@transaction.atomic
def revoke(*, invitation: Invitation, by: User) -> None:
    """Make the link void. Raises InvitationError if it was accepted."""
    row = _locked(invitation.pk)
    if row.state not in RENEWABLE:
        raise InvitationError("It was accepted or revoked.")
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    audit.record(instance=row, action="accounts.invitation_revoked", by=by)


def find(token: str) -> Invitation | None:
    """The invitation that the secret of a link opens; None where it opens none (any more)."""
    row = Invitation.objects.filter(token_digest=digest(token)).select_related("invited_by").first()
    return row if row and row.state == InvitationState.SENT and _is_backed(row) else None


def account_of(invitation: Invitation) -> User | None:
    """The account that already has the address.

    Raises:
        InvitationError: it was deactivated, or several have the address: an administrator has to look at it.
    """
    accounts = list(get_user_model().objects.filter(email__iexact=invitation.email)[:2])
    if len(accounts) > 1 or any(not account.is_active for account in accounts):
        raise InvitationError("The address belongs to an account that cannot take up the invitation.")
    return accounts[0] if accounts else None


@transaction.atomic
def accept(*, token: str, username: str = "", password: str = "") -> User:
    """Take up an invitation: one of two who do so at once.

    Args:
        username, password: of the new account, validated already; unused where the address has an account.

    Raises:
        InvitationError: the link is void (any more).
        IntegrityError: somebody else has just taken the user name.
    """
    row = Invitation.objects.select_for_update(of=("self",)).filter(token_digest=digest(token)).first()
    if row is None or row.state != InvitationState.SENT or not _is_backed(row):
        raise InvitationError("The link is not valid any more.")
    user = account_of(row) or _new_account(row, username, password)
    row.accepted_at, row.accepted_by = timezone.now(), user
    row.save(update_fields=["accepted_at", "accepted_by"])
    for role in row.roles.select_related("unit", "locale"):
        grant_membership(
            user=user, role=role.role, unit=role.unit, locale=role.locale, ends_at=role.ends_at, by=row.invited_by
        )
    audit.record(instance=row, action="accounts.invitation_accepted", by=user)
    return user


def _new_account(invitation: Invitation, username: str, password: str) -> User:
    user = get_user_model()(
        username=username,
        email=invitation.email,
        last_name=invitation.last_name,
        first_name=invitation.first_name,
    )
    user.set_password(password)
    user.save()
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = invitation.language
    profile.save()
    audit.record(instance=user, action="accounts.account_made", by=invitation.invited_by)
    return user


def _is_backed(invitation: Invitation) -> bool:
    """Whether who invited could still give every role, and no role would end before it began."""
    by = invitation.invited_by
    now = timezone.now()
    return by is not None and all(
        may_grant(by=by, role=role.role, unit=role.unit) and (role.ends_at is None or role.ends_at > now)
        for role in invitation.roles.select_related("unit")
    )


def _send(invitation: Invitation) -> None:
    token = secrets.token_urlsafe(32)
    invitation.token_digest = digest(token)
    invitation.letters += 1
    invitation.save(update_fields=["token_digest", "letters", "expires_at"])
    notices.write_to(
        kind="invitation",
        recipient=invitation.email,
        locale=invitation.language,
        key=f"invitation:{invitation.pk}:{invitation.letters}",
        context={
            "name": full_name(invitation.last_name, invitation.first_name),
            "inviter": _name(invitation.invited_by),
            "roles": [_role_words(role) for role in invitation.roles.select_related("unit", "locale")],
            "url": absolute("accounts:invitation", token),
            "expires_at": invitation.expires_at,
        },
    )


def _role_words(role: InvitedRole) -> dict[str, Any]:
    """The role for the texts; its label is translated when the letter is written in its language."""
    return {
        "label": Role(role.role).label,
        "unit": role.unit.name if role.unit else "",
        "language": role.locale.language_code if role.locale else "",
        "ends_at": role.ends_at,
    }


def _roles(invitation: Invitation) -> dict[str, Any]:
    return {"roles": [str(role.role) for role in invitation.roles.all()]}


def _name(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


def _locked(pk: int) -> Invitation:
    return Invitation.objects.select_for_update(of=("self",)).get(pk=pk)
