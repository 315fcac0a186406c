"""The body of an article, a profile or a standard page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block
from wagtail.fields import StreamField

from portal.core.blocks import parts
from portal.core.blocks.related import RelatedRecordsBlock

NamedBlock = tuple[str, Block]


def body_blocks(*, related: Sequence[NamedBlock] = ()) -> list[NamedBlock]:
    """The blocks of a body.

    Args:
        related: kinds of records that may be related, as named chooser blocks with `as_shown`.
    """
    blocks: list[NamedBlock] = [
        ("heading", parts.HeadingBlock()),
        ("subheading", parts.SubheadingBlock()),
        ("text", parts.ProseBlock(features=parts.RICH_TEXT)),
        ("picture", parts.CaptionedPictureBlock()),
        ("gallery", parts.GalleryBlock()),
        ("quotation", parts.QuotationBlock()),
        ("facts", parts.FactsTableBlock()),
        ("document", parts.DocumentBlock()),
    ]
    if related:
        blocks.append(("related", RelatedRecordsBlock(list(related))))
    return blocks


def body_field(*, related: Sequence[NamedBlock] = (), **options: Any) -> StreamField:
    """A stream field with the blocks of a body."""
    return StreamField(body_blocks(related=related), verbose_name=_("body"), blank=True, **options)
