"""Ceremonies and meetings: what happened when and where, who was there, and in which order."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from parks.models import OfficeOfTheDay, Organization, Park, Person, Place
from parks.models.base import Part
from partnerships.enums import EventKind, PartOfDay
from partnerships.models.base import KeptRecord
from partnerships.models.ranked import RankedPerson, ranked_once
from portal.core.partial_dates import PartialDateField, sort_key


class Event(KeptRecord):
    """A signing, opening or unveiling. Its date may be partial; an inferred year says on what it rests."""

    name = models.CharField(_("name"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind.choices)
    date = PartialDateField(_("date"), null=True, blank=True)
    date_basis = models.CharField(
        _("basis of the date"), max_length=200, blank=True, help_text=_("What an inferred year rests on.")
    )
    part_of_day = models.CharField(
        _("part of the day"), max_length=10, choices=PartOfDay.choices, default=PartOfDay.NOT_STATED, blank=True
    )
    park = models.ForeignKey(
        Park, verbose_name=_("held in the park"), on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    place = models.ForeignKey(
        Place, verbose_name=_("place"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-pk"]
        #: As the list in the admin and the public timeline sort.
        indexes = [models.Index(sort_key("date").desc(nulls_last=True), models.F("id").desc(), name="event_newest")]


class ProgrammeItem(Part):
    needs_words = ("text",)

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="programme")
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    text = models.CharField(_("item of the programme"), max_length=300, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("item of the programme")
        verbose_name_plural = _("programme")

    def __str__(self) -> str:
        return self.words("text").text


class Attendee(RankedPerson):
    """Somebody who was there, on a side and with the offices of that day."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="attendees")
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    spoke = models.BooleanField(_("spoke"), default=False)
    is_quoted = models.BooleanField(
        _("quoted; attendance is not stated"),
        default=False,
        help_text=_("The source quotes the person and does not say that they were there."),
    )
    part = models.CharField(_("part"), max_length=200, blank=True, help_text=_("For example “closing remarks”."))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(RankedPerson.Meta):
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        constraints = ranked_once("event", "attendee")


class AttendeeOffice(OfficeOfTheDay):
    attendee = ParentalKey(Attendee, on_delete=models.CASCADE, related_name="offices")

    class Meta(OfficeOfTheDay.Meta):
        verbose_name = _("office on the day")
        verbose_name_plural = _("offices on the day")


class AttendeeBehalf(Part):
    """For whom somebody spoke or stood: a park, an organisation or a place."""

    attendee = ParentalKey(Attendee, on_delete=models.CASCADE, related_name="behalves")
    park = models.ForeignKey(
        Park, verbose_name=_("park"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("organisation"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.ForeignKey(
        Place, verbose_name=_("place"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Part.Meta):
        verbose_name = _("on behalf of")
        verbose_name_plural = _("on behalf of")

    def __str__(self) -> str:
        return str(self.subject or "")

    @property
    def subject(self) -> Park | Organization | Place | None:
        return self.park or self.organization or self.place

    def clean(self) -> None:
        super().clean()
        if not (self.park_id or self.organization_id or self.place_id):
            raise ValidationError(_("Choose a park, an organisation or a place."), code="behalf")
