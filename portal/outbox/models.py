"""Outgoing letters: one row each, written in the transaction of what they tell."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.models import Unit
from portal.core.notice_kinds import kind_name
from portal.outbox.enums import MOVES, WAITING, WEBHOOKS, Channel, Delivery, LetterState, Reason

if TYPE_CHECKING:
    from portal.core.models import User


class MoveError(ValueError):
    """A letter cannot go from the one state to the other."""


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self, at: datetime | None = None) -> LetterQuerySet:
        """Those to be sent at `at` (default: now), and those whose sender vanished; the longest waiting first."""
        now = at or timezone.now()
        waiting = Q(state__in=WAITING)
        abandoned = Q(state=LetterState.SENDING, lease_until__lte=now)
        # What is being sent was due when it was claimed: one bound for both lets the index end the search.
        return self.filter(waiting | abandoned, next_attempt_at__lte=now).order_by("next_attempt_at", "pk")

    def dead(self) -> LetterQuerySet:
        """Those nobody tries any more."""
        return self.filter(state=LetterState.DEAD)

    def for_list(self) -> LetterQuerySet:
        """With what a list shows; without the texts, which may hold single-use links."""
        return self.select_related("unit").defer("text", "html", "calendar", "headers", "context")


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def told_of(self, kind: str, unit: Unit | None) -> WebhookQuerySet:
        """Those in use that are told of `kind`: of the unit, and those of the whole portal."""
        scope = Q(unit=None) | Q(unit=unit) if unit else Q(unit=None)
        return self.filter(scope, is_active=True, kinds__contains=[kind]).order_by("pk")


class Webhook(models.Model):
    """A group chat that is told what happened. Whoever knows `address` can write into the group: it is a secret."""

    name = models.CharField(_("name"), max_length=100)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Empty: the whole portal."),
    )
    vendor = models.CharField(
        _("service"), max_length=20, choices=[(str(channel.value), channel.label) for channel in WEBHOOKS]
    )
    address = models.TextField(_("webhook address"), max_length=1000)
    secret = models.CharField(_("signing secret"), max_length=200, blank=True)
    locale = models.CharField(_("language"), max_length=20)
    kinds = ArrayField(models.CharField(max_length=60), verbose_name=_("told of"))
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("group notice")
        verbose_name_plural = _("group notices")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Letter(models.Model):
    """One letter to one recipient.

    `key` says what the letter tells to whom: the same key is written once. `message_id` never changes, so that a
    repeated delivery can be recognised by the recipient's server.
    """

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(max_length=250, unique=True)
    channel = models.CharField(_("channel"), max_length=20, choices=Channel.choices, default=Channel.EMAIL)
    recipient = models.CharField(_("recipient"), max_length=320)
    user: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    locale = models.CharField(_("language"), max_length=20)
    subject = models.CharField(_("subject"), max_length=500)
    text = models.TextField()
    html = models.TextField(blank=True)
    #: An entry for a calendar (RFC 5545), which travels beside the texts; its METHOD says what is to be done with it.
    calendar = models.TextField(blank=True, default="", db_default="")
    headers = models.JSONField(default=dict)
    message_id = models.CharField(_("message identifier"), max_length=250, unique=True)

    state = models.CharField(_("state"), max_length=10, choices=LetterState.choices, default=LetterState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=100, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    #: Why it was given up, where the words of a server do not say it.
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    #: Kept only while the texts could not be made from it.
    context = models.JSONField(null=True)
    #: When texts and headers were wiped; such a letter cannot be sent again.
    scrubbed_at = models.DateTimeField(_("texts wiped"), null=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True)

    about_type = models.ForeignKey(ContentType, null=True, on_delete=models.SET_NULL, related_name="+")
    about_id = models.CharField(max_length=64, blank=True)
    about = GenericForeignKey("about_type", "about_id")
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), null=True, on_delete=models.SET_NULL, related_name="+")

    #: The group chat of a letter that is a group notice.
    webhook = models.ForeignKey(
        Webhook, verbose_name=_("group notice"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-pk"]
        indexes = [
            # The states that `due` looks for, by name: a further final state needs no rebuilding.
            models.Index(
                fields=["next_attempt_at"], name="letter_due", condition=Q(state__in=["failed", "queued", "sending"])
            ),
            models.Index(fields=["-created_at", "-id"], name="letter_newest"),
            models.Index(fields=["about_type", "about_id"], name="letter_about"),
            models.Index(fields=["created_at"], name="letter_to_scrub", condition=Q(scrubbed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{kind_name(self.kind)} → {self.recipient}"

    @property
    def audit_label(self) -> str:
        """What the log calls it: without the address of the recipient."""
        return f"{kind_name(self.kind)} · {self.pk}"

    def move(self, state: LetterState) -> None:
        """Change the state in memory. Raises MoveError for a move that `enums.MOVES` does not hold."""
        if state not in MOVES[self.state]:
            raise MoveError(f"A letter cannot go from {self.state} to {state}.")
        self.state = state


class NoticePreference(models.Model):
    """When a person wants to be told of a kind; without a row at once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences")
    kind = models.CharField(max_length=60)
    delivery = models.CharField(max_length=10, choices=Delivery.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notice_preference_once")]

    def __str__(self) -> str:
        return f"{self.user} · {kind_name(self.kind)} · {self.get_delivery_display()}"


class DigestItemQuerySet(models.QuerySet["DigestItem"]):
    def waiting(self) -> DigestItemQuerySet:
        """Those no digest has told yet."""
        return self.filter(letter_key="")


class DigestItem(models.Model):
    """One notice that waits for the daily digest of a person, written in the transaction of what it tells."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=250, unique=True)
    context = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    #: The key of the digest that tells it; empty while it waits.
    letter_key = models.CharField(max_length=250, blank=True)

    objects = DigestItemQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["user"], name="digest_waiting", condition=Q(letter_key="")),
            models.Index(fields=["created_at"], name="digest_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {kind_name(self.kind)}"


from portal.outbox.delivery_models import DeliveryReport, Mailbox, Suppression  # noqa: E402, F401 (Django looks here)
