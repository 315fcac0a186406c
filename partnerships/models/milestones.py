"""What happens to an agreement: its steps from state to state, and its milestones."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey

from parks.models.base import Part
from partnerships.enums import AgreementState
from partnerships.models.agreements import Agreement
from partnerships.models.base import Move, Reminding
from portal.core.days import plausible


class AgreementMove(Move):
    """A step from one state to the next, with the note of who made it; written by `services.agreements` alone."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="moves")
    from_state = models.CharField(_("from"), max_length=20, choices=AgreementState.choices)
    to_state = models.CharField(_("to"), max_length=20, choices=AgreementState.choices)

    class Meta(Move.Meta):
        verbose_name = _("step of an agreement")
        verbose_name_plural = _("steps of agreements")


class Milestone(Reminding, Part):
    needs_words = ("name",)
    guarded = ("is_public",)

    agreement = ParentalKey(Agreement, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField(_("milestone"), max_length=200, blank=True)
    due_on = models.DateField(_("due"), validators=[plausible])
    done_on = models.DateField(_("reached"), null=True, blank=True, validators=[plausible])
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("of a milestone", "owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_public = models.BooleanField(_("public"), default=False)

    class Meta(Part.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return self.words("name").text

    def reminds_anew(self, before: dict[str, Any]) -> bool:
        is_reopened = self.done_on is None and before["done_on"] is not None
        return is_reopened or self.due_on != before["due_on"]
