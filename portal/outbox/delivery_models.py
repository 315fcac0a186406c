"""What became of letters after they left: reports, addresses that take no more letters, the mailbox they come from."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.models import Unit
from portal.outbox.enums import ReportSource, SuppressionReason, Verdict

if TYPE_CHECKING:
    from portal.core.models import User
    from portal.outbox.models import Letter


class DeliveryReport(models.Model):
    """One report about one letter. The same report twice is one row: its fingerprint is unique."""

    letter: models.ForeignKey[Letter | None, Letter | None] = models.ForeignKey(
        "outbox.Letter", verbose_name=_("letter"), null=True, on_delete=models.CASCADE, related_name="reports"
    )
    source = models.CharField(_("source"), max_length=10, choices=ReportSource.choices)
    verdict = models.CharField(_("meaning"), max_length=20, choices=Verdict.choices)
    status = models.CharField(_("status code"), max_length=20, blank=True)
    diagnostic = models.TextField(_("words of the server"), blank=True)
    fingerprint = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)

    class Meta:
        verbose_name = _("delivery report")
        verbose_name_plural = _("delivery reports")
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.status}".strip()


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def in_force(self) -> SuppressionQuerySet:
        """Those nobody has lifted."""
        return self.filter(lifted_at=None)


class Suppression(models.Model):
    """An address that takes no letters until somebody lifts that. Lifted rows stay as the record of what happened."""

    address = models.CharField(_("e-mail"), max_length=320)
    reason = models.CharField(_("reason"), max_length=20, choices=SuppressionReason.choices)
    evidence = models.TextField(_("evidence"), blank=True)
    source = models.CharField(_("source"), max_length=10, choices=ReportSource.choices, blank=True)
    letter: models.ForeignKey[Letter | None, Letter | None] = models.ForeignKey(
        "outbox.Letter", verbose_name=_("letter"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), null=True, on_delete=models.SET_NULL, related_name="+")
    since = models.DateTimeField(_("since"), default=timezone.now)
    by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    lifted_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(_("lifted"), null=True)
    lifted_by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("lifted by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["address"], condition=models.Q(lifted_at=None), name="suppression_one_in_force"
            )
        ]

    def __str__(self) -> str:
        return self.address


class Mailbox(models.Model):
    """How far a mailbox has been read. `busy_until` keeps a second reader away; it runs out by itself."""

    name = models.CharField(max_length=500, unique=True)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    busy_until = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")

    def __str__(self) -> str:
        return self.name
