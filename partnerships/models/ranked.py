"""Somebody who takes part in something, on a side and with a rank in each arrangement."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from parks.models import Person
from parks.models.base import Part
from partnerships.enums import Arrangement, Side
from portal.core.localized import Words


def _rank(label: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("1 is first on this side.")
    )


class RankedPerson(Part, ClusterableModel):
    """Somebody who takes part, by record or described.

    Ranks count within a side; the sides follow one another as `Side` lists them. Each arrangement has its own ranks,
    and where one is empty who leads comes first, and then the order of the form holds.
    """

    guarded = tuple(f"{arrangement}_rank" for arrangement in Arrangement.values)

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    description = models.CharField(
        _("description"), max_length=200, blank=True, help_text=_("Where the source names nobody.")
    )
    side = models.CharField(_("side"), max_length=20, choices=Side.choices)
    news_rank = _rank(_("rank in the news"))
    rostrum_rank = _rank(_("rank on the rostrum"))
    table_rank = _rank(_("rank at the signing table"))
    photograph_rank = _rank(_("rank in the photograph"))

    class Meta(Part.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.shown)

    @property
    def leads(self) -> bool:
        """Whether they lead their side, and so come first where nobody has given ranks."""
        return False

    @property
    def shown(self) -> Words:
        """The person's name, or the description."""
        return self.person.words("name") if self.person else self.words("description")

    def clean(self) -> None:
        super().clean()
        if not self.person_id and not self.words("description"):
            raise ValidationError(_("Choose a person or describe whom you mean."), code="attendee")


def ranked_once(whole: str, prefix: str) -> tuple[models.UniqueConstraint, ...]:
    """Each rank once on a side, and each person once. `whole` is the key to what they take part in."""
    return (
        *(
            models.UniqueConstraint(
                fields=[whole, "side", f"{arrangement}_rank"],
                name=f"{prefix}_{arrangement}_rank_once",
                deferrable=models.Deferrable.DEFERRED,
            )
            for arrangement in Arrangement.values
        ),
        models.UniqueConstraint(fields=[whole, "person"], name=f"{prefix}_once", deferrable=models.Deferrable.DEFERRED),
    )
