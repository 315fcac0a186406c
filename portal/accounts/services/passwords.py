"""What follows from a new password, however it was set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from portal.accounts.models import SignInSession
from portal.accounts.services.letters import absolute, write_to_person
from portal.accounts.services.policy import lift_lock
from portal.accounts.services.sessions import end_sessions, keep_after_password_change
from portal.core import audit

if TYPE_CHECKING:
    from portal.core.models import User

#: One letter in so many seconds: the form is public, and nobody's mailbox is to be flooded through it.
LETTER_EVERY = 300


@transaction.atomic
def send_reset_letter(*, user: User) -> None:
    """Write the letter with the link of a new password; it works once, for `PASSWORD_RESET_TIMEOUT` seconds."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    write_to_person(
        kind="password_reset",
        user=user,
        key=f"password_reset:{user.pk}:{int(timezone.now().timestamp()) // LETTER_EVERY}",
        url=absolute("wagtailadmin_password_reset_confirm", uid, token),
        minutes=settings.PASSWORD_RESET_TIMEOUT // 60,
    )
    audit.record(instance=user, action="accounts.password_reset_asked", by=None)


@transaction.atomic
def after_reset(*, user: User) -> None:
    """A password set by the link of a letter: every session ends, and the failures before are forgotten."""
    end_sessions(rows=SignInSession.objects.all(), by=user, user=user)
    lift_lock(user=user, by=user)
    _tell(user, by=user, way="reset")


@transaction.atomic
def after_change(*, request: HttpRequest, user: User) -> None:
    """A password changed by its owner, who stays signed in here and nowhere else."""
    keep_after_password_change(request=request, user=user)
    _tell(user, by=user, way="account")


@transaction.atomic
def after_change_by_other(*, user: User, by: User) -> None:
    """A password set by an administrator: every session of the person ends."""
    end_sessions(rows=SignInSession.objects.all(), by=by, user=user)
    _tell(user, by=by, way="administrator")


def _tell(user: User, *, by: User, way: str) -> None:
    audit.record(instance=user, action="accounts.password_changed", by=by, data={"way": way})
    write_to_person(kind="password_changed", user=user, way=way, at=timezone.now())
