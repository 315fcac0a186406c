"""Records that a text is about, chosen by the editor and shown with a link to their page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class RelatedRecordsBlock(blocks.StreamBlock):
    """One chooser per kind of record. A feature gives its kinds as blocks; each block's `as_shown` readies them.

    The kinds are named by the app that owns the page (`news.blocks` lists those of parks and partnerships), because
    a stream field must be whole when its model is made.
    """

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        request = (parent_context or {}).get("request")
        shown = [child.block.as_shown(child.value, request) for child in value if child.value is not None]
        return context | {"records": shown}

    class Meta:
        label = _("Related records")
        icon = "link"
        template = "blocks/related_records.html"
        required = False
