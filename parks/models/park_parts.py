"""Parts of a park: who runs and owns it, how it is laid out, who works there, what it was honoured with."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from parks.enums import SubSiteKind, SubSiteStatus
from parks.models.base import Alias, Part
from parks.models.organizations import Body, Organization
from parks.models.park import YEARS, Park
from parks.models.places import Place
from parks.models.sectors import Sector, SectorLink
from portal.core.localized import Words
from portal.core.partial_dates import PartialDateField


class ParkAlias(Alias):
    park = ParentalKey(Park, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name = _("spelling or former name")
        verbose_name_plural = _("spellings and former names")


class ParkOperator(Body):
    """One of those who run the park."""

    park = ParentalKey(Park, on_delete=models.CASCADE, related_name="operators")

    class Meta(Body.Meta):
        verbose_name = _("operator")
        verbose_name_plural = _("operators")


class ParkShareholder(Body):
    """One of those who own the operating company; the share may be unknown."""

    park = ParentalKey(Park, on_delete=models.CASCADE, related_name="shareholders")
    share = models.DecimalField(
        _("share (per cent)"),
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )

    class Meta(Body.Meta):
        verbose_name = _("shareholder")
        verbose_name_plural = _("shareholders")


class PlanningPhase(Part):
    """A phase of the plan; years and area may be unknown."""

    needs_words = ("name",)

    park = ParentalKey(Park, on_delete=models.CASCADE, related_name="phases")
    name = models.CharField(_("name"), max_length=200, blank=True)
    start_year = models.PositiveSmallIntegerField(_("from (year)"), null=True, blank=True, validators=YEARS)
    end_year = models.PositiveSmallIntegerField(_("to (year)"), null=True, blank=True, validators=YEARS)
    area_km2 = models.DecimalField(_("area (km²)"), max_digits=9, decimal_places=3, null=True, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("planning phase")
        verbose_name_plural = _("planning phases")
        constraints = [
            models.CheckConstraint(
                condition=Q(start_year__isnull=True) | Q(end_year__isnull=True) | Q(end_year__gte=F("start_year")),
                name="phase_ends_after_start",
                violation_error_message=_("The phase ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.words("name").text


class SubSite(Part, ClusterableModel):
    """A sub-park, a sub-centre, or a place with which one is under discussion (then the place alone is known)."""

    park = ParentalKey(Park, on_delete=models.CASCADE, related_name="sub_sites")
    name = models.CharField(_("name"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=SubSiteKind.choices)
    status = models.CharField(
        _("status"), max_length=20, choices=SubSiteStatus.choices, default=SubSiteStatus.NOT_STATED
    )
    founded_year = models.PositiveSmallIntegerField(_("founded (year)"), null=True, blank=True, validators=YEARS)
    place = models.ForeignKey(
        Place, verbose_name=_("place"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Part.Meta):
        verbose_name = _("sub-park or sub-centre")
        verbose_name_plural = _("sub-parks and sub-centres")

    def __str__(self) -> str:
        return str(self.shown)

    @property
    def shown(self) -> Words:
        """The name, or that of the place."""
        words = self.words("name")
        return words if words or not self.place else self.place.words("name")

    @property
    def sectors(self) -> list[Sector]:
        return [link.sector for link in self.sector_links.all()]

    def clean(self) -> None:
        super().clean()
        if not self.place_id and not self.words("name"):
            raise ValidationError(_("Give a name or choose a place."), code="sub_site")


class SubSiteSector(SectorLink):
    sub_site = ParentalKey(SubSite, on_delete=models.CASCADE, related_name="sector_links")

    class Meta(SectorLink.Meta):
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        constraints = [models.UniqueConstraint(fields=["sub_site", "sector"], name="sub_site_sector_once")]


class Tenant(Part):
    """A company or centre in the park: a record of its own, or a name only."""

    latin_stays = ("name",)

    park = ParentalKey(Park, on_delete=models.CASCADE, related_name="tenants")
    organization = models.ForeignKey(
        Organization, verbose_name=_("organisation"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=200, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("tenant")
        verbose_name_plural = _("tenants")

    def __str__(self) -> str:
        return str(self.shown)

    @property
    def shown(self) -> Words:
        return self.organization.words("name") if self.organization else self.words("name")

    def clean(self) -> None:
        super().clean()
        if not self.organization_id and not self.words("name"):
            raise ValidationError(_("Choose an organisation or give a name."), code="tenant")


class Honour(Part):
    """A designation or award, with its date as far as it is known and the body that gave it."""

    needs_words = ("designation",)

    park = ParentalKey(Park, on_delete=models.CASCADE, related_name="honours")
    designation = models.CharField(_("honour or designation"), max_length=300, blank=True)
    date = PartialDateField(_("date"), null=True, blank=True)
    authority = models.ForeignKey(
        Organization, verbose_name=_("given by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Part.Meta):
        verbose_name = _("honour or designation")
        verbose_name_plural = _("honours and designations")

    def __str__(self) -> str:
        return self.words("designation").text


class Contact(Part):
    """An office of the park that answers; no private person."""

    needs_words = ("office",)

    park = ParentalKey(Park, on_delete=models.CASCADE, related_name="contacts")
    office = models.CharField(_("office"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("postal address"), max_length=300, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.words("office").text
