"""Inquiries of investors."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from parks.models import Organization, Park, Sector
from partnerships.inquiries.enums import PUT_ASIDE, Behalf, Doubt, InquiryState, Intent, TimeFrame
from partnerships.models.agreements import Agreement
from partnerships.models.visits import Visit
from partnerships.money import CURRENCIES
from portal.core.models import Unit


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def for_list(self) -> InquiryQuerySet:
        """With what a list shows."""
        return self.select_related("park", "unit", "responsible")

    def received(self) -> InquiryQuerySet:
        """Without those in quarantine: what the desk sees."""
        return self.filter(quarantined_at=None)

    def counted(self) -> InquiryQuerySet:
        """True inquiries, each once: what figures are made of."""
        return self.received().exclude(state__in=PUT_ASIDE)


class Inquiry(models.Model):
    """An investor's question to a park, or to the portal where the investor asks for advice.

    `unit` answers; None is the portal's own office. `park` is the park it was first addressed to, `wanted_parks` are
    all of them. What it says of the investor, with its parts, is the one place of that person's data.
    """

    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    submission_key = models.CharField(max_length=64, unique=True, editable=False)
    park = models.ForeignKey(
        Park,
        verbose_name=_("park"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inquiries",
        help_text=_("Empty: the investor asks for advice."),
    )
    wanted_parks = models.ManyToManyField(Park, verbose_name=_("parks addressed"), blank=True, related_name="+")
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit that answers"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: the portal’s own officers."),
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    intent = models.CharField(_("intent"), max_length=30, choices=Intent.choices)
    sectors = models.ManyToManyField(Sector, verbose_name=_("sectors"), blank=True, related_name="+")
    behalf = models.CharField(_("sent for"), max_length=10, choices=Behalf.choices, default=Behalf.OWN)
    company = models.CharField(_("company or institution"), max_length=200)
    country = CountryField(_("country or region"))
    person = models.CharField(_("contact person"), max_length=80)
    email = models.EmailField(_("e-mail"), max_length=254)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    amount = models.DecimalField(
        _("scale of the investment"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, blank=True)
    time_frame = models.CharField(_("time frame"), max_length=10, choices=TimeFrame.choices, blank=True)
    message = models.TextField(_("message"))
    locale = models.CharField(_("language of the visitor"), max_length=20)
    privacy_version = models.CharField(_("version of the privacy notice"), max_length=20)
    consented_at = models.DateTimeField(_("consent given"))
    state = models.CharField(_("state"), max_length=20, choices=InquiryState.choices, default=InquiryState.NEW)
    quarantined_at = models.DateTimeField(_("in quarantine since"), null=True, blank=True, editable=False)
    doubts = ArrayField(
        models.CharField(max_length=12, choices=Doubt.choices), verbose_name=_("doubts"), default=list, blank=True
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organisation"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    visits = models.ManyToManyField(
        Visit, verbose_name=_("visits"), blank=True, related_name="inquiries", db_table="partnerships_inquiry_visit"
    )
    agreements = models.ManyToManyField(
        Agreement,
        verbose_name=_("agreements"),
        blank=True,
        related_name="inquiries",
        db_table="partnerships_inquiry_agreement",
    )
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False, db_index=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["unit", "state", "-created_at"], name="inquiry_desk"),
            models.Index(fields=["-created_at"], condition=Q(quarantined_at__isnull=False), name="inquiry_quarantine"),
            models.Index(Upper("email"), F("created_at").desc(), name="inquiry_email"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | ~Q(currency=""), name="inquiry_amount_has_currency"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(state=InquiryState.DUPLICATE),
                name="inquiry_merged_is_duplicate",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_quarantined(self) -> bool:
        return self.quarantined_at is not None

    def has_consent(self, kind: str) -> bool:
        """Whether the consent of this `ConsentKind` was given and holds."""
        return any(row.kind == kind and row.withdrawn_at is None for row in self.consents.all())
