"""Persons that news, agreements and events name, and the offices they hold."""

from __future__ import annotations

import re
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from parks.enums import ChineseForm, CourtesyTitle, LatinOrder
from parks.models.base import Alias, DirectoryRecord, Part, by_spelling
from parks.models.organizations import Organization
from parks.person_names import chinese_name, latin_name
from portal.core.partial_dates import PartialDateField


class Person(DirectoryRecord, ClusterableModel):
    """A person in public office or in business. Two are one only where somebody has said so, never by name alone.

    `name` is made of the parts at every save; a Chinese name that is not known stays Latin and is flagged.
    """

    needs_words = ("family_name",)
    latin_stays = ("name", "family_name", "given_name")
    #: A merge takes them over.
    guarded = ("courtesy_title", "chinese_form", "name_basis", "country")

    name = models.CharField(_("name"), max_length=200, blank=True, editable=False)
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    courtesy_title = models.CharField(
        _("courtesy title"), max_length=10, choices=CourtesyTitle.choices, default=CourtesyTitle.NONE, blank=True
    )
    latin_order = models.CharField(
        _("order in Latin letters"),
        max_length=12,
        choices=LatinOrder.choices,
        default=LatinOrder.FAMILY_FIRST,
        help_text=_("As the sources write it: “Li Youping” or “Charlie Baker”."),
    )
    chinese_form = models.CharField(
        _("form in Chinese"), max_length=12, choices=ChineseForm.choices, default=ChineseForm.CHINESE
    )
    name_basis = models.CharField(
        _("where the Chinese name is known from"),
        max_length=200,
        blank=True,
        help_text=_("For staff only. Leave the Chinese name empty rather than guess it."),
    )
    country = CountryField(_("country or region"), blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["slug"]
        indexes = [by_spelling("person_spellings")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.form_names()
        if kwargs.get("update_fields") is not None:  # a part of the name may be among them
            kwargs["update_fields"] = {*kwargs["update_fields"], "name_zh_hans", "name_en"}
        super().save(*args, **kwargs)

    def form_names(self) -> None:
        """Make the names of their parts."""
        self.name_zh_hans = chinese_name(self.family_name_zh_hans, self.given_name_zh_hans, self.chinese_form)
        self.name_en = latin_name(self.family_name_en, self.given_name_en, self.latin_order)

    def names(self) -> list[str]:
        return [name for name in (self.name_zh_hans, self.name_en) if name]


class PersonAlias(Alias):
    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name = _("spelling or former name")
        verbose_name_plural = _("spellings and former names")


class OfficeWords(Part):
    """An office in words of its own: title and organisation, so that it stays what it was on the day."""

    needs_words = ("title",)
    latin_stays = ("organization_name",)

    title = models.CharField(pgettext_lazy("of a person", "office"), max_length=200, blank=True)
    organization = models.ForeignKey(
        Organization, verbose_name=_("organisation"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organization_name = models.CharField(
        _("name of the organisation on the day"),
        max_length=200,
        blank=True,
        help_text=_("Taken from the record of the organisation where it is left empty."),
    )

    class Meta(Part.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.words("title").text


class Office(OfficeWords):
    """An office that the person holds or held; what is not known of its beginning and end stays empty."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="offices")
    since = PartialDateField(_("from"), null=True, blank=True)
    until = PartialDateField(_("until"), null=True, blank=True)
    has_ended = models.BooleanField(_("held no longer"), default=False)
    source = models.CharField(_("source"), max_length=200, blank=True, help_text=_("For staff only."))

    class Meta(OfficeWords.Meta):
        verbose_name = pgettext_lazy("of a person", "office")
        verbose_name_plural = pgettext_lazy("of a person", "offices")


class OfficeOfTheDay(OfficeWords):
    """An office as it was on the day of an event or a signature. It never follows what the person holds later."""

    as_stated = models.CharField(
        _("as the source has it"),
        max_length=200,
        blank=True,
        help_text=_(
            "Where a public source calls the office otherwise, for example “Governor”; several are separated by “;”. "
            "Not on the pages, but in the public data."
        ),
    )

    class Meta(OfficeWords.Meta):
        abstract = True

    @property
    def wordings_of_source(self) -> list[str]:
        """What the source calls the office, one by one; empty where it calls it as the house does."""
        return [wording for part in re.split("[;；]", self.as_stated) if (wording := part.strip())]
