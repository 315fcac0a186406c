"""Inquiries of investors."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from parks.models import Park, Sector
from partnerships.enums import InquiryState, Intent
from portal.core.models import Unit


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def for_list(self) -> InquiryQuerySet:
        """With what a list shows."""
        return self.select_related("park")


class Inquiry(models.Model):
    """An investor's question to a park, or to the portal where the investor asks for advice.

    The unit whose staff see it is that of the park. Without a park it belongs to the whole portal.
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
    intent = models.CharField(_("intent"), max_length=30, choices=Intent.choices)
    sectors = models.ManyToManyField(Sector, verbose_name=_("sectors"), blank=True, related_name="+")
    company = models.CharField(_("company or institution"), max_length=200)
    country = CountryField(_("country or region"))
    person = models.CharField(_("contact person"), max_length=80)
    email = models.EmailField(_("e-mail"), max_length=254)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    message = models.TextField(_("message"))
    locale = models.CharField(_("language of the visitor"), max_length=20)
    privacy_version = models.CharField(_("version of the privacy notice"), max_length=20)
    consented_at = models.DateTimeField(_("consent given"))
    state = models.CharField(_("state"), max_length=20, choices=InquiryState.choices, default=InquiryState.NEW)
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False, db_index=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.reference

    @property
    def unit(self) -> Unit | None:
        """The office that answers; None for the portal itself."""
        return self.park.unit if self.park else None
