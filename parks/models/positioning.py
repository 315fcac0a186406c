"""A park's positioning: a matrix of columns and rows with several items in a cell."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from parks.models.base import Part, Record
from parks.models.park import Park


class Positioning(Record, ClusterableModel):
    """The matrix of one park."""

    needs_words = ("title",)

    park = models.OneToOneField(Park, verbose_name=_("park"), on_delete=models.CASCADE, related_name="positioning")
    title = models.CharField(_("title"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("positioning matrix")
        verbose_name_plural = _("positioning matrices")
        ordering = ["park__sort_key"]

    def __str__(self) -> str:
        return f"{self.park.short} · {self.words('title')}"


class PositioningColumn(Part):
    needs_words = ("name",)

    positioning = ParentalKey(Positioning, on_delete=models.CASCADE, related_name="columns")
    name = models.CharField(_("name"), max_length=200, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("column")
        verbose_name_plural = _("columns")

    def __str__(self) -> str:
        return self.words("name").text


class PositioningRow(Part, ClusterableModel):
    positioning = ParentalKey(Positioning, on_delete=models.CASCADE, related_name="rows")
    name = models.CharField(_("name"), max_length=200, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("row")
        verbose_name_plural = _("rows")

    def __str__(self) -> str:
        return self.words("name").text


class PositioningItem(Part):
    """An item in the cell of a row and a column. The column goes by its number: both are edited on one screen."""

    needs_words = ("text",)

    row = ParentalKey(PositioningRow, on_delete=models.CASCADE, related_name="items")
    column = models.PositiveSmallIntegerField(
        _("column"), validators=[MinValueValidator(1)], help_text=_("1 is the first column.")
    )
    text = models.CharField(_("item"), max_length=300, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("item")
        verbose_name_plural = _("items")

    def __str__(self) -> str:
        return self.words("text").text
