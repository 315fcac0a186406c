"""Words of records in templates."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.filter
def words(record: Any, field: str) -> Any:
    """The words of a record's field with the language they are in: `{% with name=park|words:"name" %}`."""
    return record.words(field)
