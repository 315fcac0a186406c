"""Wishes that are larger than one job, and what is known about sources before a worker has looked at them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from portal.localization.enums import Occasion, OrderState, Priority


class TranslationOrder(models.Model):
    """Many pages or records sent to translation at once; a worker makes the jobs."""

    content_type = models.ForeignKey(
        ContentType,
        verbose_name=_("kind of source"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Page, or the model of the records."),
    )
    object_ids = ArrayField(models.PositiveBigIntegerField(), verbose_name=_("sources"))
    target_locales = models.ManyToManyField(Locale, verbose_name=_("into languages"), related_name="+")
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.NORMAL)
    engine = models.CharField(_("engine"), max_length=20, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=OrderState.choices, default=OrderState.WAITING)
    placed = models.PositiveIntegerField(_("sources seen to"), default=0)
    refused = models.PositiveIntegerField(_("sources refused"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    segments = models.PositiveIntegerField(_("segments"), default=0, help_text=_("As estimated when it was sent."))
    characters = models.PositiveIntegerField(_("characters"), default=0, help_text=_("As estimated."))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("requested by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("translation order")
        verbose_name_plural = _("translation orders")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["id"], condition=Q(state=OrderState.WAITING), name="order_waiting"),
        ]

    def __str__(self) -> str:
        return gettext("Order %(number)d, %(count)d sources") % {"number": self.pk, "count": len(self.object_ids)}


class SourceCount(models.Model):
    """How much text a page or record has in a language, counted when it was last published or saved."""

    content_type = models.ForeignKey(
        ContentType, verbose_name=_("kind of source"), on_delete=models.CASCADE, related_name="+"
    )
    object_id = models.PositiveBigIntegerField(_("source"))
    locale = models.ForeignKey(Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+")
    segments = models.PositiveIntegerField(_("segments"))
    characters = models.PositiveIntegerField(_("characters"))
    text_hash = models.CharField(_("hash of the text"), max_length=64)
    #: What follows lets the matrix list, filter and sort all sources from this one table.
    title = models.CharField(_("title"), max_length=255, blank=True, db_default="")
    section = models.ForeignKey(
        ContentType,
        verbose_name=_("kind of content"),
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        help_text=_("The kind of a page, or the model of the record. Empty: counted by an earlier release."),
    )
    is_source = models.BooleanField(
        _("is a source"), default=False, db_default=False, help_text=_("Whether it is translated from this language.")
    )
    changed_at = models.DateTimeField(_("text changed at"), default=timezone.now, db_default=Now())
    updated_at = models.DateTimeField(_("counted at"), auto_now=True)

    class Meta:
        verbose_name = _("count of a source")
        verbose_name_plural = _("counts of sources")
        indexes = [
            models.Index(fields=["-changed_at", "-id"], condition=Q(is_source=True), name="source_by_change"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "locale"], name="source_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.segments} / {self.characters}"


class TranslationRule(models.Model):
    """When a kind of content is translated from one language into another. The most specific rule holds."""

    source_locale = models.ForeignKey(
        Locale, verbose_name=_("from language"), on_delete=models.CASCADE, related_name="+"
    )
    target_locale = models.ForeignKey(
        Locale, verbose_name=_("into language"), on_delete=models.CASCADE, related_name="+"
    )
    content_type = models.ForeignKey(
        ContentType,
        verbose_name=_("kind of content"),
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Empty: every kind that has no rule of its own."),
    )
    occasion = models.CharField(_("is translated"), max_length=20, choices=Occasion.choices)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("translation rule")
        verbose_name_plural = _("translation rules")
        ordering = ["source_locale", "target_locale", "content_type"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_locale", "target_locale", "content_type"],
                name="translation_rule_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=~Q(source_locale=F("target_locale")), name="rule_between_two_locales"),
        ]

    def __str__(self) -> str:
        return f"{self.source_locale} → {self.target_locale}: {self.get_occasion_display()}"
