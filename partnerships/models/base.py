"""What agreements, events and platforms have in common: a unit that keeps them, and whether the public sees them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from parks.models.base import NamedQuerySet, NamedRecord
from portal.core.models import Unit


class KeptQuerySet(NamedQuerySet):
    """Records that a unit keeps."""

    def public(self) -> KeptQuerySet:
        """Those that everybody may see."""
        return self.filter(is_public=True)


class KeptRecord(NamedRecord, ClusterableModel):
    """A record that one unit keeps; to other units and the public it does not exist unless it is public.

    Only internal and business matters may be entered: state and work secrets never, as every form says.
    """

    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The office that keeps this record."),
    )
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    is_public = models.BooleanField(_("public"), default=False, help_text=_("Shown on the portal and in its data."))

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True
