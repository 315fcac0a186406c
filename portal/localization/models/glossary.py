"""Terms of the field and how each language says them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Locale

from portal.localization.enums import RenderingStatus, TermKind


class GlossaryTerm(ClusterableModel):
    """One notion. Its wordings in every language are renderings; no language is the first."""

    kind = models.CharField(_("kind"), max_length=20, choices=TermKind.choices, default=TermKind.TERM)
    note = models.TextField(_("note"), blank=True, help_text=_("When the term applies, such as “of a bureau”."))
    authority = models.CharField(
        _("source"),
        max_length=255,
        blank=True,
        help_text=_("Where the wordings come from, such as an official list."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["pk"]

    def __str__(self) -> str:
        texts = [r.text for r in self.renderings.all() if r.status == RenderingStatus.PREFERRED]
        return " · ".join(texts) or str(_("(no rendering)"))


class GlossaryRendering(models.Model):
    """How one language says a term, or must not say it."""

    term = ParentalKey(GlossaryTerm, verbose_name=_("term"), on_delete=models.CASCADE, related_name="renderings")
    locale = models.ForeignKey(Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+")
    text = models.CharField(_("wording"), max_length=255)
    status = models.CharField(
        _("status"), max_length=20, choices=RenderingStatus.choices, default=RenderingStatus.PREFERRED
    )
    reading = models.CharField(
        _("reading"),
        max_length=255,
        blank=True,
        help_text=_(
            "Pinyin without tones, a space after each syllable, where it is not read as usual: chang san jiao."
        ),
    )

    class Meta:
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")
        ordering = ["locale_id", "status", "text"]
        constraints = [
            models.UniqueConstraint(fields=["term", "locale", "text"], name="rendering_once"),
            models.UniqueConstraint(
                fields=["term", "locale"],
                condition=Q(status=RenderingStatus.PREFERRED),
                name="rendering_preferred",
            ),
        ]
        indexes = [models.Index(fields=["locale", "text"], name="rendering_text")]

    def __str__(self) -> str:
        return self.text
