"""Evaluations: a scheme, its editions, and what a park got. An unknown rank stays empty."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from parks.enums import ResultPointKind
from parks.models.base import NamedRecord, Part, Record
from parks.models.organizations import Organization
from parks.models.park import YEARS, Park
from parks.models.people import OfficeOfTheDay, Person

FROM_ONE = [MinValueValidator(1)]


class EvaluationScheme(NamedRecord, ClusterableModel):
    """An evaluation that is held again and again, with its sub-indices."""

    name = models.CharField(_("name"), max_length=200, blank=True)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    authority = models.ForeignKey(
        Organization, verbose_name=_("held by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("evaluation scheme")
        verbose_name_plural = _("evaluation schemes")
        ordering = ["slug"]


class SubIndex(Part):
    """A part of the evaluation that has ranks of its own."""

    needs_words = ("name",)

    scheme = ParentalKey(EvaluationScheme, on_delete=models.CASCADE, related_name="sub_indices")
    name = models.CharField(_("name"), max_length=200, blank=True)
    slug = models.SlugField(_("short address"), max_length=80)

    class Meta(Part.Meta):
        verbose_name = _("sub-index")
        verbose_name_plural = _("sub-indices")
        constraints = [models.UniqueConstraint(fields=["scheme", "slug"], name="sub_index_once")]

    def __str__(self) -> str:
        return self.words("name").text


class SchemeMembership(models.Model):
    """Since when a park takes part in an evaluation."""

    park = ParentalKey(Park, on_delete=models.CASCADE, related_name="scheme_memberships")
    scheme = models.ForeignKey(
        EvaluationScheme, verbose_name=_("evaluation scheme"), on_delete=models.PROTECT, related_name="memberships"
    )
    since_year = models.PositiveSmallIntegerField(_("since (year)"), null=True, blank=True, validators=YEARS)

    class Meta:
        verbose_name = _("participation in an evaluation")
        verbose_name_plural = _("participation in evaluations")
        ordering = ["since_year", "pk"]
        constraints = [models.UniqueConstraint(fields=["park", "scheme"], name="scheme_membership_once")]

    def __str__(self) -> str:
        return str(self.scheme)


class Edition(Record):
    """One year's evaluation. A remark may say what the source adds to it."""

    scheme = models.ForeignKey(
        EvaluationScheme, verbose_name=_("evaluation scheme"), on_delete=models.PROTECT, related_name="editions"
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    data_year = models.PositiveSmallIntegerField(_("year of the data"), null=True, blank=True, validators=YEARS)
    ranked_parks = models.PositiveSmallIntegerField(
        _("number of parks ranked"), null=True, blank=True, validators=FROM_ONE
    )

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["scheme", "year"], name="edition_once")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.year}"


class EvaluationResult(Record, ClusterableModel):
    """What a park got in one edition, and what the source says of it there."""

    edition = models.ForeignKey(Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="results")
    park = models.ForeignKey(Park, verbose_name=_("park"), on_delete=models.CASCADE, related_name="evaluation_results")
    overall_rank = models.PositiveSmallIntegerField(_("overall rank"), null=True, blank=True, validators=FROM_ONE)
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    economy = models.CharField(_("economy"), max_length=300, blank=True)
    planning_period = models.CharField(_("planning period"), max_length=200, blank=True)
    speaker = models.ForeignKey(
        Person,
        verbose_name=_("spoke about the result"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who presented the result for the park."),
    )

    class Meta:
        verbose_name = _("evaluation result")
        verbose_name_plural = _("evaluation results")
        ordering = ["-edition__year"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "park"], name="result_once"),
            models.CheckConstraint(
                condition=models.Q(overall_rank__isnull=True) | models.Q(overall_rank__gte=1),
                name="result_rank_from_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.park.short} · {self.edition}"


class ResultPoint(Part):
    """A strength or a piece of main work that the source names with the result."""

    needs_words = ("text",)

    result = ParentalKey(EvaluationResult, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(_("kind"), max_length=20, choices=ResultPointKind.choices)
    text = models.CharField(_("sentence"), max_length=300, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("strength or main work")
        verbose_name_plural = _("strengths and main work")

    def __str__(self) -> str:
        return self.words("text").text


class SpeakerOffice(OfficeOfTheDay):
    """An office that the speaker held on that day."""

    result = ParentalKey(EvaluationResult, on_delete=models.CASCADE, related_name="speaker_offices")

    class Meta(OfficeOfTheDay.Meta):
        verbose_name = _("office of the speaker on the day")
        verbose_name_plural = _("offices of the speaker on the day")


class SubIndexRank(models.Model):
    """The rank in one sub-index, and that of the year before where the source states it."""

    result = ParentalKey(EvaluationResult, on_delete=models.CASCADE, related_name="sub_ranks")
    sub_index = models.ForeignKey(SubIndex, verbose_name=_("sub-index"), on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True, validators=FROM_ONE)
    previous_rank = models.PositiveSmallIntegerField(
        _("rank of the year before"), null=True, blank=True, validators=FROM_ONE, help_text=_("Empty: not stated.")
    )

    class Meta:
        verbose_name = _("rank in a sub-index")
        verbose_name_plural = _("ranks in sub-indices")
        ordering = ["sub_index__sort_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["result", "sub_index"], name="sub_index_rank_once")]

    def __str__(self) -> str:
        return f"{self.sub_index}: {self.rank or '—'}"

    def clean(self) -> None:
        super().clean()
        result = getattr(self, "result", None)
        edition = getattr(result, "edition", None)
        if edition and self.sub_index_id and self.sub_index.scheme_id != edition.scheme_id:
            raise ValidationError({"sub_index": _("This sub-index belongs to another evaluation.")})
