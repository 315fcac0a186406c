"""What is said of a park or of a place in short sentences and figures, and the clusters of either."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from parks.enums import EducationKind, StatementKind
from parks.models.base import Alias, NamedRecord, Part, exactly_one_subject
from parks.models.organizations import Body
from parks.models.park import YEARS, Park
from parks.models.places import Place


class Statement(Part):
    """One short sentence about a park or a place."""

    needs_words = ("text",)

    park = ParentalKey(Park, on_delete=models.CASCADE, null=True, blank=True, related_name="statements")
    place = ParentalKey(Place, on_delete=models.CASCADE, null=True, blank=True, related_name="statements")
    kind = models.CharField(_("kind"), max_length=20, choices=StatementKind.choices)
    text = models.CharField(_("sentence"), max_length=500, blank=True)
    detail = models.CharField(_("detail"), max_length=500, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    as_of = models.PositiveSmallIntegerField(_("as of (year)"), null=True, blank=True, validators=YEARS)

    class Meta(Part.Meta):
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [exactly_one_subject("statement_of_park_or_place")]

    def __str__(self) -> str:
        return self.words("text").text


class EducationFigure(models.Model):
    """How many universities or institutes a park or a place has."""

    park = ParentalKey(Park, on_delete=models.CASCADE, null=True, blank=True, related_name="education_figures")
    place = ParentalKey(Place, on_delete=models.CASCADE, null=True, blank=True, related_name="education_figures")
    kind = models.CharField(_("kind"), max_length=40, choices=EducationKind.choices)
    count = models.PositiveIntegerField(_("number"))
    as_of = models.PositiveSmallIntegerField(_("as of (year)"), null=True, blank=True, validators=YEARS)

    class Meta:
        verbose_name = _("education figure")
        verbose_name_plural = _("education figures")
        ordering = ["-kind", "as_of"]
        constraints = [exactly_one_subject("education_of_park_or_place")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.count}"


class Cluster(NamedRecord, ClusterableModel):
    """A cluster of companies that a park or a place is known for."""

    park = models.ForeignKey(
        Park, verbose_name=_("park"), on_delete=models.CASCADE, null=True, blank=True, related_name="clusters"
    )
    place = models.ForeignKey(
        Place, verbose_name=_("place"), on_delete=models.CASCADE, null=True, blank=True, related_name="clusters"
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        ordering = ["slug"]
        constraints = [exactly_one_subject("cluster_of_park_or_place")]


class ClusterAlias(Alias):
    cluster = ParentalKey(Cluster, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")


class ClusterCompany(Body):
    cluster = ParentalKey(Cluster, on_delete=models.CASCADE, related_name="companies")

    class Meta(Body.Meta):
        verbose_name = _("company")
        verbose_name_plural = _("companies")


class ClusterProduct(Part):
    needs_words = ("name",)

    cluster = ParentalKey(Cluster, on_delete=models.CASCADE, related_name="products")
    name = models.CharField(_("name"), max_length=200, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("product")
        verbose_name_plural = _("products")

    def __str__(self) -> str:
        return self.words("name").text
