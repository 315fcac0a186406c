"""What happens on a visit, when and where; the rooms in which it does."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey

from parks.models import Organization, Park, Person
from parks.models.base import NamedRecord, Part
from partnerships.models.visits import Visit, known_zone
from partnerships.visits.enums import AgendaKind
from portal.core.days import plausible


class Room(NamedRecord):
    """A room in which a park receives. It is free or taken for everybody of its unit."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    park = models.ForeignKey(Park, verbose_name=_("park"), on_delete=models.PROTECT, related_name="rooms")
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    note = models.CharField(pgettext_lazy("of a room", "note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["pk"]


class AgendaItem(Part):
    """An item of the agenda: a day and times on the clock of its place.

    Clock and zone are what is kept, so that a visit that is moved across a clock change stays at nine o'clock; `begins`
    and `ends` are the moments, made at every save, for clashes and calendars.
    """

    needs_words = ("text",)
    guarded = (
        *("kind", "day", "starts_at", "ends_at", "timezone", "is_parallel"),
        *("organization", "room", "responsible"),
    )

    visit = ParentalKey(Visit, on_delete=models.CASCADE, related_name="agenda")
    kind = models.CharField(_("kind"), max_length=10, choices=AgendaKind.choices, default=AgendaKind.MEETING)
    day = models.DateField(_("day"), null=True, blank=True, validators=[plausible])
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    timezone = models.CharField(
        _("time zone"), max_length=60, blank=True, validators=[known_zone], help_text=_("Empty: that of the visit.")
    )
    text = models.CharField(_("item of the agenda"), max_length=300, blank=True)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("place visited"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Where it has a record."),
    )
    room = models.ForeignKey(
        Room, verbose_name=_("room"), on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True, help_text=_("Where it is none of the rooms."))
    responsible = models.ForeignKey(
        Person,
        verbose_name=_("responsible person"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_parallel = models.BooleanField(
        _("runs beside other items"), default=False, help_text=_("Otherwise two items at one time are a mistake.")
    )
    begins = models.DateTimeField(null=True, editable=False)
    ends = models.DateTimeField(null=True, editable=False)

    class Meta(Part.Meta):
        verbose_name = _("item of the agenda")
        verbose_name_plural = _("agenda")
        indexes = [models.Index(fields=["begins", "ends"], name="agenda_moments")]

    def __str__(self) -> str:
        return self.words("text").text

    @property
    def zone(self) -> ZoneInfo:
        """The zone on whose clock the item is written."""
        return ZoneInfo(self.timezone or self.visit.timezone)

    def clean(self) -> None:
        super().clean()
        if (self.starts_at or self.ends_at) and not self.day:
            raise ValidationError({"day": _("Give the day to which these times belong.")})
        if self.ends_at and not self.starts_at:
            raise ValidationError({"starts_at": _("Say when it begins.")})
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError(
                {"ends_at": _("It ends before it begins. Enter what goes past midnight as two items.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.begins, self.ends = self.moments()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "begins", "ends"}
        super().save(*args, **kwargs)

    def moments(self) -> tuple[datetime | None, datetime | None]:
        """When it begins and ends; without an end it lasts an hour. None where no time is known."""
        if self.day is None or self.starts_at is None:
            return None, None
        begins = datetime.combine(self.day, self.starts_at, tzinfo=self.zone)
        ends = datetime.combine(self.day, self.ends_at, tzinfo=self.zone) if self.ends_at else None
        return begins, ends or begins + timedelta(hours=1)
