"""How long an office takes: its working hours, its holidays, and the clocks of its inquiries."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from partnerships.inquiries.enums import ClockEnd, ClockKind
from partnerships.models.inquiries import Inquiry
from portal.core.models import Unit


class Weekday(models.IntegerChoices):
    """Days of the week as Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class WorkCalendar(ClusterableModel):
    """When an office works: hours of the week, the public holidays of a country, and what staff corrected."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    country = CountryField(_("holidays of"))
    subdivision = models.CharField(
        _("state or province"), max_length=10, blank=True, help_text=_("A code such as MA, where its holidays differ.")
    )
    timezone = models.CharField(_("time zone"), max_length=64, default="Asia/Shanghai")
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        verbose_name = _("working calendar")
        verbose_name_plural = _("working calendars")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class WorkHours(models.Model):
    """Hours of one day of the week; a make-up working day (调休上班) has those of the first day that has any."""

    calendar = ParentalKey(WorkCalendar, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=Weekday.choices)
    begins = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))

    class Meta:
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        ordering = ["weekday", "begins"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("begins")),
                name="work_hours_end_after_begin",
                violation_error_message=_("Working hours end after they begin."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.begins:%H:%M}–{self.ends:%H:%M}"


class CalendarDay(models.Model):
    """A day on which an office works, or does not, other than its country's calendar says."""

    calendar = ParentalKey(WorkCalendar, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    is_working = models.BooleanField(_("working day"), default=False)
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("corrected day")
        verbose_name_plural = _("corrected days")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class ServiceLevel(models.Model):
    """What an office promises, in working minutes of its calendar. The row without a unit is for all others."""

    unit = models.OneToOneField(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: for every unit that has none of its own."),
    )
    calendar = models.ForeignKey(
        WorkCalendar, verbose_name=_("working calendar"), on_delete=models.PROTECT, related_name="+"
    )
    first_answer = models.PositiveIntegerField(
        _("first answer within, working minutes"), default=840, validators=[MinValueValidator(1)]
    )
    next_answer = models.PositiveIntegerField(
        _("further answers within, working minutes"), default=1260, validators=[MinValueValidator(1)]
    )
    warn_at = models.PositiveSmallIntegerField(
        _("warning at, per cent of the time"),
        default=75,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
    )

    class Meta:
        verbose_name = _("service level")
        verbose_name_plural = _("service levels")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                nulls_distinct=False,
                name="service_level_once",
                violation_error_message=_("There is one for this unit already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.unit or pgettext_lazy("service level", "Every unit"))


class ServiceClock(models.Model):
    """The time within which an inquiry is to be answered. It stops while the investor is asked.

    While it runs, `running_since` and `due_at` are set; `used` are the working seconds before that. One clock of an
    inquiry at most has not ended.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="clocks")
    kind = models.CharField(_("for"), max_length=6, choices=ClockKind.choices)
    calendar = models.ForeignKey(WorkCalendar, on_delete=models.PROTECT, related_name="+")
    allowed = models.PositiveIntegerField(_("allowed, working seconds"))
    warn_after = models.PositiveIntegerField(_("warning after, working seconds"))
    used = models.PositiveIntegerField(_("used, working seconds"), default=0)
    started_at = models.DateTimeField(_("started"))
    running_since = models.DateTimeField(_("running since"), null=True, blank=True)
    warn_at = models.DateTimeField(_("warning due"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    warned_at = models.DateTimeField(_("warned"), null=True, blank=True)
    escalated_at = models.DateTimeField(_("escalated"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    outcome = models.CharField(
        _("outcome"), max_length=8, choices=ClockEnd.choices, default=ClockEnd.RUNNING, blank=True
    )

    class Meta:
        verbose_name = _("clock of an inquiry")
        verbose_name_plural = _("clocks of inquiries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["inquiry"], condition=Q(ended_at=None), name="inquiry_clock_once")
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(ended_at=None, due_at__isnull=False), name="inquiry_clock_due")
        ]

    def __str__(self) -> str:
        return str(self.inquiry)
