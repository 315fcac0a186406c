"""What parks run together: centres, bases, laboratories, funds."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from parks.models import Park, Place
from parks.models.base import Part
from parks.models.organizations import Body
from parks.models.sectors import SectorLink
from partnerships.enums import PlatformKind, PlatformStatus
from partnerships.models.agreements import Agreement
from partnerships.models.base import KeptRecord
from partnerships.models.events import Event
from partnerships.money import CURRENCIES
from portal.core.partial_dates import PartialDateField


class JointPlatform(KeptRecord):
    """A joint platform, from an agreement; research may lie in one place and transformation in another."""

    name = models.CharField(_("name"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=PlatformKind.choices)
    status = models.CharField(
        _("status"), max_length=12, choices=PlatformStatus.choices, default=PlatformStatus.NOT_STATED
    )
    agreement = models.ForeignKey(
        Agreement,
        verbose_name=_("from the agreement"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="platforms",
    )
    event = models.ForeignKey(
        Event,
        verbose_name=_("announced or unveiled at"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="platforms",
    )
    announced_on = PartialDateField(_("announced"), null=True, blank=True)
    unveiled_on = PartialDateField(_("unveiled"), null=True, blank=True)
    research_place = models.ForeignKey(
        Place, verbose_name=_("research in"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    transformation_place = models.ForeignKey(
        Place, verbose_name=_("transformation in"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    around = models.CharField(_("formed around"), max_length=300, blank=True)
    size = models.DecimalField(
        _("size"), max_digits=18, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, blank=True)
    summary = models.TextField(_("summary"), blank=True)

    class Meta:
        verbose_name = _("joint platform")
        verbose_name_plural = _("joint platforms")
        ordering = ["-pk"]


class PlatformPark(Part):
    platform = ParentalKey(JointPlatform, on_delete=models.CASCADE, related_name="park_links")
    park = models.ForeignKey(Park, verbose_name=_("park"), on_delete=models.PROTECT, related_name="platform_links")

    class Meta(Part.Meta):
        verbose_name = _("park")
        verbose_name_plural = _("parks")
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "park"], name="platform_park_once", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return str(self.park)


class PlatformBody(Body):
    """Who manages or runs the platform."""

    platform = ParentalKey(JointPlatform, on_delete=models.CASCADE, related_name="managers")

    class Meta(Body.Meta):
        verbose_name = _("manager")
        verbose_name_plural = _("managers")


class PlatformForm(Part):
    """A form that the platform takes, for example an enclave laboratory."""

    needs_words = ("text",)

    platform = ParentalKey(JointPlatform, on_delete=models.CASCADE, related_name="forms")
    text = models.CharField(_("form"), max_length=200, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("form")
        verbose_name_plural = _("forms")

    def __str__(self) -> str:
        return self.words("text").text


class PlatformSector(SectorLink):
    platform = ParentalKey(JointPlatform, on_delete=models.CASCADE, related_name="sector_links")

    class Meta(SectorLink.Meta):
        verbose_name = _("focus sector")
        verbose_name_plural = _("focus sectors")
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "sector"], name="platform_sector_once", deferrable=models.Deferrable.DEFERRED
            )
        ]
