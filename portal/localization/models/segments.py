"""Segments: the drafts of records, and what was last approved for pages and records alike.

The drafts of pages lie in wagtail-localize's tables.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from portal.localization.enums import WordingOrigin
from portal.localization.models.jobs import TranslationJob


class RecordSegment(models.Model):
    """One field of words of one record in one language: a draft until it is published into the record's column."""

    content_type = models.ForeignKey(
        ContentType, verbose_name=_("kind of record"), on_delete=models.CASCADE, related_name="+"
    )
    object_id = models.PositiveBigIntegerField(_("record"))
    record = GenericForeignKey("content_type", "object_id")
    field = models.CharField(_("field"), max_length=100, help_text=_("Name of the field without the language."))
    locale = models.ForeignKey(Locale, verbose_name=_("into language"), on_delete=models.CASCADE, related_name="+")
    source_locale = models.ForeignKey(
        Locale, verbose_name=_("from language"), on_delete=models.CASCADE, related_name="+"
    )
    source_text = models.TextField(_("source text"), help_text=_("What the wording was made from."))
    source_hash = models.CharField(max_length=64, editable=False)
    text = models.TextField(_("wording"), blank=True)
    replaces = models.TextField(
        _("wording before"), blank=True, help_text=_("What the record itself said when the wording was written.")
    )
    origin = models.CharField(_("origin"), max_length=10, choices=WordingOrigin.choices)
    engine = models.CharField(_("engine"), max_length=20, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("segment of a record")
        verbose_name_plural = _("segments of records")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field", "locale"], name="record_segment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.text[:60]}"


class ApprovedSegment(models.Model):
    """A segment as it was approved: kept with the last published job of a target, to tell what has changed since."""

    job = models.ForeignKey(
        TranslationJob, verbose_name=_("translation"), on_delete=models.CASCADE, related_name="approved_segments"
    )
    path = models.CharField(_("place"), max_length=500, help_text=_("Content path of a page, or field of a record."))
    position = models.PositiveIntegerField(_("position"), help_text=_("Order in the whole source, from 0."))
    source_text = models.TextField(_("source text"))
    source_hash = models.CharField(max_length=64, editable=False)
    text = models.TextField(_("wording"))

    class Meta:
        verbose_name = _("approved segment")
        verbose_name_plural = _("approved segments")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["job", "position"], name="approved_segment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.text[:60]}"
