"""Proof marks (校对): who has read which text of a page, for the first, second and third time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, Revision


class ProofMark(models.Model):
    """One reading of one text of a page. It counts for every later revision that says the same."""

    page = models.ForeignKey(
        Page, verbose_name=pgettext_lazy("review", "page"), on_delete=models.CASCADE, related_name="+"
    )
    #: None once Wagtail has purged it; then the mark is history only.
    revision = models.ForeignKey(
        Revision,
        verbose_name=pgettext_lazy("review", "revision"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    number = models.PositiveSmallIntegerField(_("reading"), help_text=_("1 to 3: 一校, 二校, 三校."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("review", "by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    note = models.CharField(_("note"), max_length=255, blank=True)
    created_at = models.DateTimeField(_("read at"), auto_now_add=True)

    class Meta:
        verbose_name = _("proof mark")
        verbose_name_plural = _("proof marks")
        ordering = ["number", "pk"]
        indexes = [models.Index(fields=["page", "revision"], name="proof_of_page")]
        constraints = [
            models.UniqueConstraint(fields=["revision", "number"], name="proof_once_a_text"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=3), name="proof_one_to_three"),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.by}"
