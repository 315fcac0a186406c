"""Outgoing letters: one row each, written in the transaction of what they tell."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.models import Unit
from portal.core.notice_kinds import kind_name
from portal.outbox.enums import FINAL, MOVES, WAITING, Channel, LetterState

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
        return self.select_related("unit").defer("text", "html")


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
    headers = models.JSONField(default=dict)
    message_id = models.CharField(_("message identifier"), max_length=250, unique=True)

    state = models.CharField(_("state"), max_length=10, choices=LetterState.choices, default=LetterState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=100, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True)

    about_type = models.ForeignKey(ContentType, null=True, on_delete=models.SET_NULL, related_name="+")
    about_id = models.CharField(max_length=64, blank=True)
    about = GenericForeignKey("about_type", "about_id")
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), null=True, on_delete=models.SET_NULL, related_name="+")

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["next_attempt_at"], name="letter_due", condition=~Q(state__in=sorted(FINAL))),
            models.Index(fields=["-created_at", "-id"], name="letter_newest"),
            models.Index(fields=["about_type", "about_id"], name="letter_about"),
        ]

    def __str__(self) -> str:
        return f"{kind_name(self.kind)} → {self.recipient}"

    def move(self, state: LetterState) -> None:
        """Change the state in memory. Raises MoveError for a move that `enums.MOVES` does not hold."""
        if state not in MOVES[self.state]:
            raise MoveError(f"A letter cannot go from {self.state} to {state}.")
        self.state = state


from portal.outbox.delivery_models import DeliveryReport, Mailbox, Suppression  # noqa: E402, F401 (Django looks here)
