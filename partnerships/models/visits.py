"""Delegation visits, incoming and outgoing: who comes to whom, why, and what came of it."""

from __future__ import annotations

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey

from parks.models import Park, Place
from parks.models.base import Part
from parks.models.organizations import Body
from parks.models.sectors import SectorLink
from partnerships.models.base import KeptQuerySet, KeptRecord
from partnerships.visits.enums import (
    TOOK_PLACE,
    Direction,
    LetterKind,
    VisitKind,
    VisitPublicField,
    VisitState,
    usually_shown,
)
from portal.core.days import plausible
from portal.core.localized import Words
from portal.core.partial_dates import PartialDateField, sort_key


def known_zone(name: str) -> None:
    """Validator of a time zone. Raises ValidationError for a name that the IANA data do not have."""
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone of this name."), code="zone")


class VisitQuerySet(KeptQuerySet):
    def public(self) -> KeptQuerySet:
        """Those that are marked as public and have taken place: what is to come is nobody's business."""
        return super().public().filter(state__in=TOOK_PLACE)


class Visit(KeptRecord):
    """A visit to a park or of a park. What of it is public beyond the essentials says `public_fields`.

    Its date may be partial; an inferred year says on what it rests. `timezone` is that of the place, in which the
    agenda is written.
    """

    reserved_slugs = frozenset({"request", "status", "calendar"})
    #: All that its form asks and that is no words: of two who save, the second takes back nothing of the first.
    guarded = (
        *("is_public", "public_fields", "unit", "direction", "kind", "date", "until", "timezone", "park", "place"),
        *("headcount", "responsible", "letter_kind", "letter_number", "letter_date", "approver", "approved_on"),
        *("foreign_affairs_reference", "internal_note"),
    )

    name = models.CharField(_("name"), max_length=200, blank=True)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction.choices, default=Direction.INCOMING)
    kind = models.CharField(_("kind"), max_length=10, choices=VisitKind.choices)
    state = models.CharField(
        _("state"), max_length=14, choices=VisitState.choices, default=VisitState.REQUESTED, editable=False
    )
    date = PartialDateField(_("date"), null=True, blank=True)
    until = PartialDateField(_("last day"), null=True, blank=True, help_text=_("Where it lasts longer than a day."))
    date_basis = models.CharField(
        _("basis of the date"), max_length=200, blank=True, help_text=_("What an inferred year rests on.")
    )
    timezone = models.CharField(
        _("time zone"),
        max_length=60,
        default=settings.TIME_ZONE,
        validators=[known_zone],
        help_text=_("Of the place of the visit, in which the agenda is written."),
    )
    park = models.ForeignKey(
        Park,
        verbose_name=_("park"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        help_text=_("The park that receives the visitors, or whose people travel."),
    )
    place = models.ForeignKey(
        Place, verbose_name=_("place"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True, help_text=_("The office or site that receives."))
    purpose = models.TextField(_("purpose"), blank=True)
    outcome = models.TextField(pgettext_lazy("of a visit", "outcome"), blank=True)
    headcount = models.PositiveSmallIntegerField(
        _("number of visitors"), null=True, blank=True, help_text=_("Where not all of them are listed.")
    )
    letter_kind = models.CharField(
        _("rests on"), max_length=16, choices=LetterKind.choices, default=LetterKind.NONE, blank=True
    )
    letter_number = models.CharField(_("number of the letter"), max_length=80, blank=True)
    letter_date = models.DateField(_("date of the letter"), null=True, blank=True, validators=[plausible])
    approver = models.CharField(
        pgettext_lazy("of a visit", "approved by"), max_length=120, blank=True, help_text=_("Name and office.")
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True, validators=[plausible])
    foreign_affairs_reference = models.CharField(
        _("reference of the foreign-affairs office"), max_length=80, blank=True
    )
    public_fields = ArrayField(
        models.CharField(max_length=20, choices=VisitPublicField.choices),
        verbose_name=_("public beyond the essentials"),
        default=usually_shown,
        blank=True,
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    internal_note = models.TextField(_("internal note"), blank=True)
    follows = models.ForeignKey(
        "self",
        verbose_name=_("follows the visit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="followed_by",
    )

    objects: ClassVar[Any] = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = pgettext_lazy("delegation", "visits")
        ordering = ["-pk"]
        indexes = [
            models.Index(sort_key("date").desc(nulls_last=True), models.F("id").desc(), name="visit_newest"),
            models.Index(fields=["is_public", "state", "-id"], name="visit_public"),
        ]

    @property
    def is_shown(self) -> bool:
        """Whether everybody may see it: marked as public, and it has taken place."""
        return self.is_public and self.state in TOOK_PLACE

    def shows(self, field: str) -> bool:
        """Whether the public may see `field` (a `VisitPublicField`)."""
        return self.is_shown and field in self.public_fields


class VisitPartner(Body):
    """On whose behalf the other side comes or receives: a park, an organisation, or a description."""

    guarded = ("park", "organization")

    visit = ParentalKey(Visit, on_delete=models.CASCADE, related_name="partners")
    park = models.ForeignKey(
        Park, verbose_name=_("park"), on_delete=models.PROTECT, null=True, blank=True, related_name="visit_links"
    )

    class Meta(Body.Meta):
        verbose_name = pgettext_lazy("of a visit", "partner")
        verbose_name_plural = pgettext_lazy("of a visit", "partners")

    @property
    def shown(self) -> Words:
        """The organisation, else the park, else the description."""
        if self.organization or not self.park:
            return super().shown
        return self.park.words("name")


class VisitTopic(Part):
    needs_words = ("text",)

    visit = ParentalKey(Visit, on_delete=models.CASCADE, related_name="topics")
    text = models.CharField(_("topic"), max_length=200, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.words("text").text


class VisitSector(SectorLink):
    visit = ParentalKey(Visit, on_delete=models.CASCADE, related_name="sector_links")

    class Meta(SectorLink.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "sector"], name="visit_sector_once", deferrable=models.Deferrable.DEFERRED
            )
        ]
