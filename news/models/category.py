"""What news is about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.localized import Worded


class NewsCategory(Worded):
    """One category, the same for all locales; its slug stands in addresses."""

    needs_words = ("name",)

    name = models.CharField(_("name"), max_length=80, blank=True)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    sort_order = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        verbose_name = _("news category")
        verbose_name_plural = _("news categories")
        ordering = ["sort_order", "slug"]

    def __str__(self) -> str:
        return self.words("name").text
