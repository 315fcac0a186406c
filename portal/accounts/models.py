"""What sign-in keeps: its rules, the sessions that are open, devices seen, invitations, links to single sign-on."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from portal.accounts.enums import RENEWABLE, InvitationState
from portal.core.enums import LOCALE_ROLES, Role
from portal.core.models import Unit
from portal.core.names import full_name

if TYPE_CHECKING:
    from portal.core.models import User


def digest(token: str) -> str:
    """What is kept of a secret link or cookie; the secret itself is long and random, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


class SignInPolicy(models.Model):
    """The portal's one row of rules: who must have a second factor."""

    roles = ArrayField(models.CharField(max_length=20), verbose_name=_("roles"), default=list, blank=True)
    superusers = models.BooleanField(_("accounts with all rights"), default=False)

    class Meta:
        verbose_name = _("rules of signing in")
        verbose_name_plural = _("rules of signing in")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="signinpolicy_only_one")]

    def __str__(self) -> str:
        return str(_("Rules of signing in"))

    @classmethod
    def load(cls) -> SignInPolicy:
        """The rules in force; nobody must have a second factor while nobody said so."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def demands_second_factor(self, user: User) -> bool:
        if user.is_superuser and self.superusers:
            return True
        return bool(self.roles) and any(member.role in self.roles for member in user.current_memberships)


class SignInSessionQuerySet(models.QuerySet["SignInSession"]):
    def open(self) -> SignInSessionQuerySet:
        """Those that may still be used; a session that nobody used longer than its cookie lasts is over."""
        oldest = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return self.filter(last_seen_at__gte=oldest)


class SignInSession(models.Model):
    """A session that somebody is signed in with. Without its row a session is over, whatever the cache says."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_in_sessions")
    session_key = models.CharField(max_length=40, db_index=True)
    #: Of the password: when it changes, sessions opened before are over.
    auth_hash = models.CharField(max_length=128)
    address = models.GenericIPAddressField(_("address"), null=True)
    user_agent = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(_("since"), default=timezone.now)
    last_seen_at = models.DateTimeField(_("last seen"), default=timezone.now, db_index=True)

    objects = SignInSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-last_seen_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user} · {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def device(self) -> str:
        from portal.accounts.devices import describe

        return describe(self.user_agent)


class KnownDevice(models.Model):
    """A browser that a person has signed in with before."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_digest = models.CharField(max_length=64)
    family = models.CharField(max_length=100)
    address = models.GenericIPAddressField(null=True)
    last_seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("known device")
        verbose_name_plural = _("known devices")
        constraints = [models.UniqueConstraint(fields=["user", "token_digest"], name="knowndevice_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.family}"


class Identity(models.Model):
    """Who a person is to the provider of single sign-on."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("single sign-on account")
        verbose_name_plural = _("single sign-on accounts")
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.issuer}"


class Invitation(models.Model):
    """A person asked by mail to take up one or more roles."""

    email = models.EmailField(_("e-mail"), max_length=254)
    last_name = models.CharField(_("family name"), max_length=150)
    first_name = models.CharField(_("given name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=20)
    token_digest = models.CharField(max_length=64, unique=True)
    letters = models.PositiveSmallIntegerField(default=0)
    invited_by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.email

    @property
    def full_name(self) -> str:
        return full_name(self.last_name, self.first_name)

    @property
    def state(self) -> InvitationState:
        return self.state_at(timezone.now())

    def state_at(self, now: datetime) -> InvitationState:
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.revoked_at:
            return InvitationState.REVOKED
        return InvitationState.EXPIRED if self.expires_at <= now else InvitationState.SENT

    @property
    def is_renewable(self) -> bool:
        return self.state in RENEWABLE


class InvitedRole(models.Model):
    """A role that the invited person gets on accepting."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=20)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    locale = models.ForeignKey(
        Locale, verbose_name=_("locale"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("role of an invitation")
        verbose_name_plural = _("roles of an invitation")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=sorted(LOCALE_ROLES), locale__isnull=False)
                | (~Q(role__in=sorted(LOCALE_ROLES)) & Q(locale__isnull=True)),
                name="invitedrole_locale_with_language_roles",
            ),
        ]

    def __str__(self) -> str:
        parts = [str(Role(self.role).label), str(self.unit or ""), str(self.locale or "")]
        return " · ".join(part for part in parts if part)
