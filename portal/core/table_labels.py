"""Names of the columns of a table as people read them: the screen shows them, and a file may head its columns so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.translation import override

from portal.core.localized import field_label


def column_labels(model: type[Model], columns: Sequence[str], **others: Any) -> dict[str, Any]:
    """Column → its name in the language of the reader, as forms have it.

    Args:
        others: names of columns that are no field of `model`, or that are called otherwise.
    """
    labels = {}
    for name in columns:
        try:
            labels[name] = others[name] if name in others else field_label(model._meta.get_field(name))
        except FieldDoesNotExist:
            continue
    return labels


def column_of_heading(heading: str, columns: Sequence[str], labels: Mapping[str, Any]) -> str:
    """The column that a file heads with `heading`: by its code, or by its name in any language of the portal.

    What is no column, or the name of several, comes back in small letters.
    """
    code = heading.lower()
    if code in columns or not heading:
        return code
    wanted, found = _bare(heading), set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {column for column, label in labels.items() if _bare(str(label)) == wanted}
    return found.pop() if len(found) == 1 else code


def _bare(text: str) -> str:
    """Without marks and spaces: “标题 · 简体中文” and “标题（简体中文）” are one."""
    return "".join(char for char in text.casefold() if char.isalnum())
