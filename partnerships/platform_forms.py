"""The form of a joint platform: an amount has its currency, and each park and sector is named once."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from partnerships.kept_forms import KeptForm


class PlatformForm(KeptForm):
    named_once = (("park_links", "park"), ("sector_links", "sector"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("size") is not None and not cleaned.get("currency"):
            self.add_error("currency", _("Say in which currency the size is."))
        return cleaned
