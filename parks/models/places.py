"""Places, and what is said of a place itself rather than of a park in it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from parks.enums import PlaceKind
from parks.models.base import Alias, NamedRecord
from parks.models.sectors import SectorLink
from portal.core.localized import Words


class Place(NamedRecord, ClusterableModel):
    """A country, province, city, district or town."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    full_name = models.CharField(
        _("name in an address"),
        max_length=200,
        blank=True,
        help_text=_("With the places it is part of, for example “Hai'an, Nantong, Jiangsu”."),
    )
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind.choices)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    country = CountryField(_("country or region"), blank=True)
    longitude = models.DecimalField(_("longitude (degrees)"), max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField(_("latitude (degrees)"), max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["slug"]

    @property
    def address_words(self) -> Words:
        """The name as it stands in an address line."""
        return self.words("full_name") or self.words("name")

    @property
    def address(self) -> str:
        return self.address_words.text


class PlaceAlias(Alias):
    place = ParentalKey(Place, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")


class PlaceSector(SectorLink):
    """An industry of the place itself."""

    place = ParentalKey(Place, on_delete=models.CASCADE, related_name="sector_links")

    class Meta(SectorLink.Meta):
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        constraints = [models.UniqueConstraint(fields=["place", "sector"], name="place_sector_once")]
