"""Reminders of what falls due, each a row so that each is sent once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.enums import ReminderKind
from partnerships.models.agreements import Agreement
from partnerships.models.milestones import Milestone


class Reminder(models.Model):
    """A reminder that was sent: of the end of an agreement, or of a milestone, so many days before."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="reminders")
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders")
    kind = models.CharField(_("kind"), max_length=12, choices=ReminderKind.choices)
    about = models.DateField(_("day that it is about"))
    days = models.PositiveSmallIntegerField(_("days before"))
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "milestone", "kind", "about", "days"], name="reminder_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.about}"
