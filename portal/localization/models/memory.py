"""What has been translated before, across pages and records."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Value
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from portal.localization.enums import Origin


def text_hash(text: str) -> str:
    """SHA-256 of a text in Unicode normal form C, as 64 hexadecimal digits."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def words_of(column: str) -> Func:
    """SQL of the words in `column` without markup, exactly as the index on them has it."""
    return Func(F(column), Value("<[^>]*>"), Value(""), Value("g"), function="regexp_replace")


def lexemes_of(column: str) -> Func:
    """SQL of the different words in `column`, exactly as the index on them has it.

    Runs of letters only: PostgreSQL's parser would keep “client/server” or an address as one word. What is longer than
    any text that is looked for is cut, because a tsvector holds 1 MB at most.
    """
    start = Func(words_of(column), Value(20000), function="left")
    runs = Func(start, Value("[^[:alpha:]]+"), Value(" "), Value("g"), function="regexp_replace")
    return Func(Value("simple"), runs, function="to_tsvector")


class MemoryEntryQuerySet(models.QuerySet["MemoryEntry"]):
    def between(self, source: Locale, target: Locale) -> MemoryEntryQuerySet:
        return self.filter(source_locale=source, target_locale=target)

    def by_persons(self) -> MemoryEntryQuerySet:
        return self.filter(origin=Origin.PERSON)


class MemoryEntry(models.Model):
    """One wording of one segment. The same source may have several; the newest of a person is taken first."""

    source_locale = models.ForeignKey(
        Locale, verbose_name=_("from language"), on_delete=models.CASCADE, related_name="+"
    )
    target_locale = models.ForeignKey(
        Locale, verbose_name=_("into language"), on_delete=models.CASCADE, related_name="+"
    )
    source_text = models.TextField(_("source text"))
    source_hash = models.CharField(max_length=64, editable=False)
    target_text = models.TextField(_("translated text"))
    target_hash = models.CharField(max_length=64, editable=False)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last used at"), auto_now=True)

    objects = MemoryEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation memory entry")
        verbose_name_plural = _("translation memory")
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_locale", "target_locale", "source_hash", "target_hash"], name="memory_once"
            ),
        ]
        indexes = [
            GinIndex(OpClass(words_of("source_text"), name="gin_trgm_ops"), name="memory_words"),
            GinIndex(lexemes_of("source_text"), name="memory_lexemes"),
        ]

    def __str__(self) -> str:
        return f"{self.source_text[:60]} → {self.target_text[:60]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.source_hash = text_hash(self.source_text)
        self.target_hash = text_hash(self.target_text)
        super().save(*args, **kwargs)
