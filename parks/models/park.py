"""The park itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from parks.enums import Level, OperatorKind, ParkKind
from parks.models.base import NamedQuerySet, NamedRecord
from parks.models.organizations import Organization
from parks.models.places import Place
from parks.models.sectors import Sector, SectorLink
from parks.sort_keys import MAX_LENGTH, sort_key
from portal.core.drawing.emblem import EmblemFacts, EmblemShape, emblem
from portal.core.models import Unit

YEARS = [MinValueValidator(1800), MaxValueValidator(2200)]


class ParkQuerySet(NamedQuerySet):
    def for_index(self) -> ParkQuerySet:
        """Parks as lists and cards show them, by name, with places and leading sectors: three queries."""
        return self.order_by("sort_key", "pk").prefetch_related(
            models.Prefetch("place_links", ParkPlace.objects.select_related("place")),
            models.Prefetch("sector_links", ParkSector.objects.select_related("sector")),
        )


class Park(NamedRecord, ClusterableModel):
    """A high-tech park, incubator or sci-tech city. Unknown facts stay empty."""

    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parks",
        help_text=_("The office that keeps this record. Empty: nobody here does."),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    sort_key = models.CharField(max_length=MAX_LENGTH, editable=False, db_index=True)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices, default=Level.NOT_STATED)
    kind = models.CharField(_("kind"), max_length=20, choices=ParkKind.choices, default=ParkKind.NOT_STATED)
    kind_stated = models.CharField(
        _("kind in the words of the source"),
        max_length=120,
        blank=True,
        help_text=_("For example “national technology business incubator”."),
    )
    operator_kind = models.CharField(
        _("run by"), max_length=20, choices=OperatorKind.choices, default=OperatorKind.NOT_STATED
    )
    founder = models.ForeignKey(
        Organization, verbose_name=_("founder"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    founder_text = models.CharField(
        _("founder in words"), max_length=200, blank=True, help_text=_("Where the founder is no organisation.")
    )
    launched_by = models.ForeignKey(
        Organization, verbose_name=_("launched by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    founded_year = models.PositiveSmallIntegerField(_("founded (year)"), null=True, blank=True, validators=YEARS)
    area_km2 = models.DecimalField(
        _("area (km²)"),
        max_digits=9,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.001"))],
    )
    layout = models.CharField(_("layout"), max_length=300, blank=True)
    feature = models.CharField(_("special feature"), max_length=300, blank=True)
    website = models.URLField(_("website"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("postal address"), max_length=300, blank=True)

    objects: ClassVar[Any] = ParkQuerySet.as_manager()

    class Meta:
        verbose_name = _("park")
        verbose_name_plural = _("parks")
        ordering = ["sort_key"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name_zh_hans or self.name_en or "")
        if kwargs.get("update_fields") is not None:  # a name may be among them
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key"}
        super().save(*args, **kwargs)

    @property
    def short(self) -> str:
        """The short name, or the full one."""
        return self.words("short_name").text or str(self)

    @property
    def kind_line(self) -> str:
        """The kind in the words of the source, or its choice; empty where it is not stated."""
        stated = self.words("kind_stated").text
        if stated:
            return stated
        return "" if self.kind == ParkKind.NOT_STATED else self.get_kind_display()

    @property
    def places(self) -> list[Place]:
        return [link.place for link in self.place_links.all()]

    @property
    def sectors(self) -> list[Sector]:
        """The leading sectors, in order."""
        return [link.sector for link in self.sector_links.all()]

    @property
    def place_line(self) -> str:
        """The places as one line of a card."""
        return pgettext("between details", "; ").join(place.address for place in self.places)

    @cached_property
    def emblem(self) -> EmblemShape:
        """The mark that follows from this record."""
        place = next(iter(self.places), None)
        return emblem(
            EmblemFacts(
                slug=self.slug,
                level="" if self.level == Level.NOT_STATED else self.level,
                founded_year=self.founded_year,
                sector_slugs=tuple(sector.slug for sector in self.sectors),
                place_slug=place.slug if place else "",
                longitude=float(place.longitude) if place and place.longitude is not None else None,
                latitude=float(place.latitude) if place and place.latitude is not None else None,
            )
        )


class ParkPlace(models.Model):
    """A district or city in which the park lies, or in which a part of it lies."""

    park = ParentalKey(Park, on_delete=models.CASCADE, related_name="place_links")
    place = models.ForeignKey(Place, verbose_name=_("place"), on_delete=models.PROTECT, related_name="park_links")
    sort_order = models.IntegerField(null=True, blank=True, editable=False)

    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["sort_order"]
        constraints = [models.UniqueConstraint(fields=["park", "place"], name="park_place_once")]

    def __str__(self) -> str:
        return str(self.place)


class ParkSector(SectorLink):
    """A leading industry."""

    park = ParentalKey(Park, on_delete=models.CASCADE, related_name="sector_links")

    class Meta(SectorLink.Meta):
        verbose_name = _("leading industry")
        verbose_name_plural = _("leading industries")
        constraints = [models.UniqueConstraint(fields=["park", "sector"], name="park_sector_once")]
