"""The building blocks of prose."""

from portal.core.blocks.body import body_blocks, body_field
from portal.core.blocks.related import RelatedRecordsBlock

__all__ = ["RelatedRecordsBlock", "body_blocks", "body_field"]
