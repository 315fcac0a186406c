"""Industries and fields of technology."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from parks.models.base import Alias, NamedRecord


class Sector(NamedRecord, ClusterableModel):
    """An industry, as the sources name it."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ["slug"]


class SectorAlias(Alias):
    sector = ParentalKey(Sector, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")


class SectorLink(models.Model):
    """Base of ordered links from a record to its sectors."""

    sector = models.ForeignKey(Sector, verbose_name=_("sector"), on_delete=models.PROTECT, related_name="+")
    sort_order = models.IntegerField(null=True, blank=True, editable=False)

    sort_order_field = "sort_order"

    class Meta:
        abstract = True
        ordering = ["sort_order"]

    def __str__(self) -> str:
        return str(self.sector)
