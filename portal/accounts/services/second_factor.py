"""The second factor: setting it up, showing it, recovery codes, taking it away. Kept in allauth's tables."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.crypto import constant_time_compare

from portal.accounts.models import SignInSession
from portal.accounts.services.letters import write_to_person
from portal.accounts.services.sessions import end_sessions
from portal.core import audit

if TYPE_CHECKING:
    from portal.core.models import User

_TOTP = Authenticator.Type.TOTP
_CODES = Authenticator.Type.RECOVERY_CODES
#: The time step of the last code that was taken: no code at or before it is taken again (RFC 6238, 5.2).
_LAST = "last_counter"


class SecondFactorError(ValueError):
    """The second factor is not in the state that the change needs."""


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=_TOTP).exists()


def clean_code(typed: str) -> str:
    """What people type, without the spaces and hyphens that they type for reading; digits of any script."""
    plain = "".join(char for char in typed if char.isalnum())
    return "".join(str(int(char)) if char.isdecimal() else char for char in plain)


def hold(user: User) -> None:
    """Look at codes of one person one after the other: many at once would outrun the count of failures."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)


@transaction.atomic
def show_code(*, user: User, code: str) -> str | None:
    """Take a code of the app or a recovery code, each once.

    Returns:
        The kind of authenticator that it belongs to (`totp`, `recovery_codes`), or None.
    """
    code = clean_code(code)
    for authenticator in Authenticator.objects.filter(user=user).select_for_update().order_by("-type"):
        if _takes(authenticator, code):
            authenticator.record_usage()
            return authenticator.type
    return None


def matching_counter(secret: str, code: str, *, after: int = -1) -> int | None:
    """The time step whose code is `code`, later than the step `after`; one step of clock difference is forgiven."""
    now = int(time.time()) // app_settings.TOTP_PERIOD
    # One step each way at least: phones and people are slow, and allauth's own default forgives none.
    for counter in range(now - 1, now + 2):
        expected = format_hotp_value(hotp_value(secret, counter))
        if counter > after and constant_time_compare(expected.encode(), code.encode()):
            return counter
    return None


@transaction.atomic
def activate(*, user: User, secret: str, code: str) -> bool:
    """Keep `secret` as the second factor of `user` if `code` shows that their app has it; with fresh recovery codes.

    All other sessions of the person end by the caller (`sessions.end_others`): they showed no second factor.

    Raises:
        SecondFactorError: there is one already.
    """
    get_user_model().objects.select_for_update().get(pk=user.pk)
    if has_second_factor(user):
        raise SecondFactorError("There is a second factor already.")
    counter = matching_counter(secret, clean_code(code))
    if counter is None:
        return False
    authenticator = TOTP.activate(user, secret).instance
    authenticator.data[_LAST] = counter
    authenticator.save(update_fields=["data"])
    _new_codes(user)
    audit.record(instance=user, action="accounts.mfa_added", by=user)
    write_to_person(kind="second_factor_added", user=user)
    return True


@transaction.atomic
def renew_recovery_codes(*, user: User) -> None:
    """Make new recovery codes; those before are void. Raises SecondFactorError without a second factor."""
    get_user_model().objects.select_for_update().get(pk=user.pk)
    if not has_second_factor(user):
        raise SecondFactorError("Recovery codes belong to a second factor.")
    _new_codes(user)
    audit.record(instance=user, action="accounts.recovery_codes_renewed", by=user)


@transaction.atomic
def deactivate(*, user: User) -> None:
    """Give up the second factor and its recovery codes. Raises SecondFactorError if there is none."""
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise SecondFactorError("There is no second factor.")
    audit.record(instance=user, action="accounts.mfa_removed", by=user)
    write_to_person(kind="second_factor_removed", user=user, by_administrator=False)


@transaction.atomic
def reset(*, user: User, by: User) -> None:
    """Take the second factor of somebody who lost theirs; their sessions end. Raises SecondFactorError if none."""
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise SecondFactorError("There is no second factor.")
    end_sessions(rows=SignInSession.objects.all(), by=by, user=user)
    audit.record(instance=user, action="accounts.mfa_reset", by=by)
    write_to_person(kind="second_factor_removed", user=user, by_administrator=True)


def unused_recovery_codes(user: User) -> list[str]:
    """The codes that still work; empty without a second factor."""
    row = Authenticator.objects.filter(user=user, type=_CODES).first()
    return RecoveryCodes(row).get_unused_codes() if row else []


def _new_codes(user: User) -> None:
    Authenticator.objects.filter(user=user, type=_CODES).delete()
    RecoveryCodes.activate(user)


def _takes(authenticator: Authenticator, code: str) -> bool:
    try:
        if authenticator.type == _CODES:
            wrapper = RecoveryCodes(authenticator)
            taken = wrapper.validate_code(code)
            authenticator.data = wrapper.instance.data
            return taken
        return authenticator.type == _TOTP and _takes_totp(authenticator, code)
    except InvalidToken:  # SECRET_KEY was changed: an administrator resets the factor
        return False


def _takes_totp(authenticator: Authenticator, code: str) -> bool:
    counter = matching_counter(decrypt(authenticator.data["secret"]), code, after=authenticator.data.get(_LAST, -1))
    if counter is None:
        return False
    authenticator.data[_LAST] = counter
    authenticator.save(update_fields=["data"])
    return True
