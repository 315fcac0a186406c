"""What the translators' desk keeps: filters, questions to authors, and how much was translated by whom."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale

from portal.localization.enums import WordingOrigin
from portal.localization.models.jobs import TranslationJob


class SavedFilter(models.Model):
    """A filter of the matrix that a person keeps under a name."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="saved_filters"
    )
    name = models.CharField(_("name"), max_length=100)
    query = models.TextField(_("filter"), help_text=_("As in the address, without the page number."))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="filter_name_once")]

    def __str__(self) -> str:
        return self.name


class SegmentQuestion(models.Model):
    """What a translator asks the author about one place of the source."""

    content_type = models.ForeignKey(
        ContentType, verbose_name=_("kind of source"), on_delete=models.CASCADE, related_name="+"
    )
    object_id = models.PositiveBigIntegerField(_("source"))
    source_object = GenericForeignKey("content_type", "object_id")
    title = models.CharField(_("title"), max_length=255, help_text=_("Of the source, when it was asked."))
    locale = models.ForeignKey(
        Locale,
        verbose_name=_("into language"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("The language into which the asker translates."),
    )
    path = models.CharField(
        pgettext_lazy("segment", "place"), max_length=255, help_text=_("Of the segment; of records the field.")
    )
    source_text = models.TextField(_("source text"), help_text=_("As it was when it was asked about."))
    text = models.TextField(_("question"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    closed_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("settled by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("question to the author")
        verbose_name_plural = _("questions to authors")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="question_of_source"),
            models.Index(fields=["-created_at"], condition=Q(closed_at__isnull=True), name="question_open"),
        ]

    def __str__(self) -> str:
        return self.text


class QuestionReply(models.Model):
    """What was said to a question, by the author or by the one who asked."""

    question = models.ForeignKey(
        SegmentQuestion, verbose_name=_("question"), on_delete=models.CASCADE, related_name="replies"
    )
    text = models.TextField(_("answer"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("answer", "by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text


class PublishedWords(models.Model):
    """How much of an approved translation came from whom: one row for each origin, engine and person of a job."""

    job = models.ForeignKey(
        TranslationJob, verbose_name=_("translation"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    source_locale = models.ForeignKey(
        Locale, verbose_name=_("from language"), on_delete=models.CASCADE, related_name="+"
    )
    target_locale = models.ForeignKey(
        Locale, verbose_name=_("into language"), on_delete=models.CASCADE, related_name="+"
    )
    month = models.DateField(_("month"), help_text=_("Its first day, at the portal."))
    origin = models.CharField(_("origin"), max_length=10, choices=WordingOrigin.choices)
    engine = models.CharField(_("engine"), max_length=20, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    segments = models.PositiveIntegerField(_("segments"))
    words = models.PositiveIntegerField(_("words of the source"))
    characters = models.PositiveIntegerField(_("characters of the source"))

    class Meta:
        verbose_name = _("published words")
        verbose_name_plural = _("published words")
        ordering = ["-month", "pk"]
        indexes = [models.Index(fields=["month", "target_locale"], name="words_of_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.words}"
