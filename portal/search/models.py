"""The search table: one row per public object and locale."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db import models
from django.db.models import Case, F, FloatField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from portal.search.segmentation import TEXT_CONFIG

#: What a hit in the title is worth beyond its rank: the whole title, and its beginning or a part of it.
SAME_TITLE, PART_OF_TITLE = 10.0, 1.0


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def of(self, content_type: ContentType, object_id: int) -> SearchEntryQuerySet:
        """The rows of one object."""
        return self.filter(content_type=content_type, object_id=object_id)

    def matching(self, expression: str, locale_code: str) -> SearchEntryQuerySet:
        """Rows of a locale that a tsquery expression finds."""
        query = SearchQuery(expression, search_type="raw", config=TEXT_CONFIG)
        return self.filter(locale_code=locale_code, vector=query)

    def best_first(self, expression: str, title: str) -> SearchEntryQuerySet:
        """Ordered by cover density, titles that say what was asked first, then the newest.

        Args:
            expression: the tsquery expression.
            title: what the visitor typed.
        """
        query = SearchQuery(expression, search_type="raw", config=TEXT_CONFIG)
        bonus = Case(
            When(title__iexact=title, then=Value(SAME_TITLE)),
            When(title__icontains=title, then=Value(PART_OF_TITLE)),
            default=Value(0.0),
            output_field=FloatField(),
        )
        rank = SearchRank(F("vector"), query, cover_density=True, normalization=Value(1)) + bonus
        return self.annotate(rank=rank).order_by("-rank", F("date").desc(nulls_last=True), "pk")

    def shown(self) -> SearchEntryQuerySet:
        """Without the vector, which nobody reads."""
        return self.defer("vector")


class SearchEntry(models.Model):
    """What is found, in one locale. Derived: `manage.py reindex` makes it anew from pages and records."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField(_("object"))
    locale_code = models.CharField(_("locale"), max_length=20)
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=500)
    summary = models.TextField(_("summary"), blank=True)
    body_text = models.TextField(_("text"), blank=True)
    url = models.CharField(_("address"), max_length=2000)
    date = models.DateField(_("date"), null=True, blank=True)
    park_slug = models.CharField(_("park"), max_length=100, blank=True)
    text_locale = models.CharField(_("language of the text, if another"), max_length=20, blank=True)
    vector = SearchVectorField()

    objects = SearchEntryQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "locale_code"], name="search_entry_once"),
            models.CheckConstraint(condition=~Q(url=""), name="search_entry_has_address"),
        ]
        indexes = [
            GinIndex(fields=["vector"], name="search_entry_vector"),
            models.Index(fields=["locale_code", "kind", "-date"], name="search_entry_lists"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.locale_code})"
