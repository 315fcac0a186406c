"""Texts whose wording by an engine could not be used: paid for once, and left to people."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from portal.localization.models.jobs import TranslationJob


class RefusedText(models.Model):
    """A text that an engine was asked for in vain. It is not asked again before a person tries again."""

    engine = models.CharField(_("engine"), max_length=20)
    source_locale = models.ForeignKey(
        Locale, verbose_name=_("from language"), on_delete=models.CASCADE, related_name="+"
    )
    target_locale = models.ForeignKey(
        Locale, verbose_name=_("into language"), on_delete=models.CASCADE, related_name="+"
    )
    source_hash = models.CharField(max_length=64, editable=False)
    job = models.ForeignKey(
        TranslationJob,
        verbose_name=_("translation"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text=_("The last one that came upon it."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("refused text")
        verbose_name_plural = _("refused texts")
        constraints = [
            models.UniqueConstraint(
                fields=["source_locale", "target_locale", "source_hash", "engine"], name="refused_text_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engine}: {self.source_hash[:12]}"
