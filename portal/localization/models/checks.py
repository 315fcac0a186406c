"""What people decided about findings of the checks. The findings themselves are made anew from the text each time."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale


class FindingOverride(models.Model):
    """A warning that a reviewer let pass, with the reason. It holds for the same text and the same finding alone."""

    content_type = models.ForeignKey(
        ContentType, verbose_name=_("kind of source"), on_delete=models.CASCADE, related_name="+"
    )
    object_id = models.PositiveBigIntegerField(_("source"), help_text=_("The page or record that is the source."))
    locale = models.ForeignKey(
        Locale,
        verbose_name=_("language"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Of the text that was checked: that of the source for checks of the source."),
    )
    path = models.CharField(pgettext_lazy("segment", "place"), max_length=255)
    code = models.CharField(_("check"), max_length=40)
    fingerprint = models.CharField(
        max_length=64, editable=False, help_text="SHA-256 of place, code, source text, wording and detail."
    )
    message = models.TextField(_("finding"), help_text=_("As it was shown."))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("finding let pass", "by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("finding let pass")
        verbose_name_plural = _("findings let pass")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "locale", "fingerprint"], name="override_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.message)
