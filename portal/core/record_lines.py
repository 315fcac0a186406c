"""What the fields and parts of a record say, as people read it: on the screens that show a record without a form."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, time
from typing import Any

from django.db.models import FileField, Model
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django_countries.fields import Country
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations

from portal.core.localized import Worded, field_label, is_column
from portal.core.models import User
from portal.core.names import name_of
from portal.core.partial_dates import PartialDate


def value_words(record: Model, field: Any) -> str:
    """What `field` says of `record`; empty where it says nothing."""
    value = getattr(record, field.name)
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        labels = dict(getattr(field, "base_field", field).choices or ())
        return pgettext("between items of a list", ", ").join(str(labels.get(one, one)) for one in value)
    if isinstance(value, Country):
        return str(value.name)
    if field.choices:
        return str(getattr(record, f"get_{field.name}_display")())
    if isinstance(value, PartialDate):
        return _date_words(value)
    if isinstance(value, User):
        return name_of(value)
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return formats.time_format(value, "H:i") if isinstance(value, time) else str(formats.localize(value))


def _date_words(value: PartialDate) -> str:
    if not value.inferred:
        return value.display()
    whole = PartialDate(value.year, value.month, value.day).display()
    return _("%(date)s (the year is inferred)") % {"date": whole}


def parts_of(record: Model) -> Iterator[tuple[str, list[str]]]:
    """The lists of parts that `record` has, each by its name with a line for every part."""
    for relation in get_all_child_relations(type(record)):
        rows = getattr(record, relation.get_accessor_name()).all()
        yield field_label(relation), [part_line(part) for part in rows]


def part_line(part: Model, *, without: Collection[str] = ()) -> str:
    """A part with all that is known of it in brackets, parts of its own too; `without` are fields that are not told."""
    head = str(part)
    details = [
        _("%(label)s: %(value)s") % {"label": label, "value": value}
        for label, value in _details(part, without)
        if value != head
    ]
    if not details:
        return head
    inside = pgettext("between details", "; ").join(details)
    return _("%(name)s (%(details)s)") % {"name": head, "details": inside}


def _details(part: Model, without: Collection[str]) -> Iterator[tuple[str, str]]:
    fields: list[Any] = list(part._meta.concrete_fields)
    words = {field.translated_field.name for field in fields if is_column(field)}
    for field in fields:
        if not _is_told(field) or field.name in without:
            continue
        said = part.words(field.name).text if field.name in words and isinstance(part, Worded) else _value(part, field)
        if said:
            yield field_label(field), said
    for label, lines in parts_of(part):
        if lines:
            yield label, pgettext("between items of a list", ", ").join(lines)


def _value(part: Model, field: Any) -> str:
    """As `value_words`, but a box that is not ticked says nothing."""
    return "" if getattr(part, field.name) is False else value_words(part, field)


def _is_told(field: Any) -> bool:
    """Not the place in the list, the record above, or where a file lies."""
    hidden = field.primary_key or not field.editable or is_column(field) or field.name == "sort_order"
    return not (hidden or isinstance(field, (FileField, ParentalKey)))
