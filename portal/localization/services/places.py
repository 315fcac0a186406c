"""Where in a page a segment stands, in words: the field, the paragraph or picture of a text."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class Places:
    """The places of one page, by content path (`title`, `body.<id>.caption`)."""

    def __init__(self, page: Page | None) -> None:
        self._fields: dict[str, str] = {}
        self._blocks: dict[str, str] = {}
        if page is not None:
            self._read(page.specific)

    def label(self, path: str) -> str:
        """The place as people read it; the path itself where the page has no such place any more."""
        parts = path.split(".")
        known = [self._blocks[part] for part in parts if part in self._blocks]
        return known[-1] if known else self._fields.get(parts[0], path)

    def _read(self, page: Page) -> None:
        for field in page._meta.get_fields():
            self._fields[field.name] = capfirst(str(getattr(field, "verbose_name", field.name)))
            if isinstance(field, StreamField):
                self._read_stream(getattr(page, field.name), self._fields[field.name])

    def _read_stream(self, value: Any, name: str) -> None:
        for number, child in enumerate(value, 1):
            label = _("%(field)s, part %(number)d (%(kind)s)") % {
                "field": name,
                "number": number,
                "kind": child.block.label or child.block_type,
            }
            self._blocks[str(child.id)] = label
            self._read_parts(child.value, child.block, label)

    def _read_parts(self, value: Any, block: Any, label: str) -> None:
        """Parts of a block have names of their own in the path; people find them by the block."""
        if isinstance(block, StreamBlock):
            for child in value:
                self._blocks[str(child.id)] = label
                self._read_parts(child.value, child.block, label)
        elif isinstance(block, ListBlock):
            for child in value.bound_blocks:
                self._blocks[str(child.id)] = label
                self._read_parts(child.value, child.block, label)
        elif isinstance(block, StructBlock):
            for name, child_block in block.child_blocks.items():
                self._read_parts(value.get(name), child_block, label)
