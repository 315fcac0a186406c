"""Organisations that parks, evaluations and agreements name."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from parks.enums import OrganizationKind
from parks.models.base import Alias, DirectoryRecord, Part, by_spelling
from parks.models.places import Place
from portal.core.localized import Words


class Organization(DirectoryRecord, ClusterableModel):
    """A body with a name. One whose Chinese name is not known stays Latin on Chinese pages; none is invented."""

    latin_stays = ("name", "short_name")
    #: A merge takes them over.
    guarded = ("kind", "parent", "country", "website", "site")

    name = models.CharField(_("name"), max_length=200, blank=True)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganizationKind.choices, default=OrganizationKind.OTHER)
    parent = models.ForeignKey(
        "self", verbose_name=_("belongs to"), on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    country = CountryField(_("country or region"), blank=True)
    website = models.URLField(_("website"), blank=True)
    is_public = models.BooleanField(
        _("listed publicly"),
        default=False,
        help_text=_(
            "In the public data, /api/v1/organizations. Leave it off while nobody outside may know that you deal with "
            "it; where a park or a public agreement names it, it is shown all the same."
        ),
    )
    site = models.ForeignKey(
        Place, verbose_name=_("seat"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["slug"]
        indexes = [by_spelling("organization_spellings")]

    def names(self) -> list[str]:
        names = (self.name_zh_hans, self.name_en, self.short_name_zh_hans, self.short_name_en)
        return [name for name in names if name]


class OrganizationAlias(Alias):
    organization = ParentalKey(Organization, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name = _("spelling or former name")
        verbose_name_plural = _("spellings and former names")


class Body(Part):
    """An organisation in a part it plays: by record where there is one, else as the source describes it."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("organisation"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    description = models.CharField(
        _("description"),
        max_length=200,
        blank=True,
        help_text=_("Where the source names nobody, for example “the U.S. side (not named)”."),
    )

    class Meta(Part.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.shown)

    @property
    def shown(self) -> Words:
        """The organisation's name, or the description."""
        return self.organization.words("name") if self.organization else self.words("description")

    def clean(self) -> None:
        super().clean()
        if not self.organization_id and not self.shown:
            has_park = any(field.name == "park" for field in self._meta.get_fields())
            said = _("Choose a park or an organisation, or describe it.")
            raise ValidationError(said if has_park else _("Choose an organisation or describe it."), code="body")
