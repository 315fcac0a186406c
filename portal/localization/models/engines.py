"""What engines may spend and have spent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.localization.enums import ChargeState, EngineName
from portal.localization.models.jobs import TranslationJob


class EngineAccount(models.Model):
    """One engine: whether it works at present, what it costs, and how much it may spend in a month."""

    engine = models.CharField(_("engine"), max_length=20, choices=EngineName.choices, unique=True)
    price = models.DecimalField(
        _("price of a million characters"), max_digits=10, decimal_places=2, default=0, help_text=_("0: costs nothing.")
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR", help_text=_("Such as EUR, USD or CNY."))
    monthly_cap = models.DecimalField(
        _("limit a month"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("No request is sent that would exceed it. Empty: no limit."),
    )
    paused = models.BooleanField(_("paused"), default=False)
    paused_until = models.DateTimeField(
        _("rests until"), null=True, blank=True, help_text=_("Set when the engine asks for a rest.")
    )
    last_error = models.TextField(_("last error"), blank=True)
    #: Since when it has answered nobody who asked; None while it answers.
    trouble_since = models.DateTimeField(null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("translation engine")
        verbose_name_plural = _("translation engines")
        ordering = ["engine"]
        constraints = [
            models.CheckConstraint(condition=Q(price__gte=0), name="engine_price_not_negative"),
            models.CheckConstraint(
                condition=Q(monthly_cap__isnull=True) | Q(monthly_cap__gte=0), name="engine_cap_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.get_engine_display()


class Charge(models.Model):
    """What one request costs: set aside before it is sent, so that two workers cannot exceed the limit together."""

    account = models.ForeignKey(
        EngineAccount, verbose_name=_("engine"), on_delete=models.PROTECT, related_name="charges"
    )
    job = models.ForeignKey(
        TranslationJob,
        verbose_name=_("translation"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="charges",
    )
    month = models.DateField(_("month"), help_text=_("Its first day, at the portal."))
    segments = models.PositiveIntegerField(_("segments"))
    characters = models.PositiveIntegerField(_("characters"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=6)
    state = models.CharField(_("state"), max_length=10, choices=ChargeState.choices, default=ChargeState.RESERVED)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["account", "month", "state"], name="charge_of_month")]

    def __str__(self) -> str:
        return f"{self.amount} ({self.characters})"
